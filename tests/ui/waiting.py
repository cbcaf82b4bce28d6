"""Waiting until something holds, or the test fails: in another thread, another process, or the browser.

A page of the app runs again whenever a model, a measurement or a job is ready. Meanwhile the old elements stand beside
the new ones, and "is not running" may mean "has not begun yet". So a test waits for what it claims, and reads the page
once only where nothing is under way any more.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Locator, Page, expect

T = TypeVar("T")

WAIT_SECONDS = 240.0
"""Time for one thing to happen on a machine with ten times more to do than it can; only a failing test needs it all."""

AT_REST = """() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector("[data-stale='true'], .stAppSkeleton, .stSkeleton")"""


def until(holds: Callable[[], object], seconds: float = WAIT_SECONDS) -> None:
    """Return as soon as `holds()` does; fail after `seconds`."""
    pause, last = threading.Event(), time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last, "waited in vain"
        pause.wait(0.01)


def eventually(page: Page, read: Callable[[], T], expected: T, seconds: float = WAIT_SECONDS) -> None:
    """Return as soon as `read()` gives what is expected; fail with both after `seconds`.

    The page goes on between two readings, which it does not while `until` waits.
    """
    last = time.monotonic() + seconds
    while (found := read()) != expected:
        assert time.monotonic() < last, f"{found!r} was read to the last, {expected!r} was expected"
        page.wait_for_timeout(50)


def at_rest(page: Page) -> None:
    """Wait until no run is under way and nothing of an earlier run is left.

    What an action sets off may not have begun yet: first wait for something that it brings.
    """
    page.wait_for_function(AT_REST)


def one(found: Locator) -> Locator:
    """Wait until exactly one of what is looked for is visible, and give it; copies of an earlier run go with it."""
    visible = found.filter(visible=True)
    expect(visible).to_have_count(1)
    return visible


def shown(where: Page | Locator, text: str | re.Pattern[str]) -> Locator:
    """Wait until a text is visible once, and give its element."""
    return one(where.get_by_text(text))


def glimpsed(where: Page | Locator, text: str) -> None:
    """Wait until a text is visible, of which an older copy may stand beside it: it will not stay long."""
    expect(where.get_by_text(text).filter(visible=True).first).to_be_visible()
