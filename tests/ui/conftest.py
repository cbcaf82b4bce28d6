"""One real index for all tests of the app that need a model, one app on it, one Chromium for a module's visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from inspector.ui import figures
from inspector.ui.runtime import engine
from tests.toy import ToyEmbedder
from tests.ui import awkward
from tests.ui.harness import FLAGS, App, chromium_path, patient_page, running_app
from tests.ui.indexes import corpus, crowd_index
from tests.ui.views import wait_for_answer
from tests.ui.waiting import shown


@pytest.fixture(autouse=True)
def _checked_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Plotly look through every figure that a test draws, which the app itself has no time for."""
    monkeypatch.setattr(figures, "CHECKED", True)


@pytest.fixture(autouse=True)
def _untried_toy_model() -> None:
    """Forget that an earlier test of this process found no model of the toy index's name: pages would say so."""
    toy = ToyEmbedder()
    for tokens in (0, toy.max_tokens):
        engine.forget_embedder(toy.name, tokens)


@pytest.fixture(scope="session")
def awkward_indexes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the index "awkward", made with the real model."""
    from inspector.build.build import build

    folder = tmp_path_factory.mktemp("indexes")
    build(corpus(tmp_path_factory.mktemp("corpus") / "awkward.jsonl", awkward.LINES), folder / "awkward")
    return folder


@pytest.fixture(scope="session")
def app(awkward_indexes: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Give the app on the awkward index, and on a crowd of random vectors whose map takes a while."""
    crowd_index(awkward_indexes / "crowd", tmp_path_factory.mktemp("crowd"))
    environment = {"INSPECTOR_INDEX_ROOTS": str(awkward_indexes)}
    with running_app(tmp_path_factory.mktemp("home"), environment=environment) as running:
        yield running


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


@pytest.fixture
def opened(app: App, visitor: Callable[..., Page]) -> Callable[..., Page]:
    """Give a function that opens a view of the awkward index as a person of their own, and waits for everything."""

    def go(query: str = awkward.QUERY, *, width: int = 1440, dark: bool = False, **values: str) -> Page:
        page = visitor(width=width, dark=dark)
        page.goto(app.link(**{"index": "awkward", "q": query, **values}))
        shown(page, f"{len(awkward.LINES)} documents, UMAP")
        wait_for_answer(page)
        return page

    return go
