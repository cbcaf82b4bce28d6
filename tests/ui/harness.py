"""The running app for browser tests: its own port, its own home, real Chromium.

A missing browser is a failure where `CI=true`, elsewhere the test is skipped with the reason.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
START_SECONDS = 90.0
WAIT_MILLISECONDS = 60_000


class App:
    """A running app.

    Attributes:
        url: Its address.
        home: Its `INSPECTOR_HOME`.
        log: Where its output goes.
    """

    def __init__(self, url: str, home: Path, log: Path) -> None:
        self.url = url
        self.home = home
        self.log = log

    def link(self, **values: str | list[str]) -> str:
        """Give the link of a view."""
        return f"{self.url}/?{urlencode(values, doseq=True)}"


@contextmanager
def running_app(
    home: Path, *, script: Path = ROOT / "app.py", environment: Mapping[str, str] | None = None
) -> Iterator[App]:
    """Start the app, wait until it answers, and end it with the block."""
    port, log = free_port(), home / "app.log"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    variables = {**os.environ, "INSPECTOR_HOME": str(home), "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**variables, **(environment or {})}, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            app = App(f"http://127.0.0.1:{port}", home, log)
            _wait_until_up(server, app)
            yield app
        finally:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def free_port() -> int:
    """Give a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(server: subprocess.Popen[bytes], app: App) -> None:
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last:
        assert server.poll() is None, f"The app ended while it started:\n{app.log.read_text()}"
        try:
            with urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"The app did not answer within {START_SECONDS:.0f} s:\n{app.log.read_text()}")


@contextmanager
def browser_page(*, width: int = 1440, height: int = 1000, dark: bool = False) -> Iterator[Page]:
    """Open an empty page in real Chromium, whose expectations wait up to a minute on a busy machine."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
            )
            context.set_default_timeout(WAIT_MILLISECONDS)
            expect.set_options(timeout=WAIT_MILLISECONDS)
            yield context.new_page()
        finally:
            browser.close()


def chromium_path() -> str:
    """Give the path of Chromium; without one, fail under CI and skip elsewhere."""
    found = next((path for path in map(shutil.which, CHROMIUM) if path), None)
    if found:
        return found
    missing = f"There is no Chromium on this machine (looked for {', '.join(CHROMIUM)})."
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(missing)
    pytest.skip(f"{missing} Install it to run the browser tests.")
