"""The second pass: why the failing queries fail, the most frequent first, as many as the settings allow.

Invariant: a cause is what the trace of the page Missing document names for that query and document. A query that
expects several documents has the first cause, in the order of the closed list, among those that stand best: a
document that is not there at all goes before one that the model places far away. Cost: a tenth of a second to a
second for each document; the re-embedded sample is made once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspector.diagnose.trace import trace
from inspector.errors import CancelledError, InspectorError
from inspector.inspection import OpenIndex
from inspector.progress import Progress
from inspector.records.findings import Cause
from inspector.records.trace import TraceRequest
from inspector.records.triage import Outcome, TriageCase, TriageSettings
from inspector.text import counted, quoted
from inspector.triage.kept import Journal
from inspector.triage.rows import Found, Traced, traced_by_query, traced_line

DOCUMENTS = 3
"""Expected documents of one query that are traced at most, those that stand best."""

TRACING = "Following the documents of failing queries"
_ORDER = {cause: place for place, cause in enumerate(Cause)}


def trace_failing(
    index: OpenIndex,
    settings: TriageSettings,
    cases: Sequence[TriageCase],
    found: Mapping[str, Found],
    journal: Journal,
    progress: Progress,
) -> tuple[dict[str, Traced], int]:
    """Find the causes of failing queries that are not known yet.

    Args:
        index: The index.
        settings: What is looked at, and how many are traced.
        cases: The queries.
        found: What came of answering them.
        journal: Where causes are kept.
        progress: Told how many are done; may stop the work.

    Returns:
        What was found by query id, and how many were traced now.

    Raises:
        StoreError: what was found cannot be kept.
        CancelledError: progress asked to stop.
    """
    known = traced_by_query(journal.read())
    failing = [case for case in cases if found[case.query.id].outcome is Outcome.FAILING]
    absent = {case.query.id: _absent(case) for case in failing if not found[case.query.id].near}
    wanted = [case for case in chosen(failing, settings.limit) if case.query.id not in absent]
    now = 0
    for place, case in enumerate(wanted):
        progress(place, len(wanted), TRACING)
        if case.query.id in known:
            continue
        traced = _trace(index, settings, case, found[case.query.id].near, _listening(progress, place, len(wanted)))
        journal.add([traced_line(case.query.id, traced)])
        known[case.query.id] = traced
        now += 1
    progress(len(wanted), len(wanted), TRACING)
    return {case.query.id: known[case.query.id] for case in wanted} | absent, now


def chosen(failing: Sequence[TriageCase], limit: int) -> list[TriageCase]:
    """Give the failing queries that are traced: the most frequent ones, among equals the first."""
    return sorted(failing, key=lambda case: -case.query.count)[:limit]


def _listening(progress: Progress, place: int, pairs: int) -> Progress:
    """Let a trace be stopped, and go on saying how many are done."""

    def tell(done: int, total: int, message: str) -> None:
        progress(place, pairs, TRACING)

    return tell


def _absent(case: TriageCase) -> Traced:
    named = quoted(case.expected[0])
    said = f"No document with the id {named}{_more(case.expected)} is in this index."
    return Traced(case.expected[0], Cause.NOT_INDEXED, (), said)


def _trace(
    index: OpenIndex, settings: TriageSettings, case: TriageCase, near: tuple[str, ...], progress: Progress
) -> Traced:
    """Trace the documents that stand best, and choose the cause of the query."""
    answers = [_one(index, settings, case.query.text, doc, progress) for doc in near[:DOCUMENTS]]
    best = min(answers, key=lambda each: _ORDER[each.cause] if each.cause else len(_ORDER))
    others = [each.cause for each in answers if each.cause not in (None, best.cause)]
    missing = [each for each in case.expected if each not in near]
    if missing and best.cause is Cause.MODEL_LIMIT:  # nothing explains those that are there, a proof those that are not
        return Traced(missing[0], Cause.NOT_INDEXED, (Cause.MODEL_LIMIT, *best.also), _absent_beside(missing, best.doc))
    if missing:
        others.append(Cause.NOT_INDEXED)
    also = dict.fromkeys([*best.also, *(cause for cause in others if cause is not None)])
    return Traced(best.doc, best.cause, tuple(also), best.summary)


def _more(absent: Sequence[str]) -> str:
    return f", nor with those of {counted(len(absent) - 1, 'other')} it expects" if len(absent) > 1 else ""


def _absent_beside(missing: list[str], doc: str) -> str:
    there = f"{quoted(doc)}, which it expects too, is there, and the model places it far away"
    return f"No document with the id {quoted(missing[0])}{_more(missing)} is in this index; {there}."


def _one(index: OpenIndex, settings: TriageSettings, query: str, doc: str, progress: Progress) -> Traced:
    asked = (settings.k, settings.where, settings.retriever, settings.weight, settings.fusion, settings.exact)
    try:
        answer = trace(index, TraceRequest(query, doc, *asked), remedies=False, progress=progress)
    except CancelledError:
        raise
    except InspectorError as error:
        return Traced(doc, None, (), error.message)
    return Traced(doc, answer.cause, answer.also, answer.summary)
