"""Compare in a real browser: a job compares two indexes, and its answer shows a query side by side."""

import shutil

import numpy as np
import pytest
from playwright.sync_api import expect

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.stores import open_index
from tests.ui import awkward
from tests.ui.indexes import corpus
from tests.ui.views import wait_for_link

pytestmark = pytest.mark.browser

SLOW_MILLISECONDS = 240_000
"""The job loads the model and reads both indexes."""


@pytest.fixture
def turned(awkward_indexes, tmp_path):
    """Give the name of an index of the same documents, the first two of which have each other's vectors."""
    known = open_index(awkward_indexes / "awkward")
    vectors = known.vectors(np.arange(known.count)).copy()
    vectors[[0, 1]] = vectors[[1, 0]]
    np.save(tmp_path / "vectors.npy", vectors)
    lines = corpus(tmp_path / "awkward.jsonl", awkward.LINES)
    folder = build(lines, awkward_indexes / "turned", BuildSettings(vectors=tmp_path / "vectors.npy")).path
    yield folder.name
    shutil.rmtree(folder)


def test_two_indexes_are_compared_with_documents_and_a_query_is_shown_side_by_side(
    app, visitor, turned, awkward_indexes
):
    page = visitor()
    page.goto(f"{app.url}/compare?index=awkward&other={turned}")
    page.get_by_role("button", name="Ask with documents").click()
    expect(page.get_by_text("in place of queries,").first).to_be_visible(timeout=SLOW_MILLISECONDS)
    expect(page.get_by_text("2 with another vector for the same text").first).to_be_visible()
    expect(page.get_by_role("listbox")).to_have_count(2)
    page.get_by_role("button", name="The other way round").click()
    wait_for_link(page, "other", f"awkward~{open_index(awkward_indexes / 'awkward').fingerprint[:8]}")


def test_a_phone_is_told_in_words_why_two_indexes_cannot_be_compared(app, visitor):
    page = visitor(width=400, dark=True)
    page.goto(f"{app.url}/compare?index=awkward&other=crowd")
    page.get_by_role("button", name="Ask with documents").click()
    expect(page.get_by_text("has an id or a parent that").first).to_be_visible(timeout=SLOW_MILLISECONDS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
