"""Comparisons put together by hand, for what says and keeps them."""

from __future__ import annotations

from inspector.records.drift import (
    Drift,
    Drifting,
    Example,
    Measured,
    NeighborChange,
    Quantity,
    QueryFit,
    QueryMoved,
    Separation,
    ShiftTest,
    Side,
    TermCount,
    Turnover,
    Verdict,
    Vocabulary,
)

DOCUMENTS = Drift(
    drifting=Drifting.DOCUMENTS,
    then_name="march",
    now_name="april",
    verdict=Verdict.CHANGED,
    then=Side("the 900 documents then", 900, 900, 0),
    now=Side("the 120 new documents", 120, 118, 2),
    turnover=Turnover(then=900, now=1_000, stayed=880, edited=0, new=120, gone=20),
    test=ShiftTest(0.01234, 0.001, 999, 1.5),
    separation=Separation(0.931, 0.9, 0.962, 5),
    vocabulary=Vocabulary(900, 1_000, (TermCount("passkey", 31), TermCount("e-2044", 7)), (), 14, 0),
    quantities=(
        Quantity(Measured.WORDS, 200.0, 150.5, -60.0, -39.0),
        Quantity(Measured.SPLIT, 0.081, 0.31, 0.147, 0.312),
        Quantity(Measured.UNKNOWN, 0.0, 0.0, 0.0, 0.0),
        Quantity(Measured.CUT_OFF, 0.5, 0.25, None, None),
    ),
    examples=(Example("copy", "<b>Copying</b>", 3.5), Example("gone", "Not here", 2.0)),
    neighbors=NeighborChange(100, True, 10, 1_000, 340, 300, 0.29, 0.39, (QueryMoved("where is *it*?", 8, 10),)),
    fit=None,
    notes=("Then and now differ in their text recipe, which changes vectors too, whatever the documents.",),
    made_at="2026-01-02T03:04:05+00:00",
)

QUERIES = Drift(
    drifting=Drifting.QUERIES,
    then_name="then.txt",
    now_name="now.txt",
    verdict=Verdict.UNCHANGED,
    then=Side("the 200 queries then", 200, 200, 0),
    now=Side("the 200 queries now", 200, 200, 0),
    turnover=None,
    test=ShiftTest(-0.0001, 0.61, 999, 1.5),
    separation=Separation(0.51, 0.45, 0.57, 5),
    vocabulary=Vocabulary(200, 200, (), (), 0, 0),
    quantities=(),
    examples=(),
    neighbors=None,
    fit=QueryFit(52.0, 31.0, 0.04, 0.09, -0.01, 0.11),
    notes=(),
    made_at="2026-01-02T03:04:05+00:00",
)
