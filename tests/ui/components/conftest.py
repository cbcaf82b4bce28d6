"""The gallery in a real browser: one server and one Chromium for all tests here, a fresh page for each."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ui.waiting import until

ROOT = Path(__file__).parents[3]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """Give the address of a running gallery."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = str(ROOT / "tests" / "ui" / "gallery.py")
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, "--server.fileWatcherType", "none"], **quiet) as server:
        try:
            until(lambda: answers(f"http://127.0.0.1:{port}/_stcore/health"), seconds=60)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def answers(address: str) -> bool:
    """Say whether a server is there."""
    try:
        with urllib.request.urlopen(address, timeout=1) as reply:
            return reply.status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def browser() -> Iterator:
    """Give Chromium; without one the test is skipped, on CI it fails."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def show(gallery: str, browser) -> Iterator[Callable]:
    """Give a function that opens a part of the gallery in a new page; any script error or dialog fails the test."""
    contexts, faults = [], []

    def opened(part: str, *, width: int = 1440, scheme: str = "light", ready: str = ".stBidiComponent .frame"):
        context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: faults.append(request.url) if is_outside(request.url) else None)
        page.goto(f"{gallery}/?show={part}")
        page.locator(ready).first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def is_outside(address: str) -> bool:
    """Whether a request leaves the machine."""
    return not address.startswith(("http://127.0.0.1:", "data:", "blob:"))
