"""An inspection looks up the documents of its lists."""

from __future__ import annotations

import pytest

from inspector.records.documents import Document
from inspector.records.inspection import Cost, IndexFacts, Inspection, Reading, Standing, Timings
from inspector.records.results import RanksAre, Request


def inspection(*documents: Document, standings: tuple[Standing, ...] = ()) -> Inspection:
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
        standings=standings,
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


def test_a_document_that_was_not_asked_for_has_no_standing() -> None:
    standing = Standing("a", 3, None, 0.5)
    assert inspection(standings=(standing,)).standing("a") is standing
    assert inspection(standings=(standing,)).standing("b") is None


@pytest.mark.parametrize(
    ("tokens", "limit", "cut_off", "unread"),
    [
        (512, 256, True, 256 / 512),
        (257, 256, True, 1 / 257),
        (256, 256, False, 0),
        (3, 256, False, 0),
        (0, 256, False, 0),
    ],
)
def test_a_document_is_cut_off_where_it_has_more_tokens_than_are_read(
    tokens: int, limit: int, cut_off: bool, unread: float
) -> None:
    reading = Reading("a", tokens, limit)
    assert reading.cut_off is cut_off
    assert reading.unread_share == pytest.approx(unread, abs=1e-15)
