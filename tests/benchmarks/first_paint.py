"""How soon the page can be read, against a one-line Streamlit page on the same machine in the same run.

Usage:
    python -m tests.benchmarks.first_paint INDEX [--loads 7]

Each load is a new browser context: from the request until the query box (here: a title) is visible. The two apps are
loaded in turn; the ratio of their medians is printed.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.ui.harness import FLAGS, chromium_path, running_app

ONE_LINE = 'import streamlit as st\nst.text_input("Query", placeholder="one line")\n'


def seconds_until_visible(browser: Browser, url: str, placeholder: str) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    started = time.perf_counter()
    page.goto(url)
    page.get_by_placeholder(placeholder).wait_for(state="visible", timeout=120_000)
    spent = time.perf_counter() - started
    context.close()
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--loads", type=int, default=7)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        script = Path(folder) / "one_line.py"
        script.write_text(ONE_LINE, encoding="utf-8")
        homes = [Path(folder) / name for name in ("ours", "bare")]
        for home in homes:
            home.mkdir()
        opened = {"INSPECTOR_OPEN": str(args.index.resolve())}
        with running_app(homes[0], environment=opened) as ours, running_app(homes[1], script=script) as bare:
            times: dict[str, list[float]] = {"ours": [], "bare": []}
            for number in range(args.loads + 1):
                spent = {
                    "bare": seconds_until_visible(browser, bare.url, "one line"),
                    "ours": seconds_until_visible(browser, ours.url, "Type the query that went wrong"),
                }
                if number:  # the first load of each server is its warm-up, and printed apart
                    for name, value in spent.items():
                        times[name].append(value)
                else:
                    print(
                        f"first load of a new server: ours {spent['ours']:.2f} s, one-line page {spent['bare']:.2f} s"
                    )
        browser.close()
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(
        f"{args.loads} loads: ours {medians['ours']:.2f} s, one-line page {medians['bare']:.2f} s, "
        f"ratio {medians['ours'] / medians['bare']:.2f}"
    )


if __name__ == "__main__":
    main()
