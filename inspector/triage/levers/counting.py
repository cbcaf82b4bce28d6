"""What each change brings back and what it breaks, counted over all judged queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inspector.records.triage import Lever, LeverKind, Outcome, TriageCase
from inspector.triage.levers import Plan
from inspector.triage.levers.trial import Change
from inspector.triage.rows import Found

MIDDLE = 0.5


def levers_of(plan: Plan, cases: Sequence[TriageCase], found: Mapping[str, Found]) -> tuple[Lever, ...]:
    """Give for each lever the setting that does best: saves less breaks, by queries; of equals the smallest change.

    Args:
        plan: What was tried.
        cases: The queries.
        found: What came of each, with its bits.

    Returns:
        One lever for each kind that was tried, and one for each that could not be.
    """
    kinds: dict[LeverKind, list[tuple[Change, Lever]]] = {}
    judged = [case for case in cases if found[case.query.id].outcome in (Outcome.FAILING, Outcome.HEALTHY)]
    for bit, (kind, change) in enumerate(plan.changes):
        inside = [bool(found[case.query.id].bits >> bit & 1) for case in judged]
        kinds.setdefault(kind, []).append((change, count(kind, change.says, judged, found, inside)))
    levers = [_best_weight(tried) if kind is LeverKind.HYBRID_WEIGHT else _best(tried) for kind, tried in kinds.items()]
    return (*levers, *(Lever(kind, why, tried=False) for kind, why in plan.refused))


def count(
    kind: LeverKind, says: str, judged: Sequence[TriageCase], found: Mapping[str, Found], inside: Sequence[bool]
) -> Lever:
    """Count what a change does.

    Args:
        kind: Which lever.
        says: What was changed.
        judged: The judged queries.
        found: What came of them without the change.
        inside: For each of them, whether one of its documents is within k with the change.
    """
    saved = [
        case.query.count
        for case, there in zip(judged, inside, strict=True)
        if there and found[case.query.id].outcome is Outcome.FAILING
    ]
    broken = [
        case.query.count
        for case, there in zip(judged, inside, strict=True)
        if not there and found[case.query.id].outcome is Outcome.HEALTHY
    ]
    return Lever(kind, says, True, len(saved), len(broken), sum(saved), sum(broken))


def _net(lever: Lever) -> int:
    return lever.saves - lever.breaks


def _best(tried: Sequence[tuple[Change, Lever]]) -> Lever:
    most = max(_net(lever) for _, lever in tried)
    return next(lever for _, lever in tried if _net(lever) == most)


def _best_weight(tried: Sequence[tuple[Change, Lever]]) -> Lever:
    """Give the best weight, of equals the one nearest to the middle, with the stretch around it that does as much."""
    most = max(_net(lever) for _, lever in tried)
    places = [place for place, (_, lever) in enumerate(tried) if _net(lever) == most]
    best = min(places, key=lambda place: abs((tried[place][0].value or 0) - MIDDLE))
    low = high = best
    while low - 1 in places:
        low -= 1
    while high + 1 in places:
        high += 1
    change, lever = tried[best]
    ends = [tried[place][0].value or 0.0 for place in (low, high)]
    gains = low < high and lever.saves
    stretch = f"; any from {ends[0]:.2f} to {ends[1]:.2f} gains as much on balance" if gains else ""
    return replace(lever, change=f"{change.says} {change.value:.2f}{stretch}.", low=ends[0], high=ends[1])


def by_gain(levers: Sequence[Lever]) -> tuple[Lever, ...]:
    """Sort levers: the one that gains most first, those that were not tried last."""
    return tuple(sorted(levers, key=lambda each: (not each.tried, each.breaks - each.saves, each.breaks)))
