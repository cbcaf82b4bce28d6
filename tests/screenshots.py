"""Makes the pictures beside the in-app help anew, from the running app: `python -m tests.screenshots INDEX`.

Starts the app on the index with a home of its own, opens each view of `SHOTS` in Chromium, waits until the picture
stands still, and writes it with a palette of 256 colours, which keeps it below 300 kB. Run it whenever a page has
changed its look.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.ui.harness import App, browser_page, running_app

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "inspector" / "ui" / "help" / "images"
QUERY = "laptop stollen remote whipe"
MAX_BYTES = 300_000
MAX_HEIGHT = 2400
STILL = 4
"""So many pictures in a row, half a second apart, must be the same."""
MAIN = '[data-testid="stMain"]'
WORKING = '[data-testid="stIconMaterial"]:has-text("hourglass"), [data-testid="stSpinner"], [data-testid="stProgress"]'
"""What a page shows while a part of it is still being worked out."""


@dataclass(frozen=True)
class Shot:
    """A picture: its file name, the window it is taken in, and what its link carries beside the query."""

    name: str
    width: int
    dark: bool
    values: dict[str, str] = field(default_factory=dict)


SHOTS = (
    Shot("inspect-light", 1440, dark=False),
    Shot("inspect-dark", 1440, dark=True),
    Shot("inspect-narrow", 400, dark=False),
    Shot("inspect-narrow-dark", 400, dark=True),
)


def take(app: App, shot: Shot, query: str, seconds: float) -> bytes:
    """Open a view and give its picture as PNG, whole, once nothing on it moves any more."""
    with browser_page(width=shot.width, dark=shot.dark) as page:
        page.goto(app.link(q=query, **shot.values))
        page.wait_for_selector(f'{MAIN} [data-testid="stVerticalBlock"]')
        wait_until_still(page, seconds)
        if page.locator('[data-testid="stException"]').count():
            raise SystemExit(f"{shot.name}: the page shows an error. {app.log.read_text()[-2000:]}")
        height = int(page.evaluate(f"document.querySelector('{MAIN}').scrollHeight"))
        page.set_viewport_size({"width": shot.width, "height": min(height, MAX_HEIGHT)})
        return wait_until_still(page, seconds)


def wait_until_still(page: Page, seconds: float) -> bytes:
    """Wait until nothing is being worked out and several pictures in a row are the same, and give the last."""
    last, same, picture = time.monotonic() + seconds, 0, b""
    while same < STILL and time.monotonic() < last:
        page.wait_for_timeout(500)
        now = page.screenshot()
        same = same + 1 if now == picture and not page.locator(WORKING).count() else 0
        picture = now
    if same < STILL:
        raise SystemExit(f"The page did not come to rest within {seconds:.0f} s.")
    return picture


def write(path: Path, picture: bytes) -> None:
    """Write a picture with a palette of 256 colours, which is enough for a page."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path}  {image.width} x {image.height}  {size / 1000:.0f} kB")
    if size > MAX_BYTES:
        raise SystemExit(f"{path.name} has {size:,} bytes, {MAX_BYTES:,} are allowed.")


def main(arguments: list[str] | None = None) -> None:
    """Make all pictures, or those named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="the index folder the pictures show")
    parser.add_argument("--query", default=QUERY)
    parser.add_argument("--only", nargs="+", default=[shot.name for shot in SHOTS], help="names of pictures")
    parser.add_argument("--out", type=Path, default=IMAGES, help="the folder they are written to")
    parser.add_argument("--seconds", type=float, default=180, help="how long a view may take to come to rest")
    asked = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as home,
        running_app(Path(home), environment={"INSPECTOR_OPEN": str(asked.index.resolve())}) as app,
    ):
        for shot in SHOTS:
            if shot.name in asked.only:
                write(asked.out / f"{shot.name}.png", take(app, shot, asked.query, asked.seconds))


if __name__ == "__main__":
    main()
