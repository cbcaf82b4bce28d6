"""Many queries at once: which fail, why, what they have in common, and which single change would help how many.

Three passes, each kept as it goes: `asking` answers all queries in batches and tries every change, `tracing` finds the
causes of those that fail, `groups` puts them together. Cost: the first pass about the bare batched encode and search of
the same queries; the second a tenth of a second to a second for each failing query, so it is bounded.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from inspector.errors import EmbedderError, RequestError
from inspector.inspection import OpenIndex, check_dimension
from inspector.progress import Progress, silent
from inspector.records.findings import NotChecked
from inspector.records.results import Request, Retriever, check_request
from inspector.records.triage import (
    Lever,
    LeverKind,
    Outcome,
    Rate,
    Triage,
    TriageCase,
    TriageRow,
    TriageSettings,
)
from inspector.triage import phrases
from inspector.triage.asking import PART, ask
from inspector.triage.batch import answer_batch
from inspector.triage.groups import counts_of, groups_of, summary_of
from inspector.triage.kept import ANSWERS, TRACES, Journal, drop_old, folder_of, key_of
from inspector.triage.levers import plan_of
from inspector.triage.levers.counting import by_gain, count, levers_of
from inspector.triage.levers.reembedding import documents_to_embed, fresh_vectors, refusal, with_fresh
from inspector.triage.rows import Found, Traced
from inspector.triage.tracing import trace_failing
from inspector.triage.wanted import Wanted, wanted_of

TRYING = "Trying re-embedded documents"


@dataclass(frozen=True, slots=True)
class _Work:
    index: OpenIndex
    settings: TriageSettings
    cases: tuple[TriageCase, ...]
    wanted: Wanted
    progress: Progress


def triage(
    index: OpenIndex,
    cases: Sequence[TriageCase],
    settings: TriageSettings = TriageSettings(),
    *,
    notes: Sequence[str] = (),
    progress: Progress = silent,
) -> Triage:
    """Triage queries; given again after it was stopped, it goes on where it was.

    Args:
        index: The index; without a model only keyword search is looked at, and that is said.
        cases: The queries, each id once, with what they should find.
        settings: What is looked at.
        notes: What to say beside the answer.
        progress: Told about each pass; may stop the work.

    Raises:
        RequestError: there is no query, k, weight, the limit or the filter cannot be used.
        EmbedderError: the model does not fit the index, or reads no query at all.
        StoreError: what is found cannot be kept.
        CancelledError: progress asked to stop; what was found until then is kept.
    """
    check_request(Request("", settings.k, settings.where, weight=settings.weight))
    if settings.limit < 0 or not cases:
        raise RequestError("There is no query." if not cases else f"{settings.limit} queries cannot be traced.")
    settings, not_checked = _possible(index, settings)
    folder = folder_of(key_of(index.collection, cases, settings))
    work = _Work(index, settings, tuple(cases), wanted_of(index.collection, cases), progress)
    started, plan = time.monotonic(), plan_of(index, settings)
    found, left_out, answered = ask(index, settings, work.cases, work.wanted, plan, Journal(folder / ANSWERS), progress)
    middle = time.monotonic()
    traced, now = trace_failing(index, settings, work.cases, found, Journal(folder / TRACES), progress)
    ended = time.monotonic()
    rows = tuple(_row(case, found[case.query.id], traced.get(case.query.id)) for case in work.cases)
    levers = (*levers_of(plan, work.cases, found), *_reembedding(work, found, rows))
    drop_old()
    rate = Rate(answered, middle - started, now, ended - middle)
    return _assembled(work, rows, levers, (*not_checked, *left_out), notes, rate)


def _possible(index: OpenIndex, settings: TriageSettings) -> tuple[TriageSettings, tuple[NotChecked, ...]]:
    """Give settings that can be answered, and what cannot be looked at for want of a model."""
    if index.embedder is not None:
        check_dimension(index.collection, index.embedder)
        return settings, ()
    why = (index.model_refusal or "The model is not loaded.").rstrip(".")
    asked = settings.retriever
    lacking = NotChecked("embedding", f"{why}; only keyword search was looked at")
    return replace(settings, retriever=Retriever.KEYWORD), (lacking,) if asked is not Retriever.KEYWORD else ()


def _row(case: TriageCase, found: Found, traced: Traced | None) -> TriageRow:
    return TriageRow(
        query=case.query,
        expected=case.expected,
        outcome=found.outcome,
        rank=found.rank,
        missed=found.missed,
        doc=traced.doc if traced else "",
        cause=traced.cause if traced else None,
        also=traced.also if traced else (),
        traced=traced is not None,
        summary=traced.summary if traced else found.reason or (found.signs[0].summary if found.signs else ""),
        signs=found.signs,
    )


def _reembedding(work: _Work, found: Mapping[str, Found], rows: Sequence[TriageRow]) -> tuple[Lever, ...]:
    """Try the documents whose vectors are at fault with fresh ones, all together, on every judged query."""
    index, settings, kind = work.index, work.settings, LeverKind.REEMBED_TEXT
    wrong = documents_to_embed(rows)
    stored = tuple(dict.fromkeys(each for doc in wrong for each in sorted(work.wanted[doc])))
    if not stored or settings.retriever is Retriever.KEYWORD:
        return ()
    why = refusal(index, settings)
    if why:
        return (Lever(kind, why, tried=False),)
    outcomes = (Outcome.FAILING, Outcome.HEALTHY)
    judged = [case for case in work.cases if found[case.query.id].outcome in outcomes]
    inside: list[bool] = []
    try:
        fresh = fresh_vectors(index, stored, work.progress)
        for start in range(0, len(judged), PART):
            work.progress(start, len(judged), TRYING)
            part = judged[start : start + PART]
            answered = answer_batch(index, settings, part, work.wanted, more=len(stored))
            if answered.refused:
                raise EmbedderError(answered.refused[0][1])
            inside += with_fresh(answered.batch, stored, fresh)
    except EmbedderError as error:
        return (Lever(kind, f"Not tried: {error.message}", tried=False),)
    says = f"Embed {len(stored):,} {'document' if len(stored) == 1 else 'documents'} again, as the contract says."
    return (count(kind, says, judged, found, inside),)


def _assembled(
    work: _Work,
    rows: tuple[TriageRow, ...],
    levers: Sequence[Lever],
    not_checked: tuple[NotChecked, ...],
    notes: Sequence[str],
    rate: Rate,
) -> Triage:
    """Put the answer together."""
    unknown = sum(not work.wanted[each] for case in work.cases for each in case.expected)
    counts, groups = counts_of(rows, unknown), groups_of(rows)
    said = list(notes)
    if unknown:
        said.append(f"{unknown:,} expected {'document is' if unknown == 1 else 'documents are'} not in the index.")
    if counts.partly:
        said.append(
            f"{counts.partly:,} of the {phrases.queries(counts.healthy)} that are well "
            f"{'lacks' if counts.partly == 1 else 'lack'} some of what they should find: a query fails only where none "
            f"of it is among the first {work.settings.k}. {counts.pairs_missed:,} of {counts.pairs:,} expected "
            "documents are missing in all."
        )
    return Triage(
        index=work.index.collection.name,
        fingerprint=work.index.collection.fingerprint,
        settings=work.settings,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        summary=summary_of(counts, groups, work.settings.k),
        counts=counts,
        groups=groups,
        levers=by_gain(levers) if counts.failing + counts.healthy else (),
        rows=rows,
        not_traced=_not_traced(rows, work.settings),
        not_checked=tuple(dict.fromkeys(not_checked)),
        notes=tuple(said),
        rate=rate,
    )


def _not_traced(rows: Sequence[TriageRow], settings: TriageSettings) -> str | None:
    """Say how many failing queries were not traced, and why; None where all were."""
    left = sum(row.outcome is Outcome.FAILING and not row.traced for row in rows)
    if not left:
        return None
    failing = sum(row.outcome is Outcome.FAILING for row in rows)
    if not settings.limit:
        return f"The causes of {phrases.queries(left, 'failing')} were not looked for, as asked."
    return (
        f"{failing - left:,} of {phrases.queries(failing, 'failing')} were traced, the most frequent first: a trace "
        f"takes up to a second, so at most {settings.limit:,} are made at once."
    )
