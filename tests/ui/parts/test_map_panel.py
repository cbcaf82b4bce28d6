"""What the map shows of an inspection, and what it says about itself."""

from dataclasses import replace

import numpy as np
import pytest

from inspector.inspection import inspect
from inspector.projection.saved import quick_map
from inspector.records.documents import condition
from inspector.records.results import Request
from inspector.ui.parts.map_panel import Marked, apart_sentence, astray_sentence, map_sentence, view_of
from tests.toy_index import toy_index


@pytest.fixture
def index(tmp_path):
    return toy_index(tmp_path)


def test_the_view_marks_the_rows_of_the_hits_and_of_the_marked_documents(index):
    found = inspect(index, Request("copy a nested list", k=3, also=("timer",)))
    view, _ = view_of(quick_map(index.collection), index.collection, found, Marked(selected="copy", expected="timer"))
    rows = {document: row for row, document in enumerate(index.collection.ids_at(np.arange(12)))}
    assert view.neighbors == tuple(rows[hit.id] for hit in found.neighbors)
    assert view.keyword == tuple(rows[hit.id] for hit in found.keyword)
    assert view.hybrid == tuple(rows[hit.id] for hit in found.hybrid)
    assert (view.selected, view.expected) == (rows["copy"], rows["timer"])
    low, high = view.x.min(), view.x.max()
    assert low <= view.query[0] <= high  # a weighted mean of points lies among them


def test_without_neighbors_there_is_no_star(index):
    found = inspect(replace(index, embedder=None), Request("copy"))
    view, said = view_of(quick_map(index.collection), index.collection, found, Marked())
    assert view.query is None
    assert view.neighbors == ()
    assert said == ""


def test_a_filter_that_nothing_passes_leaves_the_bare_map(index):
    found = inspect(index, Request("copy", where=(condition("kind=nothing"),)))
    view, said = view_of(quick_map(index.collection), index.collection, found, Marked())
    assert (view.query, view.neighbors, view.keyword, said) == (None, (), (), "")


def test_the_map_says_how_many_it_shows_and_by_which_method(index):
    drawn = quick_map(index.collection)
    said = map_sentence(drawn)
    assert said.startswith(f"{12 - drawn.left_out} documents, PCA.")
    sampled = replace(drawn, sampled=True, count=90_000)
    assert " of 90,000 documents, PCA." in map_sentence(sampled)


def test_what_lies_astray_is_counted_and_nothing_is_said_where_nothing_does():
    assert astray_sentence(10, 0, 10) == ""
    assert astray_sentence(10, 3, 10).startswith("Of this query's 10 neighbors, 7 are among")


def test_what_is_out_of_sight_is_counted_and_nothing_is_said_where_nothing_is():
    assert apart_sentence(0) == ""
    assert apart_sentence(1) == "1 document far from the rest is out of sight: zoom out."
    assert apart_sentence(18) == "18 documents far from the rest are out of sight: zoom out."
