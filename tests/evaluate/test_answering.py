"""Many queries at once give the lists that each would have given alone."""

from dataclasses import replace

import faiss
import numpy as np
import pytest

from inspector.contract import Metric
from inspector.errors import CancelledError, RequestError
from inspector.evaluate.answering import Manner, answer_queries
from inspector.inspection import OpenIndex, inspect
from inspector.records.documents import Condition
from inspector.records.results import ExplainLevel, Fusion, Request
from inspector.records.runs import Query
from inspector.search.keyword_cache import keyword_of
from inspector.stores import open_spec
from tests.stores.engines.milvus_loading import load
from tests.stores.engines.same_documents import DIM
from tests.toy import ToyEmbedder
from tests.toy_index import toy_index

ASKED = tuple(
    Query(f"q{place}", text) for place, text in enumerate(("copy a nested list", "error E-1042", "a page", ""))
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return toy_index(tmp_path_factory.mktemp("toy"))


@pytest.mark.parametrize(
    "manner",
    [
        Manner(5),
        Manner(3, where=(Condition("kind", "howto"),), weight=0.2),
        Manner(12, exact=True, fusion=Fusion.WEIGHTED, weight=0.8),
    ],
)
def test_all_lists_are_those_of_single_inspections(index, manner):
    found = answer_queries(index, ASKED, manner)
    for query in ASKED:
        alone = inspect(
            index,
            Request(
                query.text, manner.depth, manner.where, manner.exact, ExplainLevel.NONE, manner.fusion, manner.weight
            ),
        )
        assert found.embedding.by_query[query.id].ids == tuple(hit.id for hit in alone.neighbors)
        assert found.keyword.by_query[query.id].ids == tuple(hit.id for hit in alone.keyword)
        assert found.hybrid.by_query[query.id].ids == tuple(hit.id for hit in alone.hybrid)
        scores = found.embedding.by_query[query.id].scores
        assert scores == pytest.approx([hit.similarity for hit in alone.neighbors], abs=1e-6)


def test_without_a_model_keyword_search_answers_alone(index):
    found = answer_queries(replace(index, embedder=None), ASKED)
    assert (found.vectors, found.embedding, found.hybrid) == (None, None, None)
    assert [run.name for run in found.runs] == ["keyword"]
    assert found.keyword.by_query["q1"].ids[0] == "E-1042"


def test_progress_may_stop_the_work(index):
    def stop(done, total, message):
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        answer_queries(index, ASKED, progress=stop)


def test_a_list_of_no_places_is_refused(index):
    with pytest.raises(RequestError, match="k is 0"):
        answer_queries(index, ASKED, Manner(0))


def test_lists_shorter_than_the_candidates_are_those_that_an_ann_structure_finds_for_their_length(tmp_path):
    # codes choose as many as are asked for, exact scores order them: so the first 5 of 100 are other documents
    words = [f"w{number}" for number in range(60)]
    rng = np.random.default_rng(0)
    rows = tuple((f"d{row}", "", " ".join(rng.choice(words, 4))) for row in range(300))
    vectors = ToyEmbedder().encode([text for _, _, text in rows])
    structure = faiss.IndexRefineFlat(faiss.IndexPQ(32, 2, 4, faiss.METRIC_INNER_PRODUCT))
    structure.train(vectors)
    structure.add(vectors)
    faiss.write_index(structure, str(tmp_path / "refined.faiss"))
    index = toy_index(tmp_path, rows, ann_file=tmp_path / "refined.faiss")
    asked = tuple(Query(f"q{place}", " ".join(rng.choice(words, 3))) for place in range(20))
    found, deep = answer_queries(index, asked, Manner(5)), answer_queries(index, asked, Manner(100))
    alone = [inspect(index, Request(each.text, 5, explain=ExplainLevel.NONE)) for each in asked]
    assert [each.ids for each in found.embedding.lists] == [tuple(hit.id for hit in one.neighbors) for one in alone]
    assert [each.ids for each in found.hybrid.lists] == [tuple(hit.id for hit in one.hybrid) for one in alone]
    assert [each.ids for each in found.embedding.lists] != [each.ids[:5] for each in deep.embedding.lists]
    assert found.candidates == deep.candidates


def test_a_sampled_database_answers_many_as_it_answers_each(tmp_path, monkeypatch):
    pytest.importorskip("pymilvus")
    monkeypatch.setenv("INSPECTOR_SNAPSHOT", "20")
    collection = open_spec(load(str(tmp_path / "docs.db"), "docs", Metric.COSINE))
    index = OpenIndex(collection, keyword_of(collection), ToyEmbedder(DIM))
    asked = (Query("a", "zebra3 wörds"), Query("b", "body zebra31"))
    try:
        found = answer_queries(index, asked, Manner(10))
        for query in asked:
            alone = inspect(index, Request(query.text, 10, explain=ExplainLevel.NONE))
            assert found.keyword.by_query[query.id].ids == tuple(hit.id for hit in alone.keyword)
            assert found.hybrid.by_query[query.id].ids == tuple(hit.id for hit in alone.hybrid)
    finally:
        collection.engine.close()
