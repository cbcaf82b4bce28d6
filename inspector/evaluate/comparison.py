"""Pairs of runs compared query by query, and what came out as a sentence.

Invariant: nobody is called better unless the corrected p-value says so; else the sentence names the smallest difference
that so many queries could have shown. Cost: that of `inspector.evaluate.significance`, once for all pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from inspector.evaluate.measures import is_judged
from inspector.evaluate.significance import (
    FEWEST,
    LEVEL,
    bootstrap_intervals,
    holm,
    randomization_p,
    smallest_detectable,
)
from inspector.evaluate.wording import capitalized, interval, p_text, queries_text, short, spoken, with_interval
from inspector.records.evaluation import Comparison
from inspector.vectors import FloatArray


def compare_runs(
    retrievers: Sequence[str], measures: Sequence[str], values: FloatArray, seed: int = 0
) -> tuple[Comparison, ...]:
    """Compare every pair of runs by every measure but `Judged@k`; p-values are corrected for all of them.

    Args:
        retrievers: Names of the runs.
        measures: Their names.
        values: Shape (retrievers, measures, queries).
        seed: Of all draws.

    Returns:
        By pair, then by measure, in the order given.
    """
    asked = [
        (a, b, measure)
        for a, b in combinations(range(len(retrievers)), 2)
        for measure in range(len(measures))
        if not is_judged(measures[measure])
    ]
    if not asked or not values.shape[2]:
        return ()
    differences = np.array([values[a, measure] - values[b, measure] for a, b, measure in asked])
    p_values = randomization_p(differences, seed)
    corrected = holm(p_values.tolist())
    intervals = bootstrap_intervals(differences, seed)
    smallest = smallest_detectable(differences)
    found = []
    for row, (a, b, measure) in enumerate(asked):
        one = Comparison(
            a=retrievers[a],
            b=retrievers[b],
            measure=measures[measure],
            difference=float(differences[row].mean()),
            low=float(intervals[row, 0]),
            high=float(intervals[row, 1]),
            p_value=float(p_values[row]),
            p_holm=corrected[row],
            smallest_detectable=float(smallest[row]),
            queries=differences.shape[1],
            won=int((differences[row] > 0).sum()),
            lost=int((differences[row] < 0).sum()),
            sentence="",
        )
        found.append(replace(one, sentence=_sentence(one, len(asked))))
    return tuple(found)


def _sentence(found: Comparison, comparisons: int) -> str:
    a, b, measure = spoken(found.a), spoken(found.b), found.measure
    if not found.won and not found.lost:
        return f"{capitalized(a)} and {b} have the same {measure} for every query."
    if found.p_holm <= LEVEL:
        low, high = found.low, found.high
        if found.difference < 0:
            a, b, low, high = b, a, -high, -low
        gain = f"{short(abs(found.difference))} {measure} {interval(low, high)}"
        return f"{capitalized(a)} is better than {b} by {gain}, {p_text(found.p_holm)}."
    alone = found.p_value <= LEVEL
    chance = f"{p_text(found.p_value)} alone, {p_text(found.p_holm)} as one of {comparisons} comparisons"
    seen = f"{with_interval(found.difference, found.low, found.high)}, {chance if alone else p_text(found.p_holm)}"
    limit = f"; the smallest they could{' alone' if alone else ''} is {short(found.smallest_detectable)}"
    if found.queries < FEWEST:
        limit = f"; fewer than {FEWEST} show none, however large"
    elif not found.smallest_detectable > 0:
        limit = ""
    return (
        f"Between {a} and {b} there is no difference in {measure} that {queries_text(found.queries)} could show: "
        f"{seen}{limit}."
    )
