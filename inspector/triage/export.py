"""A triage as a table and as a report: CSV for a spreadsheet, Markdown for a ticket.

Invariant: no cell of the table is taken for a formula, and nothing in the report that came from a document or a query
is read as markup.
"""

from __future__ import annotations

import csv
import io
import re

from inspector.records.triage import Group, Lever, LeverKind, Triage, TriageRow
from inspector.text import shortened
from inspector.triage import phrases

COLUMNS = ("query id", "query", "count", "outcome", "cause", "also", "document", "rank", "expected", "why")
EXAMPLES = 3
"""Queries that the report names for each group."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~&$])")


def as_csv(triage: Triage) -> str:
    """Give the table: one line for each query, worst first, lines ended by CR LF as the standard asks (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in worst_first(triage):
        writer.writerow([defused(str(cell)) for cell in _cells(row)])
    return out.getvalue()


def worst_first(triage: Triage) -> list[TriageRow]:
    """Give the rows in the order of their groups, those in no group last in the order given."""
    places = {each: place for place, each in enumerate(each for group in triage.groups for each in group.ids)}
    return sorted(triage.rows, key=lambda row: places.get(row.query.id, len(places)))


def _cells(row: TriageRow) -> tuple[object, ...]:
    query = row.query
    cause = row.cause or (row.signs[0].check if row.signs else "")
    also = " ".join([*row.also, *(sign.check for sign in row.signs[1:])])
    rank = "" if row.rank is None else row.rank
    expected = " ".join(row.expected)
    return query.id, query.text, query.count, row.outcome, cause, also, row.doc, rank, expected, row.summary


def defused(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula: an apostrophe is put before its first character."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def as_markdown(triage: Triage) -> str:
    """Give the report: the sentence, the groups with their worst queries, the changes that were tried, what is open."""
    counts, settings = triage.counts, triage.settings
    filtered = "".join(f", only {each.field} = {each.value}" for each in settings.where)
    looked_at = f"{settings.retriever} search, first {settings.k}{filtered}"
    lines = [f"# Triage of {literal(triage.index)}", "", f"**{literal(triage.summary)}**", ""]
    lines += [
        f"{phrases.queries(counts.queries)}, asked {counts.traffic:,} times; {literal(looked_at)}; {triage.made_at}."
    ]
    if triage.groups:
        lines += ["", "## What they have in common", ""]
        rows = {row.query.id: row for row in triage.rows}
        for group in triage.groups:
            lines += _group(group, rows)
    if triage.levers:
        lines += ["", "## What one change would do", ""]
        lines += [f"- {literal(lever_sentence(lever, triage))}" for lever in triage.levers]
    rest = [*([triage.not_traced] if triage.not_traced else []), *triage.notes]
    rest += [phrases.not_looked_at(each) for each in triage.not_checked]
    if rest:
        lines += ["", "## What to know", "", *(f"- {literal(each)}" for each in rest)]
    return "\n".join(lines) + "\n"


def _group(group: Group, rows: dict[str, TriageRow]) -> list[str]:
    share = phrases.percent(group.share)
    head = f"- **{phrases.queries(group.queries)}** ({share} of that traffic): {literal(group.sentence)}"
    examples = [rows[each] for each in group.ids[:EXAMPLES] if each in rows]
    return [head, *(f"    - {literal(_example(row))}" for row in examples)]


def _example(row: TriageRow) -> str:
    why = f": {shortened(row.summary, 200)}" if row.summary else ""
    return f"“{shortened(row.query.text, 120)}”{why}"


def lever_sentence(lever: Lever, triage: Triage) -> str:
    """Say what a change would do: "… would bring back 12 of 60 failing queries, and break none of 140."."""
    if not lever.tried:
        return f"{NAMES[lever.lever]}. {lever.change}"
    counts = triage.counts
    broken = "none" if not lever.breaks else f"{lever.breaks:,}"
    healthy = f", and break {broken} of {counts.healthy:,} that are well" if counts.healthy else ""
    saved = "none" if not lever.saves else f"{lever.saves:,}"
    change = "" if lever.lever in SAID else f" {lever.change}"
    return (
        f"{NAMES[lever.lever]} would bring back {saved} of {phrases.queries(counts.failing, 'failing')}{healthy}."
        f"{change}"
    )


NAMES = {
    LeverKind.HYBRID_WEIGHT: "Hybrid search",
    LeverKind.KEYWORD_ONLY: "Keyword search alone",
    LeverKind.EXACT_SEARCH: "Exact search",
    LeverKind.MORE_PROBES: "Looking at more of the approximate index",
    LeverKind.UNIT_VECTORS: "Vectors of length 1",
    LeverKind.FILTER_OFF: "Leaving the filter away",
    LeverKind.COLLAPSE_COPIES: "One result per text",
    LeverKind.REEMBED_TEXT: "Embedding these documents again",
}

SAID = frozenset({LeverKind.KEYWORD_ONLY, LeverKind.FILTER_OFF, LeverKind.COLLAPSE_COPIES})
"""Changes whose names say all there is to say; each of them has one setting."""


def literal(text: str) -> str:
    """Give a text that Markdown shows as it is, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
