"""The running app for browser tests: its own port, its own home, real Chromium.

A missing browser is a failure where `CI=true`, elsewhere the test is skipped with the reason. With
`INSPECTOR_SLOW_BROWSER=6` in the environment, pages compute six times as slowly, as on a machine that others use too.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ui.waiting import WAIT_SECONDS

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
START_SECONDS = 240.0
STARTS = 3
PORTS = range(20_000, 32_000)
"""Below those that systems give away for outgoing connections, so that a free one stays free until it is taken."""
WAIT_MILLISECONDS = int(WAIT_SECONDS * 1000)
SLOW_BROWSER = "INSPECTOR_SLOW_BROWSER"


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
    variables = {**os.environ, "INSPECTOR_HOME": str(home), "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    log = home / "app.log"
    for _ in range(STARTS):
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
        command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
        with log.open("wb") as out:
            server = subprocess.Popen(
                command, cwd=ROOT, env={**variables, **(environment or {})}, stdout=out, stderr=subprocess.STDOUT
            )
        try:
            app = App(f"http://127.0.0.1:{port}", home, log)
            if _is_up(server, app):
                yield app
                return
        finally:
            _end(server)
    raise AssertionError(f"The app ended {STARTS} times while it started:\n{log.read_text()}")


def free_port() -> int:
    """Give a port that is free now."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"No port from {PORTS.start} to {PORTS.stop - 1} is free.")


def _is_up(server: subprocess.Popen[bytes], app: App) -> bool:
    """Wait until the app answers; False where it ended, as it does when somebody else was faster at its port."""
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last:
        if server.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=10):
                return server.poll() is None
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The app did not answer within {START_SECONDS:.0f} s:\n{app.log.read_text()}")


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def browser_page(*, width: int = 1440, height: int = 1000, dark: bool = False) -> Iterator[Page]:
    """Open an empty page in real Chromium."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield patient_page(browser, width=width, height=height, dark=dark)
        finally:
            browser.close()


def patient_page(browser: Browser, *, width: int, height: int, dark: bool) -> Page:
    """Open an empty page of a person of their own, which waits long before it calls something missing."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    context.set_default_timeout(WAIT_MILLISECONDS)
    expect.set_options(timeout=WAIT_MILLISECONDS)
    page = context.new_page()
    if os.environ.get(SLOW_BROWSER):
        rate = float(os.environ[SLOW_BROWSER])
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    return page


def chromium_path() -> str:
    """Give the path of Chromium; without one, fail under CI and skip elsewhere."""
    found = next((path for path in map(shutil.which, CHROMIUM) if path), None)
    if found:
        return found
    missing = f"There is no Chromium on this machine (looked for {', '.join(CHROMIUM)})."
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(missing)
    pytest.skip(f"{missing} Install it to run the browser tests.")
