"""Many queries at once give the lists that each would have given alone."""

from dataclasses import replace

import pytest

from inspector.errors import CancelledError, RequestError
from inspector.evaluate.answering import Manner, answer_queries
from inspector.inspection import inspect
from inspector.records.documents import Condition
from inspector.records.results import ExplainLevel, Fusion, Request
from inspector.records.runs import Query
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
