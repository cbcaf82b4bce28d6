"""The gallery in a real browser: one server and one Chromium for all tests here, a fresh page for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.ui.harness import ROOT, running_app
from tests.ui.waiting import at_rest, eventually

UNDRAWN = """() => [...document.querySelectorAll('.stBidiComponent')].filter(
    (each) => !each.querySelector('.frame') && ![each, ...each.querySelectorAll('*')].some(
        (inner) => inner.shadowRoot?.querySelector('.frame'))).length"""
"""How many of our components have no content yet: Streamlit loads their scripts after the page itself has run."""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a running gallery."""
    script = ROOT / "tests" / "ui" / "gallery.py"
    with running_app(tmp_path_factory.mktemp("gallery"), script=script) as app:
        yield app.url


@pytest.fixture
def show(gallery: str, visitor: Callable[..., Page]) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a part of the gallery in a new page; a request to elsewhere fails the test."""
    outside = []

    def opened(part: str, *, width: int = 1440, dark: bool = False, ready: str = ".stBidiComponent .frame") -> Page:
        page = visitor(width=width, dark=dark)
        page.on("request", lambda request: outside.append(request.url) if is_outside(request.url) else None)
        page.goto(f"{gallery}/?show={part}")
        page.locator(ready).first.wait_for()
        at_rest(page)
        eventually(page, lambda: page.evaluate(UNDRAWN), 0)
        return page

    yield opened
    assert outside == []


def is_outside(address: str) -> bool:
    """Whether a request leaves the machine."""
    return not address.startswith(("http://127.0.0.1:", "data:", "blob:"))
