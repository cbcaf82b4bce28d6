"""An inspection looks up the documents of its lists."""

from __future__ import annotations

from inspector.records.documents import Document
from inspector.records.inspection import Cost, IndexFacts, Inspection, Timings
from inspector.records.results import RanksAre, Request


def inspection(*documents: Document) -> Inspection:
    facts = IndexFacts("docs", "0" * 32, 2, 384, "m")
    return Inspection(
        request=Request("copy"),
        index=facts,
        ranks_are=RanksAre.EXACT,
        neighbors=(),
        keyword=(),
        hybrid=(),
        ignored=(),
        has_keyword_terms=True,
        matching=2,
        documents=documents,
        standings=(),
        contributions=None,
        timings=Timings(),
        cost=Cost(),
    )


def test_a_document_of_a_list_is_found_by_its_id() -> None:
    copy = Document("copy.copy", "copy.copy", "Shallow copy.")
    assert inspection(copy).document("copy.copy") is copy


def test_a_document_of_no_list_is_none() -> None:
    assert inspection().document("copy.copy") is None


def test_stages_that_did_not_run_took_no_time_and_cost_nothing() -> None:
    assert inspection().timings == Timings(0, 0, 0, 0, 0, 0, 0)
    assert inspection().cost == Cost(0, 0)
