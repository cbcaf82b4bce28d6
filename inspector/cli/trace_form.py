"""A trace as JSON, whose field names are promises, and as text for people: the cause first, then what was tried."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from inspector.cli.output import console, shown
from inspector.cli.text_form import number, place
from inspector.records.trace import Remedy, StageResult, StageStatus, Trace
from inspector.text import ordinal

OUTCOMES = {True: "worked", False: "did not", None: "not tried"}
MARKS = {StageStatus.PASS: "✓", StageStatus.FAIL: "✗", StageStatus.UNKNOWN: "?"}


def trace_json(trace: Trace) -> dict[str, Any]:
    """Give the JSON form of a trace; NaN stands where a number does not exist."""
    ranks, request = trace.ranks, trace.request
    return {
        "query": request.query,
        "doc": request.doc,
        "k": request.k,
        "retriever": request.retriever.value,
        "cause": trace.cause.value if trace.cause else None,
        "also": [cause.value for cause in trace.also],
        "summary": trace.summary,
        "stages": [_stage(stage) for stage in trace.stages],
        "ranks": {"exact": ranks.exact, "ann": ranks.ann, "keyword": ranks.keyword, "hybrid": ranks.hybrid},
        "distance": trace.distance,
        "kth_distance": trace.kth_distance,
        "remedies": [_remedy(remedy) for remedy in trace.remedies],
        "chunk": trace.document.id if trace.document and trace.document.id != request.doc else None,
    }


def _stage(stage: StageResult) -> dict[str, Any]:
    return {
        "stage": stage.stage.value,
        "status": stage.status.value,
        "summary": stage.summary,
        "numbers": {each.name: each.value for each in stage.numbers},
    }


def _remedy(remedy: Remedy) -> dict[str, Any]:
    return {
        "remedy": remedy.remedy.value,
        "change": remedy.change,
        "rank_before": remedy.rank_before,
        "rank_after": remedy.rank_after,
        "worked": remedy.worked,
    }


def print_trace(trace: Trace) -> None:
    """Print a trace on stdout."""
    out = console()
    out.print(Text("Query: ", style="bold") + shown(trace.request.query))
    cause = trace.cause.value if trace.cause else "not known"
    out.print(Text(f"{cause}: ", style="bold") + shown(trace.summary))
    if trace.also:
        out.print(shown(f"Also true: {', '.join(trace.also)}", "dim"))
    ranks = trace.ranks
    places = f"exact {place(ranks.exact)}, keyword {place(ranks.keyword)}, hybrid {place(ranks.hybrid)}"
    distances = f"distance {number(trace.distance, 3)}, the {ordinal(trace.request.k)} {number(trace.kth_distance, 3)}"
    out.print(shown(f"Ranks: {places}; {distances}", "dim"))
    out.print()
    for remedy in trace.remedies:
        out.print(Text(f"  {OUTCOMES[remedy.worked]:<9}  ") + shown(_told(remedy)))
    out.print()
    for stage in trace.stages:
        out.print(Text(f"  {MARKS[stage.status]} {stage.stage.value:<10}") + shown(stage.summary))


def _told(remedy: Remedy) -> str:
    if remedy.worked is None:
        return remedy.change
    return f"{remedy.change} ({place(remedy.rank_before)} → {place(remedy.rank_after)})"
