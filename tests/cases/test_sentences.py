"""What became of a case is said so that a person who never saw it understands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.cases.sentences import HEADS, NAMES, list_rank, place_words, summary
from inspector.records.cases import Case
from inspector.records.findings import Cause
from inspector.records.replays import ListMoved, Moved, Verdict
from inspector.records.results import Retriever
from inspector.records.seen import SeenPlace
from inspector.records.trace import Places


def at(exact: int | None = None, ann: int | None = None, *, met: bool = False, indexed: bool = True) -> SeenPlace:
    return SeenPlace("thread", Places(exact, ann, 7, 9), 2, indexed, met)


def moved(then: SeenPlace, now: SeenPlace, before: Cause | None = None, after: Cause | None = None) -> Moved:
    return Moved("thread", "Threads", then, now, before, after)


def test_every_verdict_has_a_head_and_every_retriever_a_name() -> None:
    assert set(HEADS) == set(Verdict)
    assert set(NAMES) == set(Retriever)


@pytest.mark.parametrize(
    ("told", "verdict", "said"),
    [
        (
            moved(at(9), at(9), Cause.TRUNCATED, Cause.TRUNCATED),
            Verdict.STILL_FAILING,
            'Still failing: "Threads" is 9th in the embedding search, as it was then; it should be within the first 3 '
            "(cause: truncated).",
        ),
        (
            moved(at(9), at(5), Cause.TRUNCATED, Cause.BELOW_CUT),
            Verdict.STILL_FAILING,
            'Still failing: "Threads" was 9th in the embedding search and is 5th today; it should be within the first '
            "3 (cause then: truncated, now: below cut).",
        ),
        (
            moved(at(9), at(1, 1, met=True), Cause.TRUNCATED),
            Verdict.FIXED,
            'Fixed: "Threads" was 9th in the embedding search and is 1st today.',
        ),
        (
            moved(at(1, 1, met=True), at(2), None, Cause.ANN_MISS),
            Verdict.BROKEN,
            'Broken since: "Threads" was 1st in the embedding search and is 2nd by exact search but not returned '
            "today; it should be within the first 3 (cause: ann miss).",
        ),
        (
            moved(at(9), at(indexed=False)),
            Verdict.STILL_FAILING,
            'Still failing: "Threads" is not in the index any more; it should be within the first 3.',
        ),
    ],
)
def test_the_sentence_of_one_document(case: Case, told: Moved, verdict: Verdict, said: str) -> None:
    assert summary(case, verdict, [told], ()) == said


def test_of_many_documents_those_that_miss_come_first_and_the_rest_is_counted(case: Case) -> None:
    there, away = moved(at(1, 1, met=True), at(1, 1, met=True)), moved(at(9), at(9))
    told = summary(case, Verdict.STILL_FAILING, [there, there, away, there, there], ())
    assert told.startswith('Still failing: "Threads" is 9th')
    assert told.endswith("The same was asked of 2 further documents.")


def test_without_an_expectation_the_lists_are_told(case: Case) -> None:
    lists = (
        ListMoved(Retriever.KEYWORD, 3, 3, 1.0, (), ()),
        ListMoved(Retriever.EMBEDDING, 3, 1, 0.5, ("x", "y"), ("a", "b")),
        ListMoved(Retriever.HYBRID, 3, 3, 0.9, (), ()),
    )
    assert summary(case, Verdict.CHANGED, (), lists) == (
        "Changed: the embedding list shares 1 of 3 results and the hybrid list has another order. "
        "Nothing was expected of this search."
    )
    assert summary(case, Verdict.UNCHANGED, (), lists[:1]).startswith("Unchanged: every list is the same")


def test_the_place_is_that_of_the_list_that_counts(case: Case) -> None:
    ranks = {retriever: list_rank(at(9, 3), retriever) for retriever in Retriever}
    assert ranks == {Retriever.EMBEDDING: 3, Retriever.KEYWORD: 2, Retriever.HYBRID: 9}
    hybrid = replace(case, request=replace(case.request, retriever=Retriever.HYBRID))
    assert place_words(hybrid, SeenPlace("x", Places(9, None, None, None), None, True, False)) == "not among the 3"
    assert place_words(case, at(indexed=False)) == "not in the index"


def test_a_list_that_was_empty_is_not_said_to_share_results(case: Case) -> None:
    came = ListMoved(Retriever.KEYWORD, 10, 0, 0.0, ("a", "b"), ())
    assert "the keyword list was empty and has 2 results" in summary(case, Verdict.CHANGED, [], [came])
