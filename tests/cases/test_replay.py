"""A case asked again: the verdict rests on the expectation, and whatever moved beside it is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.cases.file import case_bytes, read_case
from inspector.cases.make import make_case
from inspector.cases.redaction import redacted
from inspector.cases.replay import cannot_tell, replay, unread, verdict_of
from inspector.errors import CancelledError
from inspector.inspection import OpenIndex
from inspector.records.cases import Case, Expectation
from inspector.records.documents import Condition
from inspector.records.findings import Cause
from inspector.records.replays import Verdict
from inspector.records.results import Request, Retriever
from inspector.records.seen import SeenPlace
from inspector.records.trace import Places
from inspector.report import report
from inspector.search.given import like
from tests.cases.conftest import QUERY, K
from tests.toy import ToyEmbedder
from tests.toy_index import TWELVE, toy_index

NOWHERE = Places(None, None, None, None)


def other(folder: Path, **texts: str | None) -> OpenIndex:
    """The twelve documents with other texts, or without those that are None."""
    rows = [(each, title, texts.get(each, text)) for each, title, text in TWELVE]
    return toy_index(folder, [(each, title, text) for each, title, text in rows if text is not None])


def test_on_the_same_index_a_failure_still_fails_and_nothing_moved(case: Case, index: OpenIndex) -> None:
    answer = replay(case, index)
    assert answer.verdict is Verdict.STILL_FAILING
    assert (answer.facts, answer.gone, answer.edited, answer.notes) == ((), (), (), ())
    assert all(each.same and each.rbo == pytest.approx(1) for each in answer.lists)
    (moved,) = answer.expected
    assert (moved.cause_then, moved.cause_now) == (Cause.MODEL_LIMIT, Cause.MODEL_LIMIT)
    assert moved.then == moved.now


def test_a_document_that_was_rewritten_so_that_it_comes_is_fixed(case: Case, tmp_path: Path) -> None:
    answer = replay(case, other(tmp_path, thread=QUERY))
    assert answer.verdict is Verdict.FIXED
    assert answer.expected[0].then.places.ann is None
    assert answer.expected[0].now.places.ann in range(1, K + 1)
    assert answer.edited == ("thread",)
    assert "thread" in next(each for each in answer.lists if each.retriever is Retriever.EMBEDDING).came
    assert [each.what for each in answer.facts] == ["Its content (fingerprint)"]
    assert "1 document of the case has another text today." in answer.notes


def test_what_held_then_and_fails_now_is_broken_since(index: OpenIndex, tmp_path: Path) -> None:
    case = make_case(index, report(index, Request(QUERY, K)), expected=["sort"])
    assert replay(case, index).verdict is Verdict.PASSES
    answer = replay(case, other(tmp_path, sort=None))
    assert answer.verdict is Verdict.BROKEN
    assert answer.expected[0].cause_now is Cause.NOT_INDEXED
    assert answer.gone == ("sort",)
    assert '"sort a list" is not in the index any more' in answer.summary


def test_without_an_expectation_the_lists_decide(index: OpenIndex, tmp_path: Path) -> None:
    case = make_case(index, report(index, Request(QUERY, K)))
    assert replay(case, index).verdict is Verdict.UNCHANGED
    answer = replay(case, other(tmp_path, sort=None))
    assert answer.verdict is Verdict.CHANGED
    assert not answer.verdict.fails
    assert answer.expected == ()


def test_a_bar_within_the_list_is_held(index: OpenIndex) -> None:
    inspection = report(index, Request(QUERY, K))
    second = inspection.neighbors[1].id
    assert replay(make_case(index, inspection, expected=[second], within=2), index).verdict is Verdict.PASSES
    assert replay(make_case(index, inspection, expected=[second], within=1), index).verdict is Verdict.STILL_FAILING


@pytest.mark.parametrize(
    ("then", "now", "verdict"),
    [
        ((False,), (False,), Verdict.STILL_FAILING),
        ((False,), (True,), Verdict.FIXED),
        ((True,), (False,), Verdict.BROKEN),
        ((True,), (True,), Verdict.PASSES),
        ((True, False), (True, False), Verdict.STILL_FAILING),
        ((True, True), (True, False), Verdict.BROKEN),
        ((), (True,), Verdict.FIXED),
        ((), (False,), Verdict.STILL_FAILING),
    ],
)
def test_all_expected_documents_must_come(
    case: Case, then: tuple[bool, ...], now: tuple[bool, ...], verdict: Verdict
) -> None:
    before = tuple(SeenPlace(str(each), NOWHERE, None, True, met) for each, met in enumerate(then))
    after = [SeenPlace(str(each), NOWHERE, None, True, met) for each, met in enumerate(now)]
    seen = replace(case.seen, expected=before)
    assert verdict_of(replace(case, seen=seen), after, changed=True) is verdict


def test_a_filter_whose_field_is_gone_is_said_and_not_guessed_around(case: Case, index: OpenIndex) -> None:
    asked = replace(case, request=replace(case.request, where=(Condition("colour", "red"),)))
    answer = replay(asked, index)
    assert answer.verdict is Verdict.CANNOT_TELL
    assert "colour" in answer.summary
    assert answer.now is None


def test_without_the_model_an_embedding_list_cannot_be_told_and_a_keyword_list_can(
    case: Case, index: OpenIndex
) -> None:
    bare = replace(index, embedder=None, model_refusal="The model toy/x cannot be found.")
    assert "The model toy/x cannot be found." in replay(case, bare).summary
    words = replace(case, request=replace(case.request, retriever=Retriever.KEYWORD))
    assert replay(words, bare).verdict is Verdict.STILL_FAILING


def test_a_model_of_another_dimension_is_said(case: Case, index: OpenIndex) -> None:
    answer = replay(case, replace(index, embedder=ToyEmbedder(dim=16)))
    assert answer.verdict is Verdict.CANNOT_TELL
    assert "32 dimensions" in answer.summary
    assert "16" in answer.summary


def test_another_dimension_of_index_and_model_is_a_fact_and_no_obstacle(case: Case, tmp_path: Path) -> None:
    answer = replay(case, toy_index(tmp_path, embedder=ToyEmbedder(dim=48)))
    assert answer.verdict in (Verdict.STILL_FAILING, Verdict.FIXED)
    assert ("Dimensions", "32", "48") in [(each.what, each.then, each.now) for each in answer.facts]


def test_a_query_that_was_a_documents_vector_is_asked_with_it_again(index: OpenIndex, tmp_path: Path) -> None:
    given = like(index.collection, "sort")
    asked = index.asked_with(given)
    case = make_case(asked, report(asked, Request(given.query, K)), expected=["reverse"])
    assert replay(case, index).verdict is replay(case, replace(index, embedder=None)).verdict
    gone = replay(case, other(tmp_path, sort=None))
    assert gone.verdict is Verdict.CANNOT_TELL
    assert '"sort"' in gone.summary


def test_a_query_that_was_a_vector_is_asked_with_the_kept_one(index: OpenIndex, tmp_path: Path) -> None:
    given = index.asked_with(like(index.collection, "sort"))
    case = make_case(given, report(given, Request("sort a list", K)), expected=["sort"])
    case = replace(case, request=replace(case.request, like=""))
    assert replay(case, replace(index, embedder=None)).verdict is Verdict.PASSES
    assert "left out" in replay(redacted(case), index).summary
    assert "32 dimensions" in replay(case, toy_index(tmp_path, embedder=ToyEmbedder(dim=48))).summary


def test_an_edited_and_a_redacted_case_say_so_and_are_replayed(case: Case, index: OpenIndex) -> None:
    data = case_bytes(redacted(case)).replace(b'"rank": 1,', b'"rank": 2,', 1)
    answer = replay(read_case(data), index)
    assert answer.verdict is Verdict.STILL_FAILING
    assert len(answer.notes) == 2
    assert "changed by hand" in answer.notes[0]


def test_an_expectation_written_by_hand_is_judged_by_today(case: Case, index: OpenIndex) -> None:
    first = case.seen.lists.embedding[0].id
    written = replace(case, expectation=Expectation((first,)))
    assert replay(written, index).verdict is Verdict.PASSES
    missing = replace(case, expectation=Expectation(("timer",)), seen=replace(case.seen, expected=()))
    assert replay(missing, index).verdict is Verdict.STILL_FAILING


def test_traces_can_be_left_out_and_can_be_stopped(case: Case, index: OpenIndex) -> None:
    assert replay(case, index, traced=False).expected[0].trace_now is None
    with pytest.raises(CancelledError):
        replay(case, replace(index, embedder=Stopping()))


class Stopping(ToyEmbedder):
    def encode(self, *args: object, **named: object) -> None:  # type: ignore[override]
        raise CancelledError("Stopped.")


def test_a_case_that_could_not_be_asked_says_why(case: Case) -> None:
    assert cannot_tell(case, "Gone.").summary == "It cannot be told: Gone."
    assert unread("x", "No JSON.").case_id == "x"
    assert unread("x", "No JSON.").verdict is Verdict.CANNOT_TELL


def test_where_a_document_stood_that_is_expected_since_is_read_from_the_kept_lists(
    case: Case, index: OpenIndex, tmp_path: Path
) -> None:
    first = case.seen.lists.embedding[0].id
    since = replace(case, expectation=Expectation((first,)), seen=replace(case.seen, expected=()))
    answer = replay(since, index)
    assert answer.verdict is Verdict.PASSES
    assert "is 1st in the embedding search, as it was then" in answer.summary
    assert replay(since, other(tmp_path, **{first: None})).verdict is Verdict.BROKEN


def test_of_a_document_that_no_kept_list_holds_nothing_is_said_about_then(case: Case, index: OpenIndex) -> None:
    since = replace(case, expectation=Expectation(("nowhere",)), seen=replace(case.seen, expected=()))
    said = replay(since, index).summary
    assert '"nowhere" is not in the index, and was in none of the kept lists' in said
    assert "any more" not in said


def test_titles_that_were_left_out_do_not_come_back_with_todays_answer(case: Case, index: OpenIndex) -> None:
    wanted = case.expectation.ids[0]
    title = next(title for each, title, _ in TWELVE if each == wanted)
    assert title in replay(case, index).summary
    assert title not in replay(redacted(case), index).summary
