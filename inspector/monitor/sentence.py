"""A comparison in plain sentences, the same in page and command: the answer, in what, and what follows."""

from __future__ import annotations

from collections.abc import Mapping

from inspector.monitor.overlap import OTHER_VECTORS
from inspector.monitor.shift import REFUSED
from inspector.records.drift import (
    Drift,
    Drifting,
    Measured,
    NeighborChange,
    Quantity,
    QueryFit,
    Turnover,
    Verdict,
    Vocabulary,
)
from inspector.text import counted, listed, with_sign

MEASURED: Mapping[Measured, str] = {
    Measured.WORDS: "Words of a text",
    Measured.SPLIT: "Words the model splits into pieces",
    Measured.UNKNOWN: "Words the model does not know at all",
    Measured.CUT_OFF: "Texts longer than what the model reads",
}
"""What people call each quantity."""
SHOWN = 0.0005
"""What is smaller on both sides is not named: a share from here on is written as 0.1 %."""


def headline(drift: Drift) -> str:
    """Give the answer: whether it is different, how different, and what it does."""
    parts = [_VERDICTS[drift.verdict](drift)]
    if drift.separation is not None and drift.verdict is Verdict.CHANGED:
        auc = drift.separation.auc
        parts.append(f"a classifier tells one from the other {100 * auc:.0f} times in 100 (AUC {auc:.2f})")
    follows = consequence(drift)
    if follows:
        parts.append(follows)
    return "; ".join(parts) + "."


def consequence(drift: Drift) -> str:
    """Say what the change does to search, without a full stop; empty where that was not measured."""
    if drift.neighbors is not None:
        return _neighbors(drift.neighbors)
    return _fit(drift.fit) if drift.fit is not None else ""


def _neighbors(change: NeighborChange) -> str:
    whose = "typical queries" if change.made else "the given queries"
    per_hundred = _per_hundred(change.share)
    if change.changed and change.arrived == change.changed:  # so it is where an index is parted, changed or not
        return f"{per_hundred} of 100 nearest neighbors of {whose} are documents that are new or edited"
    return f"{per_hundred} of 100 nearest neighbors of {whose} have changed"


def _per_hundred(share: float) -> str:
    """Give a share as a count of 100; what is not none is never called 0, what is not all never 100."""
    if 0 < share < 0.005:
        return "fewer than 1"
    if 0.995 <= share < 1:
        return "more than 99"
    return f"{round(100 * share)}"


def _fit(fit: QueryFit) -> str:
    return (
        f"{fit.now_outside:.0%} of them are farther from the collection than 95 of 100 ordinary queries, "
        f"{fit.then_outside:.0%} were then"
        if fit.now_outside or fit.then_outside
        else "none of them is unlike the collection"
    )


def _changed(drift: Drift) -> str:
    p = drift.test.p_value if drift.test else 1.0
    return f"The {drift.drifting} have changed: {drift.now.name} differ from {drift.then.name} (p = {p:.3f})"


def _unchanged(drift: Drift) -> str:
    then, now = drift.then.sampled, drift.now.sampled
    each = f"{now:,} a side" if then == now else f"{now:,} of {drift.now.name} and {then:,} of {drift.then.name}"
    p = f" (p = {drift.test.p_value:.2f})" if drift.test else ""
    if then == now:
        return f"No change that {now:,} {drift.drifting} a side could show{p}"
    return f"No change that {each} could show{p}"


def _identical(drift: Drift) -> str:
    unseen = drift.drifting is Drifting.DOCUMENTS and drift.neighbors is None
    changed = unseen or (drift.neighbors is not None and drift.neighbors.changed > 0)
    other = next((note for note in drift.notes if note.startswith(OTHER_VECTORS)), "")
    if changed or other:
        same = f"The texts of the {drift.drifting} are the same then and now"
        return f"{same}, but not their vectors" if other else same
    return f"Nothing has changed: the {drift.drifting} are the same then and now"


def _too_few(drift: Drift) -> str:
    from inspector.monitor.groups import LEAST

    small = min((drift.then, drift.now), key=lambda side: side.sampled)
    only = f"of {small.name} only {small.sampled:,} could be compared" if small.sampled < small.count else ""
    return (
        f"Not enough to say whether the {drift.drifting} have changed: {only or f'there are only {small.name}'}, "
        f"and at least {LEAST} a side are needed"
    )


def _not_comparable(drift: Drift) -> str:
    why = next((note for note in drift.notes if note.startswith(REFUSED)), "").removeprefix(REFUSED).strip(" .")
    kinds = why or "they are of different kinds"
    return f"Whether the vectors have drifted cannot be said: {kinds}. Their words can be compared"


