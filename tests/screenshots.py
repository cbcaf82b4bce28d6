"""Makes the pictures beside the in-app help anew, from the running app: `python -m tests.screenshots INDEX`.

Starts the app on the index, opens each view of `SHOTS` in Chromium, waits until the picture stands still, and writes it
with a palette of 256 colours, which keeps it below 300 kB. Run it whenever a page has changed its look.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "inspector" / "ui" / "help" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
)
QUERY = "how do I copy a nested list"
MAX_BYTES = 300_000
MAX_HEIGHT = 2400
STILL = 4
"""So many pictures in a row, half a second apart, must be the same."""


@dataclass(frozen=True)
class Shot:
    """A picture: its file name, the window it is taken in, and the page with its parameters."""

    name: str
    width: int
    scheme: str
    page: str = ""
    parameters: dict[str, str] = field(default_factory=dict)


SHOTS = (
    Shot("inspect-light", 1440, "light"),
    Shot("inspect-dark", 1440, "dark"),
    Shot("inspect-narrow", 400, "light"),
    Shot("inspect-narrow-dark", 400, "dark"),
)


@contextmanager
def running_app(index: Path) -> Iterator[str]:
    """Start the app on an index, give its address, and end it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = (sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port))
    environment = {**os.environ, "INSPECTOR_OPEN": str(index.resolve()), "HF_HUB_OFFLINE": "1"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_up(server, f"{address}/_stcore/health")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_up(server: subprocess.Popen[bytes], health: str, seconds: float = 90) -> None:
    """Wait until the app answers."""
    last = time.monotonic() + seconds
    while time.monotonic() < last and server.poll() is None:
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("The app did not start.")


def take(browser: Browser, address: str, shot: Shot, query: str, seconds: float) -> bytes:
    """Open a view and give its picture as PNG, whole, once nothing on it moves any more."""
    page = browser.new_page(viewport={"width": shot.width, "height": 1000}, color_scheme=shot.scheme)
    try:
        page.goto(f"{address}/{shot.page}?{urlencode({'q': query, **shot.parameters})}")
        page.wait_for_selector('[data-testid="stMain"] [data-testid="stVerticalBlock"]', timeout=60_000)
        wait_until_still(page, seconds)
        height = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
        page.set_viewport_size({"width": shot.width, "height": min(int(height), MAX_HEIGHT)})
        return wait_until_still(page, seconds)
    finally:
        page.close()


def wait_until_still(page: Page, seconds: float) -> bytes:
    """Wait until several pictures in a row are the same, and give the last."""
    last, same, picture = time.monotonic() + seconds, 0, b""
    while same < STILL and time.monotonic() < last:
        page.wait_for_timeout(500)
        now = page.screenshot()
        same = same + 1 if now == picture else 0
        picture = now
    return picture


def write(path: Path, picture: bytes) -> None:
    """Write a picture with a palette of 256 colours, which is enough for a page."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}  {image.width} x {image.height}  {size / 1000:.0f} kB")
    if size > MAX_BYTES:
        raise SystemExit(f"{path.name} has {size:,} bytes, {MAX_BYTES:,} are allowed.")


def main(arguments: list[str] | None = None) -> None:
    """Make all pictures, or those named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="the index folder the pictures show")
    parser.add_argument("--query", default=QUERY)
    parser.add_argument("--only", nargs="*", default=[shot.name for shot in SHOTS], help="names of pictures")
    parser.add_argument("--seconds", type=float, default=180, help="how long a view may take to come to rest")
    asked: Any = parser.parse_args(arguments)
    chromium = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if chromium is None:
        raise SystemExit(f"None of {', '.join(BROWSERS)} is installed.")
    with running_app(asked.index) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for shot in SHOTS:
            if shot.name in asked.only:
                write(IMAGES / f"{shot.name}.png", take(browser, address, shot, asked.query, asked.seconds))
        browser.close()


if __name__ == "__main__":
    main()
