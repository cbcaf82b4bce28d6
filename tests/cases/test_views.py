"""A case shows what the answer showed: the records that pages draw come back as they were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inspector.cases.file import case_bytes, read_case
from inspector.cases.views import contributions_of, document_of, inspection_of, request_of, trace_of, trace_request_of
from inspector.diagnose.trace import trace
from inspector.inspection import OpenIndex
from inspector.records.cases import Case
from inspector.records.results import Request
from inspector.records.trace import TraceRequest
from inspector.report import report
from tests.cases.conftest import QUERY, K


def test_an_inspection_comes_back_from_the_file_as_it_was_shown(case: Case, index: OpenIndex) -> None:
    then = report(index, Request(QUERY, K, case.request.where))
    found = inspection_of(read_case(case_bytes(case)))
    for name in (
        "neighbors",
        "keyword",
        "hybrid",
        "findings",
        "not_checked",
        "checked",
        "index",
        "matching",
        "ignored",
    ):
        assert getattr(found, name) == getattr(then, name)
    assert found.request == then.request
    assert {each.id: each for each in found.documents}.items() >= {each.id: each for each in then.documents}.items()
    for each in then.standings:
        assert found.standing(each.id) == each


def test_the_effects_of_words_come_back_as_arrays(case: Case, index: OpenIndex) -> None:
    then = report(index, Request(QUERY, K, case.request.where, also=("thread",))).contributions
    found = contributions_of(read_case(case_bytes(case)))
    assert then is not None
    assert found is not None
    assert found.words == then.words
    for each in found.ids:
        own, other = found.column(each), then.column(each)
        assert np.array_equal(found.removal[:, own], then.removal[:, other])
        assert np.array_equal(found.rank_without[:, own], then.rank_without[:, other])
        assert found.noise_floor[own] == then.noise_floor[other]
    assert not found.removal.flags.writeable


def test_without_effects_there_are_none(case: Case) -> None:
    assert contributions_of(replace(case, seen=replace(case.seen, words=None))) is None


def test_a_trace_comes_back_with_its_question_and_its_document(case: Case, index: OpenIndex) -> None:
    asked = TraceRequest(QUERY, "thread", K, case.request.where)
    assert trace_request_of(case, "thread") == asked
    found, then = trace_of(case, case.seen.traces[0]), trace(index, asked)
    assert found.document == then.document
    assert (found.cause, found.summary, found.stages, found.remedies) == (
        then.cause,
        then.summary,
        then.stages,
        then.remedies,
    )


def test_a_trace_of_a_document_that_is_not_kept_still_says_that_there_was_one(case: Case) -> None:
    bare = replace(case, kept=replace(case.kept, documents=()))
    found = trace_of(bare, case.seen.traces[0])
    assert found.document is not None
    assert (found.document.id, found.document.text) == ("thread", "")
    assert request_of(bare).k == K


def test_a_kept_document_is_one_like_any_other(case: Case, index: OpenIndex) -> None:
    kept = case.document("thread")
    assert kept is not None
    assert document_of(kept) == index.collection.documents(["thread"])[0]
