"""What moved is counted by arithmetic that can be redone, and only what differs is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.cases.make import TOOL
from inspector.cases.moves import facts_changed, list_moves
from inspector.inspection import OpenIndex
from inspector.records.cases import Case
from inspector.records.results import Request, Retriever
from inspector.records.seen import SeenLists
from inspector.report import report
from tests.cases.conftest import QUERY, K


def test_a_list_with_one_other_document_shares_the_rest(case: Case, index: OpenIndex) -> None:
    now = report(index, Request(QUERY, K, case.request.where))
    first, second, _ = case.seen.lists.embedding
    gone = replace(first, id="gone")
    then = replace(case, seen=replace(case.seen, lists=SeenLists((), (gone, second), ())))
    moved = {each.retriever: each for each in list_moves(then, now)}[Retriever.EMBEDDING]
    assert (moved.shared, moved.left) == (1, ("gone",))
    assert moved.came == tuple(hit.id for hit in now.neighbors if hit.id != second.id)
    assert not moved.same


def test_the_same_documents_in_another_order_are_another_list(case: Case, index: OpenIndex) -> None:
    now = report(index, Request(QUERY, K, case.request.where))
    turned = SeenLists(case.seen.lists.keyword, case.seen.lists.embedding[::-1], case.seen.lists.hybrid)
    moves = {each.retriever: each for each in list_moves(replace(case, seen=replace(case.seen, lists=turned)), now)}
    moved = moves[Retriever.EMBEDDING]
    assert (moved.shared, moved.came, moved.left) == (3, (), ())
    # agreement at depth 1 is 0, at 2 is 1/2, at 3 and beyond 1; weights (1 - p) p^(d-1), p = 0.9
    assert moved.rbo == pytest.approx(0.1 * 0.9 * 0.5 + 0.1 * 0.81 + 0.9**3)
    assert not moved.same
    assert moves[Retriever.KEYWORD].same


def test_a_list_that_is_empty_then_and_now_is_not_told(case: Case, index: OpenIndex) -> None:
    nothing = replace(case, seen=replace(case.seen, lists=SeenLists()))
    bare = report(replace(index, embedder=None), Request("zzz", K))
    assert list_moves(nothing, bare) == ()


def test_only_what_differs_is_told_with_then_and_now(case: Case, index: OpenIndex) -> None:
    assert facts_changed(case, index, TOOL) == ()
    contract = replace(case.index.contract, model="other", max_tokens=0, query_prompt="q: ", weights_sha256="ab" * 32)
    contract = replace(contract, pooling="" if index.collection.contract.pooling else "mean")
    then = replace(case, tool="neighbor-inspector 0.0.9", index=replace(case.index, count=11, contract=contract))
    told = {each.what: (each.then, each.now) for each in facts_changed(then, index, TOOL)}
    assert told["Documents"] == ("11", "12")
    assert told["The model"] == ("other", index.collection.contract.model)
    assert told["The query prompt"] == ("q: ", "none")
    assert "unknown" in told["Pooling"]
    assert told["The tool"] == ("neighbor-inspector 0.0.9", TOOL)
    assert "The metric" not in told
