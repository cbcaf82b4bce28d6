"""Queries put together by what they have in common, and the sentence that an incident report needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inspector.records.findings import Cause, Severity
from inspector.records.triage import Counts, Group, GroupKind, Outcome, TriageRow
from inspector.triage import phrases

NAMED = 3
"""Groups that the sentence names."""

Shared = tuple[GroupKind, Cause | None, str]


def groups_of(rows: Sequence[TriageRow]) -> tuple[Group, ...]:
    """Give the groups: failing queries by cause, then those the model could not read, then open ones by sign.

    Each kind stands with the group first that weighs most by traffic; of a query's signs the gravest counts, and notes
    stand behind warnings.
    """
    members: dict[Shared, list[TriageRow]] = {}
    for row in rows:
        shared = _shared(row)
        if shared is not None:
            members.setdefault(shared, []).append(row)
    traffic = {kind: sum(row.query.count for row in rows if row.outcome is kind) for kind in Outcome}
    traffic[Outcome.UNANSWERED] = sum(row.query.count for row in rows)
    groups = [_group(shared, found, traffic[found[0].outcome]) for shared, found in members.items()]
    notes = {
        shared: all(row.signs[0].severity is Severity.NOTE for row in found)
        for shared, found in members.items()
        if shared[0] is GroupKind.SIGN
    }

    def order(group: Group) -> tuple[int, bool, int, int]:
        kind = (GroupKind.UNANSWERED, GroupKind.SIGN).index(group.kind) + 1 if group.kind in _LATER else 0
        note = notes.get((group.kind, group.cause, group.check), group.kind is GroupKind.NOT_TRACED)
        return kind, note, -group.traffic, -group.queries

    return tuple(sorted(groups, key=order))


_LATER = (GroupKind.UNANSWERED, GroupKind.SIGN)


def _shared(row: TriageRow) -> Shared | None:
    if row.outcome is Outcome.UNANSWERED:
        return GroupKind.UNANSWERED, None, ""
    if row.outcome is Outcome.FAILING:
        if row.cause is not None:
            return GroupKind.CAUSE, row.cause, ""
        return (GroupKind.UNKNOWN if row.traced else GroupKind.NOT_TRACED), None, ""
    if row.signs:
        return GroupKind.SIGN, row.signs[0].cause, row.signs[0].check
    return None


def _group(shared: Shared, rows: list[TriageRow], of: int) -> Group:
    kind, cause, check = shared
    traffic = sum(row.query.count for row in rows)
    worst = sorted(rows, key=lambda row: (-row.query.count, -(row.rank or 10**9)))
    ids = tuple(row.query.id for row in worst)
    return Group(kind, cause, check, len(rows), traffic, traffic / of if of else 0.0, sentence_of(*shared), ids)


def sentence_of(kind: GroupKind, cause: Cause | None, check: str) -> str:
    """Say what the queries of a group have in common, as the end of a sentence."""
    if kind is GroupKind.SIGN:
        return phrases.CHECKS.get(check, check.replace("_", " "))
    if kind is GroupKind.CAUSE and cause is not None:
        return phrases.CAUSES[cause]
    said = {GroupKind.NOT_TRACED: phrases.NOT_TRACED, GroupKind.UNANSWERED: phrases.UNANSWERED}
    return said.get(kind, phrases.UNKNOWN)


def counts_of(rows: Iterable[TriageRow], unknown: int) -> Counts:
    """Give how many queries became what.

    Args:
        rows: All queries.
        unknown: Pairs whose document is not in the index.
    """
    rows = tuple(rows)
    failing = [row for row in rows if row.outcome is Outcome.FAILING]
    judged = [row for row in rows if row.outcome in (Outcome.FAILING, Outcome.HEALTHY)]
    return Counts(
        queries=len(rows),
        traffic=sum(row.query.count for row in rows),
        failing=len(failing),
        failing_traffic=sum(row.query.count for row in failing),
        healthy=len(judged) - len(failing),
        partly=sum(row.outcome is Outcome.HEALTHY and row.missed > 0 for row in judged),
        open=sum(row.outcome is Outcome.OPEN for row in rows),
        unanswered=sum(row.outcome is Outcome.UNANSWERED for row in rows),
        pairs=sum(len(row.expected) for row in judged),
        pairs_missed=sum(row.missed for row in judged),
        pairs_unknown=unknown,
    )


def summary_of(counts: Counts, groups: Sequence[Group], k: int) -> str:
    """Give the sentence: how many fail, and the largest groups with what they have in common; then what is left."""
    judged = counts.failing + counts.healthy
    signs = [group for group in groups if group.kind is GroupKind.SIGN]
    said = []
    if judged and not counts.failing:
        all_of_them = "The query finds what it" if judged == 1 else f"All {phrases.queries(judged)} find what they"
        said.append(f"{all_of_them} should within the first {k}.")
    elif judged:
        causes = [group for group in groups if group.kind not in _LATER]
        verb = "fails" if counts.failing == 1 else "fail"
        said.append(f"{counts.failing:,} of {phrases.queries(judged)} {verb}.")
        said.append(_named(causes, counts.failing, "failing"))
    if counts.open and signs:
        said.append(_named(signs, counts.open, "" if counts.open == counts.queries else "other"))
    elif counts.open and not judged:
        said.append(f"{phrases.queries(counts.open)} without an expected document, and nothing found about them.")
    if counts.unanswered:
        said.append(f"{phrases.queries(counts.unanswered)} could not be answered.")
    return " ".join(said)


def _named(groups: Sequence[Group], of: int, kind: str) -> str:
    """Name the first groups: "23 of 60 failing queries: their documents are cut off; 11: …".

    Queries whose cause nobody looked for are named whatever their place: nothing is known of their reasons.
    """
    parts = [f"{group.queries:,}: {group.sentence}" for group in groups[:NAMED]]
    parts[0] = f"{groups[0].queries:,} of {phrases.queries(of, kind)}: {groups[0].sentence}"
    others = groups[NAMED:]
    untraced = [group for group in others if group.kind is GroupKind.NOT_TRACED]
    rest = sum(group.queries for group in others if group not in untraced)
    parts += [f"{rest:,} for other reasons"] if rest else []
    parts += [f"{group.queries:,}: {group.sentence}" for group in untraced]
    return "; ".join(parts) + "."
