"""The hybrid list at every weight: which weights are as good as the best, not which one happened to win.

Invariant: embedding and keyword candidates are searched once; every weight only fuses them anew. Cost: eleven fusions
and eleven measurements per query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from inspector.evaluate.answering import fused_run
from inspector.evaluate.fit import Fitted
from inspector.evaluate.measures import values_of
from inspector.evaluate.significance import LEVEL, bootstrap_intervals, holm, randomization_p
from inspector.evaluate.wording import queries_text, short
from inspector.progress import Progress, silent
from inspector.records.evaluation import Sweep, SweepPoint
from inspector.records.results import Fusion
from inspector.records.runs import Run
from inspector.search.hybrid import DEPTH
from inspector.text import listed
from inspector.vectors import FloatArray

WEIGHTS = tuple(step / 10 for step in range(11))

_NAMES = {Fusion.RRF: "by ranks", Fusion.WEIGHTED: "by scores"}


def sweep_weights(
    candidates: tuple[Run, Run],
    fitted: Fitted,
    fusion: Fusion,
    measure: str,
    depth: int,
    *,
    whole: Callable[[Run], Run] = lambda run: run,
    seed: int = 0,
    progress: Progress = silent,
) -> Sweep:
    """Measure the hybrid list at every weight of `WEIGHTS`.

    Args:
        candidates: The embedding lists and the keyword lists of the evaluated queries.
        fitted: The judgements.
        fusion: By ranks or by scores.
        measure: By its canonical name.
        depth: How long a list counts, >= 1.
        whole: What is done to a fused run before it is measured, such as reading it by parent.
        seed: Of the draws.
        progress: Told about each weight; may stop the work.

    Raises:
        RequestError: the measure is not known.
        CancelledError: progress asked to stop.
    """
    values = np.zeros((len(WEIGHTS), len(fitted.queries)))
    for place, weight in enumerate(WEIGHTS):
        progress(place, len(WEIGHTS), f"Fusing {_NAMES[fusion]}")
        run = whole(fused_run(candidates, fusion, weight, max(depth, 2 * DEPTH)))
        values[place] = values_of(run, fitted.queries, fitted.grades, [measure])[0]
    return swept(values, fusion, measure, seed)


def swept(values: FloatArray, fusion: Fusion, measure: str, seed: int = 0) -> Sweep:
    """Say from the values of every query which weights cannot be told from the best.

    Each other weight is compared with the best by the paired randomization test, corrected by Holm for all of them. The
    range holds the best and the weights beside it, up to the first on either side that is worse.

    Args:
        values: Shape (len(WEIGHTS), queries).
        fusion: How the lists were fused.
        measure: What the values are.
        seed: Of the draws.
    """
    means = values.mean(axis=1)
    best = int(np.argmax(means.round(12)))
    others = [place for place in range(len(WEIGHTS)) if place != best]
    corrected = holm(randomization_p(values[best] - values[others], seed).tolist())
    p_values = dict(zip(others, corrected, strict=True))
    intervals = bootstrap_intervals(values, seed)
    points = tuple(
        SweepPoint(
            weight,
            float(means[place]),
            float(intervals[place, 0]),
            float(intervals[place, 1]),
            p_values.get(place, 1.0),
            p_values.get(place, 1.0) > LEVEL,
        )
        for place, weight in enumerate(WEIGHTS)
    )
    lowest, highest = _range(points, best)
    said = _sentence(points, (lowest, best, highest), fusion, measure, values.shape[1])
    return Sweep(fusion, measure, points, WEIGHTS[best], WEIGHTS[lowest], WEIGHTS[highest], said)


def _range(points: Sequence[SweepPoint], best: int) -> tuple[int, int]:
    low = high = best
    while low > 0 and points[low - 1].as_good:
        low -= 1
    while high < len(points) - 1 and points[high + 1].as_good:
        high += 1
    return low, high


def _sentence(
    points: Sequence[SweepPoint], places: tuple[int, int, int], fusion: Fusion, measure: str, queries: int
) -> str:
    low, best, high = (points[place] for place in places)
    reached = f"{short(best.mean)} {measure} at {best.weight:.1f}"
    apart = [point for point in points if point.as_good and not low.weight <= point.weight <= high.weight]
    if apart:
        weights = listed([f"{point.weight:.1f}" for point in (*points[places[0] : places[2] + 1], *apart)])
        return f"Fused {_NAMES[fusion]}, {queries_text(queries)} cannot tell the weights {weights} apart: {reached}."
    if low.weight == high.weight:
        return f"Fused {_NAMES[fusion]}, the weight {best.weight:.1f} is better than all others tried: {reached}."
    return (
        f"Fused {_NAMES[fusion]}, {queries_text(queries)} cannot tell the weights from {low.weight:.1f} to "
        f"{high.weight:.1f} apart from the best: {reached}."
    )
