"""What is known of each query, as it is kept: what came of answering it, and what came of tracing it.

Invariant: reading back what was written gives the same; a line of another shape is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inspector.records.findings import Cause, NotChecked, Severity
from inspector.records.triage import Outcome, Sign


@dataclass(frozen=True, slots=True)
class Found:
    """What came of answering a query.

    Attributes:
        outcome: What became of it.
        rank: Place of the expected document that stands best; None = not in the list.
        missed: Expected documents that are not within k.
        near: Expected documents that are in the index, the one that stands best first.
        bits: Which changes have one of its documents within k; bit i is change i of the plan.
        signs: What the checks believe.
        reason: Why it was not answered, as a sentence.
    """

    outcome: Outcome
    rank: int | None = None
    missed: int = 0
    near: tuple[str, ...] = ()
    bits: int = 0
    signs: tuple[Sign, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Traced:
    """What came of tracing a failing query.

    Attributes:
        doc: The document whose cause it is.
        cause: The cause; None where it could not be said.
        also: Others that hold as well.
        summary: One sentence.
    """

    doc: str
    cause: Cause | None
    also: tuple[Cause, ...]
    summary: str


def found_line(query: str, found: Found) -> dict[str, Any]:
    """Give the line of an answered query."""
    return {
        "query": query,
        "outcome": found.outcome.value,
        "rank": found.rank,
        "missed": found.missed,
        "near": list(found.near),
        "bits": f"{found.bits:x}",
        "signs": [[each.check, each.cause, each.severity, each.summary] for each in found.signs],
        "reason": found.reason,
    }


def found_by_query(lines: Iterable[Mapping[str, Any]]) -> dict[str, Found]:
    """Give what was kept of answered queries, by query id."""
    out = {}
    for line in lines:
        try:
            out[str(line["query"])] = Found(
                Outcome(line["outcome"]),
                None if line["rank"] is None else int(line["rank"]),
                int(line["missed"]),
                tuple(map(str, line["near"])),
                int(line["bits"], 16),
                tuple(Sign(str(a), b and Cause(b), Severity(c), str(d)) for a, b, c, d in line["signs"]),
                str(line["reason"]),
            )
        except (KeyError, ValueError, TypeError):
            continue
    return out


def traced_line(query: str, traced: Traced) -> dict[str, Any]:
    """Give the line of a traced query."""
    return {
        "query": query,
        "doc": traced.doc,
        "cause": traced.cause,
        "also": list(traced.also),
        "summary": traced.summary,
    }


def traced_by_query(lines: Iterable[Mapping[str, Any]]) -> dict[str, Traced]:
    """Give what was kept of traced queries, by query id."""
    out = {}
    for line in lines:
        try:
            cause = Cause(line["cause"]) if line["cause"] else None
            also = tuple(map(Cause, line["also"]))
            out[str(line["query"])] = Traced(str(line["doc"]), cause, also, str(line["summary"]))
        except (KeyError, ValueError, TypeError):
            continue
    return out


def not_checked_line(left_out: NotChecked) -> dict[str, Any]:
    """Give the line of a check that could not be made for a query."""
    return {"check": left_out.check, "why": left_out.why}


def not_checked_of(lines: Iterable[Mapping[str, Any]]) -> tuple[NotChecked, ...]:
    """Give the checks that could not be made, each with its reason once."""
    pairs = dict.fromkeys((str(line["check"]), str(line["why"])) for line in lines if "check" in line and "why" in line)
    return tuple(NotChecked(*pair) for pair in pairs)
