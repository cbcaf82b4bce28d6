"""A whole answer put together by hand, with words that try to be markup and formulas."""

from inspector.records.documents import Condition
from inspector.records.findings import Cause, NotChecked, Severity
from inspector.records.runs import Query
from inspector.records.triage import (
    Lever,
    LeverKind,
    Outcome,
    Rate,
    Sign,
    Triage,
    TriageRow,
    TriageSettings,
)
from inspector.triage.groups import counts_of, groups_of, summary_of

NASTY = '=HYPERLINK("http://evil") <b>*bold*</b>'


def row(text, outcome, count=1, **values):
    expected = ("doc",) if outcome in (Outcome.FAILING, Outcome.HEALTHY) else ()
    return TriageRow(Query(text, text, count), expected, outcome, **values)


def failing(text, cause, count=1, rank=None):
    said = f"{text} is lost."
    return row(
        text,
        Outcome.FAILING,
        count,
        cause=cause,
        doc="doc",
        rank=rank,
        missed=1,
        traced=cause is not None,
        summary=said,
    )


def sign(text, check, severity=Severity.WARNING, cause=None):
    return row(text, Outcome.OPEN, signs=(Sign(check, cause, severity, "It is so."),))


ROWS = (
    failing("cut one", Cause.TRUNCATED, rank=30),
    failing("cut two", Cause.TRUNCATED, 4),
    failing(NASTY, Cause.EXACT_TERM_MISSED, 20),
    failing("cut three", Cause.TRUNCATED, rank=90),
    failing("left", None),
    row("well", Outcome.HEALTHY, rank=1),
    row("lost", Outcome.UNANSWERED, summary="The model choked."),
    sign("noted", "disagreement", Severity.NOTE),
    sign("noted too", "disagreement", Severity.NOTE),
    sign("warned", "no_good_answer", cause=Cause.OUT_OF_DOMAIN),
    row("silent", Outcome.OPEN),
)


def answer(rows=ROWS, fingerprint="f" * 32, **values):
    counts, groups = counts_of(rows, 0), groups_of(rows)
    levers = (
        Lever(LeverKind.HYBRID_WEIGHT, "Use <b>0.40</b>.", True, 3, 1, 12, 1, 0.3, 0.4),
        Lever(LeverKind.EXACT_SEARCH, "Search all.", True),
        Lever(LeverKind.REEMBED_TEXT, "Not tried: no model.", False),
    )
    given = {
        "index": "faq",
        "fingerprint": fingerprint,
        "settings": TriageSettings(5, (Condition("kind", "a*b"),)),
        "made_at": "2026-01-02T03:04:05+00:00",
        "summary": summary_of(counts, groups, 5),
        "counts": counts,
        "groups": groups,
        "levers": levers,
        "rows": tuple(rows),
        "not_traced": "1 left.",
        "not_checked": (NotChecked("exact_term", "no effects"),),
        "notes": ("2 repeated.",),
        "rate": Rate(10, 2.0, 3, 1.5),
    }
    return Triage(**{**given, **values})
