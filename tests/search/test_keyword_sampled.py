"""Documents outside a sample get the keyword scores they would get inside it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from inspector.contract import Metric
from inspector.diagnose.trace.case import Case
from inspector.inspection import OpenIndex, inspect
from inspector.records.documents import Condition
from inspector.records.results import ExplainLevel, Request
from inspector.records.trace import TraceRequest
from inspector.search.keyword_cache import keyword_of
from inspector.search.keyword_sampled import SampledKeyword, score_about
from inspector.stores import open_spec
from tests.search.test_sampled_scores import outside_of
from tests.stores.engines.milvus_loading import load
from tests.stores.engines.same_documents import COUNT, DIM, DOCUMENTS
from tests.toy import ToyEmbedder

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


def test_a_filter_takes_documents_from_outside_out_too(part):
    keyword = keyword_of(part)
    where = (Condition("lang", "en"),)
    scores, _ = score_about(keyword, part, "wörds", IDS, where)
    rows, _ = scores.top(COUNT)
    passing = {each.id for each in DOCUMENTS if each.metadata.get("lang") == "en" and each.text}
    assert set(part.ids_at(rows)) == passing
    outside = part.rows_of(IDS)[part.rows_of(IDS) >= SOME]
    assert rows.max() >= SOME
    assert [rank > 0 for rank in scores.ranks(outside)] == [each in passing for each in part.ids_at(outside)]
    only = np.zeros(COUNT, dtype=np.bool_)
    only[SOME:] = True
    assert not len(keyword.score("wörds", only).top(COUNT)[0])


def test_a_word_that_the_sample_does_not_have_is_as_rare_as_one_can_be(part):
    keyword, outside = keyword_of(part), outside_of(part)
    word, row = f"zebra{IDS.index(outside[0].id)}", part.rows_of([outside[0].id])
    scores, _ = score_about(keyword, part, word, (outside[0].id,), ())
    assert scores.query.unknown == ()
    assert scores.ranks(row)[0] == 1
    # It stands in none of the 20: idf = ln(1 + 20.5 / 0.5), and f / (norm + f) < 1.
    assert 0 < scores.scores_of(row)[0] < np.log(42)
    assert scores.scores_of(row)[0] == pytest.approx(
        np.log(42) / (np.log(1 + 0.5 / 20.5)) * _of_a_common_word(keyword, part, row), rel=0.2
    )


def _of_a_common_word(keyword, part, row):
    """What a word in all 20 documents would add, ln(1 + 0.5 / 20.5) f / (norm + f); "body" is missing in a few."""
    frequency = sum(bool(each.text) for each in part.documents(part.ids_at(np.arange(SOME))))
    share = keyword.score("body").scores_of(row)[0]
    return share * np.log(1 + 0.5 / 20.5) / np.log(1 + (SOME - frequency + 0.5) / (frequency + 0.5))


def answer(part, query, where):
    """All that an inspection and a trace say of keyword search."""
    index = OpenIndex(part, keyword_of(part), ToyEmbedder(DIM))
    seen = inspect(index, Request(query, 5, where=where, also=(IDS[40],), explain=ExplainLevel.NONE))
    case = Case(index, TraceRequest(query, IDS[45], 5, where=where), IDS[45])
    ranked = case.keyword_list
    said = (ranked.ids, ranked.scores.tolist(), case.keyword_rank)
    return seen.keyword, seen.hybrid, seen.standings, seen.neighbors, *said


@pytest.mark.parametrize("where", [(), (Condition("lang", "en"),)], ids=["all", "filtered"])
@pytest.mark.parametrize("bm25", [False, True], ids=["without text search", "with text search"])
def test_an_answer_does_not_depend_on_what_was_asked_before(tmp_path, monkeypatch, where, bm25):
    monkeypatch.setenv("INSPECTOR_SNAPSHOT", str(SOME))
    spec = load(str(tmp_path / "docs.db"), "docs", Metric.COSINE, bm25=bm25)
    part = open_spec(spec)
    alone = answer(part, "wörds body title zebra17", where)
    assert (part.copy.rows_of(alone[4]) < 0).any()
    part.engine.close()
    part = open_spec(spec)
    part.rows_of(IDS[::-1])
    for query in ("zebra44 title", "wörds", "body zebra40"):
        answer(part, query, ())
        answer(part, query, (Condition("lang", "de"),))
    assert answer(part, "wörds body title zebra17", where) == alone
    part.engine.close()


def test_several_threads_may_ask_at_once(part):
    keyword = keyword_of(part)
    queries = [f"wörds zebra{number} title" for number in range(12)]
    part.rows_of(IDS)

    def ask(query):
        scores, _ = score_about(keyword, part, query, IDS[:40], ())
        return scores.ranks(part.rows_of(IDS)).tolist()

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(ask, queries))
    assert together == [ask(query) for query in queries]