_VERDICTS = {
    Verdict.CHANGED: _changed,
    Verdict.UNCHANGED: _unchanged,
    Verdict.IDENTICAL: _identical,
    Verdict.TOO_FEW: _too_few,
    Verdict.NOT_COMPARABLE: _not_comparable,
}


def came_and_went(found: Turnover) -> str:
    """Say how the documents overlap."""
    parts = [
        f"{number:,} {said}"
        for number, said in (
            (found.new, "are new" if found.new > 1 else "is new"),
            (found.edited, "have another text" if found.edited > 1 else "has another text"),
            (found.stayed, "are as they were" if found.stayed > 1 else "is as it was"),
        )
        if number
    ]
    gone = f" {found.gone:,} of the {counted(found.then, 'document')} then are gone." if found.gone else ""
    return f"Of {counted(found.now, 'document')} now, {listed(parts)}.{gone}"


def words(found: Vocabulary) -> tuple[str, ...]:
    """Say which words came and which went, one sentence each; terms in double quotes."""
    said = []
    for terms, whole, verb, side in (
        (found.came, found.came_in_all, "New words", "then"),
        (found.went, found.went_in_all, "Words that are gone", "now"),
    ):
        if terms:
            each = ", ".join(f'"{term.term}" ({term.count:,})' for term in terms)
            more = f" and {whole - len(terms):,} more" if whole > len(terms) else ""
            read = found.then_read if side == "then" else found.now_read
            said.append(f"{verb}, in none of the {read:,} read of {side}: {each}{more}.")
    return tuple(said) or ("No word came or went more often than chance explains.",)


def means(drift: Drift) -> tuple[str, ...]:
    """Give the means of both sides, one line each, but for what is none on both sides."""
    return tuple(quantity(each) for each in drift.quantities if max(each.then, each.now) >= SHOWN)


def quantity(found: Quantity) -> str:
    """Give a mean of both sides in one line, with the interval of the difference."""
    form = _number if found.what is Measured.WORDS else _percent
    ends = f" (difference {_signed(found, found.low)} to {_signed(found, found.high)})" if found.low is not None else ""
    return f"{MEASURED[found.what]}: {form(found.then)} then, {form(found.now)} now{ends}"


def _number(value: float) -> str:
    return f"{value:,.1f}"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _signed(found: Quantity, value: float | None) -> str:
    return with_sign(value or 0.0, 1) if found.what is Measured.WORDS else f"{with_sign(100 * (value or 0.0), 1)} %"


def proof(drift: Drift) -> tuple[str, ...]:
    """Give the numbers behind the answer, one line each."""
    said = []
    if drift.test is not None:
        said.append(
            f"Test: squared mean discrepancy {drift.test.mmd2:.5f}, p = {drift.test.p_value:.3f} by "
            f"{drift.test.permutations:,} relabelings of {drift.then.sampled:,} and {drift.now.sampled:,} vectors"
        )
    if drift.separation is not None:
        found = drift.separation
        said.append(
            f"Classifier: AUC {found.auc:.3f}, 95 % interval {found.low:.3f} to {found.high:.3f}; 0.5 is guessing"
        )
    said += [
        f"Of {side.name}, {side.left_out:,} of those drawn have no usable vector and are left out"
        for side in (drift.then, drift.now)
        if side.left_out
    ]
    if drift.neighbors is not None:
        said.append(_neighbor_proof(drift.neighbors))
    if drift.fit is not None:
        said += _fit_proof(drift.fit)
    return tuple(said)


def _neighbor_proof(change: NeighborChange) -> str:
    source = "made from documents of then" if change.made else "given"
    arrived = f", {change.arrived:,} of them documents that are new or edited" if change.arrived is not None else ""
    asked = f"{change.queries:,} queries" if change.queries != 1 else "1 query"
    return (
        f"Neighbors: {change.changed:,} of {change.neighbors:,} changed ({change.share:.1%}, 95 % interval "
        f"{change.low:.1%} to {change.high:.1%}){arrived}; the nearest {change.k} of {asked} {source}"
    )


def _fit_proof(fit: QueryFit) -> list[str]:
    return [
        f"Best similarity, median percentile among ordinary queries': {fit.then_percentile:.0f} then, "
        f"{fit.now_percentile:.0f} now",
        f"Out of domain (below the 5th percentile): {fit.then_outside:.1%} then, {fit.now_outside:.1%} now "
        f"(difference {with_sign(100 * fit.low, 1)} % to {with_sign(100 * fit.high, 1)} %)",
    ]
