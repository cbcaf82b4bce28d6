"""Documents outside a sample get the keyword scores they would get inside it."""

from __future__ import annotations

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.search.keyword_cache import keyword_of
from inspector.search.keyword_sampled import SampledKeyword
from inspector.stores import open_spec
from tests.stores.engines.milvus_loading import load
from tests.stores.engines.same_documents import COUNT, DOCUMENTS

SOME = 20
IDS = [document.id for document in DOCUMENTS]


@pytest.fixture(params=[False, True], ids=["without text search", "with text search"])
def part(request, tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECTOR_SNAPSHOT", str(SOME))
    collection = open_spec(load(str(tmp_path / "docs.db"), "docs", Metric.COSINE, bm25=request.param))
    yield collection
    collection.engine.close()


def test_a_met_document_scores_as_the_formula_says_by_the_samples_statistics(part):
    keyword = keyword_of(part)
    assert isinstance(keyword, SampledKeyword)
    rows = part.rows_of(IDS)
    scores = keyword.score("wörds body")
    inside = [row for row in rows if row < SOME]
    alone = keyword_of(part)  # the same lists, before anything was met
    assert scores.scores_of(inside) == pytest.approx(alone.score("wörds body").scores_of(inside))
    # lucene BM25: idf * f / (k1 (1 - b + b l / mean) + f); both words stand once in every document that has a text
    outside = [row for row in rows if row >= SOME]
    found = scores.scores_of(outside)
    texts = [document.text for document in part.documents(part.ids_at(np.array(outside)))]
    assert [score > 0 for score in found] == [bool(text) for text in texts]
    assert found.max() == pytest.approx(scores.scores_of(inside).max(), rel=0.2)
    for row, terms in zip(outside, scores.terms(outside), strict=True):
        assert sum(term.score for term in terms) == pytest.approx(scores.scores_of([row])[0])


def test_what_the_database_finds_by_its_own_words_comes_into_the_list(part):
    keyword = keyword_of(part)
    outside = next(each for each, row in zip(DOCUMENTS, part.copy.rows_of(IDS), strict=True) if row < 0 and each.text)
    number = IDS.index(outside.id)
    rows, _ = keyword.score(f"zebra{number} wörds").top(COUNT)
    found = part.ids_at(rows)
    assert (outside.id in found) is bool(part.engine.facts.text_search)


def test_a_filter_takes_met_documents_out_too(part):
    part.rows_of(IDS)
    keyword = keyword_of(part)
    mask = np.zeros(COUNT, dtype=np.bool_)
    mask[SOME:] = True
    rows, _ = keyword.score("wörds", mask).top(COUNT)
    assert len(rows)
    assert rows.min() >= SOME
