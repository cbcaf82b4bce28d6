"""Documents from outside a sample stand where they belong, whatever was met before."""

from __future__ import annotations

from itertools import pairwise

import pytest

from inspector.contract import Metric
from inspector.search.keyword_cache import keyword_of
from inspector.search.keyword_sampled import score_about
from inspector.stores import open_spec
from tests.stores.engines.milvus_loading import load
from tests.stores.engines.same_documents import COUNT, DOCUMENTS

SOME = 20
IDS = [document.id for document in DOCUMENTS]


@pytest.fixture
def part(tmp_path, monkeypatch):
    """A sample of a database that has no text search of its own."""
    monkeypatch.setenv("INSPECTOR_SNAPSHOT", str(SOME))
    collection = open_spec(load(str(tmp_path / "docs.db"), "docs", Metric.COSINE))
    yield collection
    collection.engine.close()


def outside_of(part):
    """The documents outside the sample that have a text, by id."""
    rows = part.copy.rows_of(IDS)
    return sorted((each for each, row in zip(DOCUMENTS, rows, strict=True) if row < 0 and each.text), key=by_id)


def by_id(document):
    return document.id


def test_a_document_that_was_not_looked_at_is_placed_as_if_it_alone_were(part):
    keyword, outside = keyword_of(part), outside_of(part)
    rows = part.rows_of([each.id for each in outside])
    alone = keyword.score("body wörds")
    assert len(alone.top(COUNT)[0]) == alone.hits <= SOME
    for each, row, rank in zip(outside, rows, alone.ranks(rows), strict=True):
        about, _ = score_about(keyword, part, "body wörds", (each.id,), ())
        assert about.hits == alone.hits + 1
        place = about.top(COUNT)[0].tolist().index(row) + 1
        assert place == rank == about.ranks([row])[0]
        assert about.scores_of([row]) == alone.scores_of([row])
        assert about.terms([row]) == alone.terms([row])


def test_equal_scores_from_outside_stand_by_id_whatever_was_met_first(part):
    outside = outside_of(part)
    part.rows_of([each.id for each in reversed(outside)])
    keyword = keyword_of(part)
    scores, _ = score_about(keyword, part, "body wörds", [each.id for each in outside], ())
    rows, found = scores.top(COUNT)
    for first, second in pairwise(zip(part.ids_at(rows), rows, found, strict=True)):
        if first[2] == second[2] and first[1] >= SOME:
            assert first[0] < second[0]
    assert scores.ranks(rows).tolist() == list(range(1, len(rows) + 1))
