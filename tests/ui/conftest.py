"""One real index for all tests of the app that need a model, and one Chromium for a module's visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.ui import awkward
from tests.ui.harness import FLAGS, chromium_path, patient_page
from tests.ui.indexes import corpus


@pytest.fixture(scope="session")
def awkward_indexes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the index "awkward", made with the real model."""
    from inspector.build.build import build

    folder = tmp_path_factory.mktemp("indexes")
    build(corpus(tmp_path_factory.mktemp("corpus") / "awkward.jsonl", awkward.LINES), folder / "awkward")
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give one Chromium for all tests of a module."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Give a function that opens an empty page of a person of their own; a script error or a dialog fails the test."""
    pages, faults = [], []

    def arrive(*, width: int = 1440, dark: bool = False) -> Page:
        page = patient_page(chromium, width=width, height=1000, dark=dark)
        pages.append(page)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
        return page

    yield arrive
    for page in pages:
        page.context.close()
    assert faults == []
