"""The first pass: every query is answered, and every change is tried on it; what is known already is not asked again.

Invariant: after each part of the queries what was found is kept, so stopping loses one part at most. Memory does not
grow with the lists: of a query only what `Found` says is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from inspector.inspection import OpenIndex
from inspector.progress import Progress
from inspector.records.findings import NotChecked
from inspector.records.triage import Outcome, TriageCase, TriageSettings
from inspector.triage.batch import Batch, answer_batch
from inspector.triage.kept import Journal
from inspector.triage.levers import Plan, tried
from inspector.triage.rows import Found, found_by_query, found_line, not_checked_line, not_checked_of
from inspector.triage.signs import signs_of
from inspector.triage.wanted import Wanted, place_of

PART = 256
"""Queries that are answered together and kept together."""

ENCODING, SHARE = "Encoding queries", 0.9
ANSWERING = "Answering the queries"


def ask(
    index: OpenIndex,
    settings: TriageSettings,
    cases: Sequence[TriageCase],
    wanted: Wanted,
    plan: Plan,
    journal: Journal,
    progress: Progress,
) -> tuple[dict[str, Found], tuple[NotChecked, ...], int]:
    """Answer every query that is not known yet.

    Args:
        index: The index.
        settings: What is looked at.
        cases: The queries.
        wanted: What their expected ids stand for.
        plan: The changes to try.
        journal: Where findings are kept.
        progress: Told how many queries are done; may stop the work.

    Returns:
        What is known of each query by its id, the checks that could not be made, and how many were answered now.

    Raises:
        RequestError: weight or the filter cannot be used.
        EmbedderError: the model does not fit the index, or reads no query at all.
        StoreError: what was found cannot be kept.
        CancelledError: progress asked to stop.
    """
    lines = journal.read()
    found, left_out = found_by_query(lines), dict.fromkeys(not_checked_of(lines))
    open_ones = [case for case in cases if case.query.id not in found]
    for start in range(0, len(open_ones), PART):
        part = open_ones[start : start + PART]
        answered = answer_batch(
            index, settings, part, wanted, progress=_within(progress, len(cases) - len(open_ones) + start, part, cases)
        )
        new = {case.query.id: Found(Outcome.UNANSWERED, reason=reason) for case, reason in answered.refused}
        seen, missing = _found(answered.batch, plan, wanted)
        new |= seen
        fresh = [each for each in missing if each not in left_out]
        left_out |= dict.fromkeys(fresh)
        journal.add([*map(not_checked_line, fresh), *(found_line(*pair) for pair in new.items())])
        found |= new
    progress(len(cases), len(cases), ANSWERING)
    return found, tuple(left_out), len(open_ones)


def _within(progress: Progress, before: int, part: Sequence[TriageCase], cases: Sequence[TriageCase]) -> Progress:
    """Give the progress of a part as progress of the whole; encoding is most of the work."""

    def tell(done: int, total: int, message: str) -> None:
        share = SHARE * done / total if message == ENCODING and total else SHARE
        progress(before + int(share * len(part)), len(cases), ANSWERING)

    return tell


def _found(batch: Batch, plan: Plan, wanted: Wanted) -> tuple[dict[str, Found], tuple[NotChecked, ...]]:
    """Give what came of the queries of a batch, and the checks that could not be made."""
    out: dict[str, Found] = {}
    for place, bits in zip(batch.judged, tried(plan, batch), strict=True):
        case, rank = batch.cases[place], batch.places[place]
        near = _near(batch, place, wanted)
        there = frozenset(batch.lists[place][: batch.settings.k])
        missed = sum(there.isdisjoint(wanted[each]) for each in case.expected)
        outcome = Outcome.HEALTHY if batch.within(rank) else Outcome.FAILING
        out[case.query.id] = Found(outcome, rank, missed, near, bits)
    missing: dict[NotChecked, None] = {}
    for query, (signs, left_out) in signs_of(batch).items():
        out[query] = Found(Outcome.OPEN, signs=signs)
        missing |= dict.fromkeys(left_out)
    return out, tuple(missing)


def _near(batch: Batch, place: int, wanted: Wanted) -> tuple[str, ...]:
    """Give the expected ids that are in the index, the one that stands best first, then by keyword search."""
    lists = batch.lists[place], batch.answers.keyword.lists[place].ids
    far = len(lists[0]) + len(lists[1]) + 1
    known = [each for each in batch.cases[place].expected if wanted[each]]
    return tuple(sorted(known, key=lambda each: tuple(place_of(ids, wanted[each]) or far for ids in lists)))
