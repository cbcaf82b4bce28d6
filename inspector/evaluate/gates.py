"""Gates: bars that a release must not miss, written as "nDCG@10>=0.60" or "keyword:R@100>=.9".

Invariant: a gate is held against the mean alone; where its bar lies within the mean's interval, or a single query has
none, its result says that other queries of the same kind could have decided otherwise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from operator import ge, gt, le, lt

from inspector.errors import RequestError
from inspector.evaluate.measures import parse_measures
from inspector.evaluate.notes import NO_EMBEDDING
from inspector.evaluate.wording import capitalized, interval, queries_text, short, spoken
from inspector.records.evaluation import Estimate, Evaluation, Gate, GateResult, Relation
from inspector.records.results import Retriever

HOLDS: Mapping[Relation, Callable[[float, float], bool]] = {
    Relation.AT_LEAST: ge,
    Relation.ABOVE: gt,
    Relation.AT_MOST: le,
    Relation.BELOW: lt,
}
"""How each relation is decided: value on the left, bar on the right."""

_SEVERAL = re.compile(r"[\s,](?![^(]*\))")
_DIGITS = 12
"""Of a mean count against its bar, so that rounding alone does not decide."""

_GATE = re.compile(r"(?:(?P<retriever>[^:<>=]+):)?(?P<measure>[^<>]+?)(?P<relation>>=|<=|>|<)(?P<bar>[^<>=]+)")


def parse_gate(text: str) -> Gate:
    """Read a gate: a measure, a relation and a bar, before them the retriever and a colon; without one, the embedding.

    Raises:
        RequestError: it is not written so, the measure is not known, or the bar is no number.
    """
    found = _GATE.fullmatch(text.strip())
    try:
        bar = float(found["bar"]) if found else math.nan
    except ValueError:
        bar = math.nan
    if found is None or not math.isfinite(bar) or _SEVERAL.search(found["measure"].strip()):
        raise RequestError(
            f'"{text}" is no gate.',
            f"Write a measure, one of {', '.join(Relation)}, and a number, such as nDCG@10>=0.60 or keyword:R@100>=.9.",
        )
    (measure, *_) = parse_measures([found["measure"]])
    retriever = (found["retriever"] or Retriever.EMBEDDING).strip()
    return Gate(retriever, measure, Relation(found["relation"]), bar)


def check_gates(evaluation: Evaluation, gates: Sequence[Gate]) -> tuple[GateResult, ...]:
    """Hold an evaluation against gates.

    Raises:
        RequestError: a gate names a run that was not evaluated, or a measure that was not taken.
    """
    return tuple(_held(evaluation, gate) for gate in gates)


def _held(evaluation: Evaluation, gate: Gate) -> GateResult:
    estimate = evaluation.estimate(gate.retriever, gate.measure)
    if estimate is None:
        raise RequestError(
            f"The gate {gate_text(gate)} cannot be held: there are {', '.join(evaluation.retrievers)}, measured by "
            f"{', '.join(evaluation.measures)}.",
            next((note for note in evaluation.notes if note.startswith(NO_EMBEDDING)), "Name one of these."),
        )
    passed = HOLDS[gate.relation](round(estimate.mean, _DIGITS), round(gate.bar, _DIGITS))
    by_chance = estimate.low <= gate.bar <= estimate.high or len(evaluation.queries) < 2
    said = _sentence(gate, estimate, passed, by_chance, len(evaluation.queries))
    return GateResult(gate, estimate.mean, estimate.low, estimate.high, passed, by_chance, said)


def gate_text(gate: Gate) -> str:
    """Write a gate as one types it, the retriever always named."""
    return f"{gate.retriever}:{gate.measure}{gate.relation.value}{gate.bar:.{_DIGITS}g}"


def _sentence(gate: Gate, found: Estimate, passed: bool, by_chance: bool, queries: int) -> str:
    gap = abs(found.mean - gate.bar)
    reached = f"{capitalized(spoken(gate.retriever))} has {_beside(found.mean, gap)} {gate.measure}"
    asked = f"{gate.relation.value} {gate.bar:.{_DIGITS}g} was asked for"
    told = f"Passed: {reached}, {asked}." if passed else f"Missed by {short(gap)}: {reached}, {asked}."
    if not by_chance:
        return told
    if queries < 2:
        return f"{told} One query alone says nothing about others."
    return (
        f"{told} The bar lies within the interval {interval(found.low, found.high)}, so with {queries_text(queries)} "
        "chance alone could have decided it."
    )


def _beside(value: float, gap: float) -> str:
    """Write a value with as many digits as tell it from a bar at this distance."""
    digits = len(short(gap).partition(".")[2])
    return short(value, digits)
