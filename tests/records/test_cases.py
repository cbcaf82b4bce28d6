"""Cases, what they saw, and what became of them: records that answer for themselves."""

from __future__ import annotations

import pytest

from inspector.contract import Contract
from inspector.records.cases import Case, CaseIndex, CaseRequest, Expectation, Kept, KeptDocument
from inspector.records.findings import Cause
from inspector.records.replays import ListMoved, Verdict
from inspector.records.results import RanksAre, Retriever
from inspector.records.seen import Seen, SeenLists, SeenTrace
from inspector.records.trace import Places

TRACE = SeenTrace("a", "a", Cause.TRUNCATED, (), "", (), Places(1, 1, 1, 1), 0.5, 0.4)


def case(within: int | None = None) -> Case:
    return Case(
        "c",
        "2026-11-28T00:00:00+00:00",
        "tool 1",
        "",
        "",
        CaseRequest("q", 10),
        Expectation(("a",), within),
        CaseIndex("i", "", "f", 1, None, False, Contract("m", 2)),
        Seen(RanksAre.EXACT, 1, (), True, SeenLists(), traces=(TRACE,)),
        Kept(2, "", (KeptDocument("a", "A", "text", "0"),)),
    )


def test_the_bar_is_that_of_the_expectation_else_the_whole_list() -> None:
    assert case().within == 10
    assert case(within=3).within == 3


def test_documents_and_traces_are_found_by_id() -> None:
    kept = case().document("a")
    assert kept is not None
    assert kept.title == "A"
    assert case().document("b") is None
    assert case().seen.trace("a") is TRACE
    assert case().seen.trace("b") is None


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_fails_where_an_expectation_is_not_met_today(verdict: Verdict) -> None:
    assert verdict.fails == (verdict in ("still_failing", "broken"))


@pytest.mark.parametrize(
    ("came", "left", "rbo", "same"),
    [((), (), 1.0, True), ((), (), 0.99, False), (("x",), (), 1.0, False), ((), ("x",), 1.0, False)],
)
def test_a_list_is_the_same_with_the_same_documents_in_the_same_order(
    came: tuple[str, ...], left: tuple[str, ...], rbo: float, same: bool
) -> None:
    assert ListMoved(Retriever.HYBRID, 3, 3, rbo, came, left).same == same
