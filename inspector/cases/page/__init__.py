"""The page of a case: one HTML file that needs nothing else, for a ticket, a mail or a printer.

Invariant: nothing is loaded from anywhere and no script runs (the page forbids both itself); everything a case says is
escaped. Cost: milliseconds.
"""

from __future__ import annotations

from inspector.cases.page.drawing import drawing
from inspector.cases.page.facts import facts
from inspector.cases.page.markup import clean, joined, raw, tag
from inspector.cases.page.seen import chips, findings, lists, traces
from inspector.cases.page.story import story, title_of, verdict
from inspector.cases.page.style import style
from inspector.records.cases import Case
from inspector.records.replays import Replay

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def report_html(case: Case, replay: Replay | None = None) -> str:
    """Give the page of a case.

    Args:
        case: The case.
        replay: What became of it; None where it was not asked again.
    """
    title = title_of(case)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"{title} · Neighbor Inspector"),
        tag("style", style()),
    )
    day = clean(case.created_at)[:10]
    note = tag("p", tag("span", case.note), class_="note") if case.note else raw("")
    body = tag(
        "main",
        tag("p", f"A search that was kept on {day} · {case.index.name} · {case.id}", class_="eyebrow"),
        tag("h1", title),
        verdict(replay),
        note,
        story(case),
        joined([tag("h2", "What each search found"), lists(case)]),
        chips(case),
        drawing(case),
        traces(case),
        findings(case),
        facts(case),
    )
    return f'<!doctype html>\n<html lang="en">{head}{tag("body", body)}</html>\n'
