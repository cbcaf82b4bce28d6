"""A case says what the answer said, and keeps what shows it again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inspector.cases.errors import CaseError
from inspector.cases.make import make_case, seen_trace
from inspector.inspection import OpenIndex
from inspector.records.cases import Case
from inspector.records.results import Request, Retriever
from inspector.records.trace import TraceRequest
from inspector.report import report
from inspector.sample import location
from inspector.search.given import like
from inspector.stores import folder_of
from tests.cases.conftest import QUERY, K


def test_lists_findings_and_settings_are_those_of_the_answer(index: OpenIndex, case: Case) -> None:
    now = report(index, Request(QUERY, K, case.request.where))
    assert case.seen.lists.embedding == now.neighbors
    assert case.seen.lists.keyword == now.keyword
    assert case.seen.lists.hybrid == now.hybrid
    assert case.seen.findings == now.findings
    assert (case.seen.matching, case.index.count) == (10, 12)
    assert case.index.contract == index.collection.contract
    assert case.index.spec == str(folder_of(index.collection).resolve())


def test_the_expected_document_is_kept_with_its_place_its_words_and_its_trace(case: Case) -> None:
    (place,) = case.seen.expected
    assert place.indexed
    assert not place.met
    assert place.places.ann is None
    assert place.places.exact is not None
    assert place.places.exact > K
    kept = case.document("thread")
    assert kept is not None
    assert kept.text == "wait until a thread has ended"
    assert [trace.doc for trace in case.seen.traces] == ["thread"]
    assert case.seen.words is not None
    assert "thread" in [each.id for each in case.seen.words.documents]


def test_a_trace_of_another_document_or_question_is_left_out(index: OpenIndex) -> None:
    from inspector.diagnose.trace import trace

    inspection = report(index, Request(QUERY, K))
    other = [trace(index, TraceRequest(QUERY, "sort", K)), trace(index, TraceRequest("another", "thread", K))]
    assert make_case(index, inspection, expected=["thread"], traces=other).seen.traces == ()


def test_a_bar_beyond_the_list_is_refused(index: OpenIndex) -> None:
    inspection = report(index, Request(QUERY, K))
    for within in (0, K + 1):
        with pytest.raises(CaseError, match=f"within {within} places, but the lists have {K}"):
            make_case(index, inspection, expected=["sort"], within=within)


def test_an_expected_id_is_kept_once_and_one_that_is_nowhere_is_said_to_be(index: OpenIndex) -> None:
    case = make_case(index, report(index, Request(QUERY, K)), expected=["nowhere", "nowhere", ""])
    assert case.expectation.ids == ("nowhere",)
    assert [(each.indexed, each.met) for each in case.seen.expected] == [(False, False)]


def test_whose_list_counts_decides_whether_the_expectation_is_met(index: OpenIndex) -> None:
    inspection = report(index, Request("token E-1042", 1))
    assert [hit.id for hit in inspection.keyword] == ["E-1042"]
    met = {
        retriever: make_case(index, inspection, expected=["E-1042"], retriever=retriever).seen.expected[0].met
        for retriever in Retriever
    }
    assert met[Retriever.KEYWORD]
    assert met[Retriever.EMBEDDING] == (inspection.neighbors[0].id == "E-1042")


def test_a_spec_with_a_secret_never_enters_a_case(index: OpenIndex) -> None:
    inspection = report(index, Request(QUERY, K))
    secret = "pgvector:postgresql://reader:hunter2@db/support?table=chunks"
    assert "hunter2" not in make_case(index, inspection, spec=secret).index.spec
    assert make_case(index, inspection, spec="faiss:/data/x.faiss").index.spec == "faiss:/data/x.faiss"


def test_a_query_that_was_a_documents_vector_is_kept_as_that(index: OpenIndex) -> None:
    given = like(index.collection, "sort")
    asked = index.asked_with(given)
    case = make_case(asked, report(asked, Request(given.query, K)))
    assert (case.request.like, case.request.given) == ("sort", True)
    assert case.kept.query_vector == case.document("sort").vector  # type: ignore[union-attr]
    assert case.seen.words is None


def test_without_a_model_there_is_no_vector_and_the_keyword_list_is_kept(index: OpenIndex) -> None:
    bare = replace(index, embedder=None)
    case = make_case(bare, report(bare, Request("list", K)), expected=["sort"], retriever=Retriever.KEYWORD)
    assert case.kept.query_vector == ""
    assert case.seen.lists.embedding == ()
    assert len(case.seen.lists.keyword) == K


def test_an_empty_query_makes_a_case(index: OpenIndex) -> None:
    case = make_case(index, report(index, Request("", K)))
    assert case.request.query == ""
    assert case.kept.query_vector == ""


def test_the_sample_is_kept_by_name_because_every_machine_has_it(index: OpenIndex, tmp_path: Path) -> None:
    from inspector.cases.make import _spec

    class Named:
        name = location.copy_name("one-probe")
        origin = None

    assert _spec(Named()) == ""  # type: ignore[arg-type]


def test_removal_effects_are_those_of_the_answer(index: OpenIndex, case: Case) -> None:
    inspection = report(index, Request(QUERY, K, case.request.where))
    effects, words = inspection.contributions, case.seen.words
    assert effects is not None
    assert words is not None
    kept = {each.id: each for each in words.documents}
    for place, each in enumerate(effects.ids):
        assert np.array_equal(kept[each].removal, effects.removal[:, place])


def test_a_trace_of_nothing_names_no_chunk(index: OpenIndex) -> None:
    from inspector.diagnose.trace import trace

    assert seen_trace(trace(index, TraceRequest(QUERY, "nowhere", K))).chunk is None
