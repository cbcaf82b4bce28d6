"""An evaluation for tests of the app, made by hand: three queries, three searches and a run of somebody else's."""

import numpy as np

from inspector.records.evaluation import Comparison, Estimate, Evaluation, Fit, Sweep, SweepPoint
from inspector.records.results import Fusion
from inspector.records.runs import Query
from inspector.vectors import read_only

HOSTILE = "=how to <i>copy</i> lists"
QUERIES = (Query("q1", HOSTILE), Query("q2", "sorting"), Query("q3", "waiting"))
NDCG = {"embedding": (0.0, 0.5, 1.0), "keyword": (1.0, 0.5, 0.0), "hybrid": (1.0, 0.5, 1.0), "old": (0.0, 0.0, 1.0)}
JUDGED = "Judged@10"


def comparison(a: str, b: str, p_holm: float, difference: float = -0.25) -> Comparison:
    """Give a comparison of two runs by nDCG@10, with an interval of ± 0.125."""
    low, high = difference - 0.125, difference + 0.125
    return Comparison(a, b, "nDCG@10", difference, low, high, p_holm / 2, p_holm, 0.25, 3, 1, 2, f"{a} or {b}.")


def evaluation(*p_holm: float, runs: tuple[str, ...] = ("embedding", "keyword", "hybrid")) -> Evaluation:
    """Give an evaluation whose pairs, in their order, have these p-values; without any, all are 0.5."""
    pairs = [(a, b) for place, a in enumerate(runs) for b in runs[place + 1 :]]
    chances = p_holm or (0.5,) * len(pairs)
    values = np.array([[NDCG[run], (1.0, 1.0, 1.0)] for run in runs])
    means = {run: sum(NDCG[run]) / 3 for run in runs}
    return Evaluation(
        fit=Fit(3, 6, 3, 3),
        retrievers=runs,
        measures=("nDCG@10", JUDGED),
        queries=QUERIES,
        values=read_only(values),
        estimates=tuple(
            estimate
            for run in runs
            for estimate in (
                Estimate(run, "nDCG@10", means[run], means[run] - 0.125, means[run] + 0.125),
                Estimate(run, JUDGED, 1.0, 1.0, 1.0),
            )
        ),
        comparisons=tuple(comparison(a, b, p, means[a] - means[b]) for (a, b), p in zip(pairs, chances, strict=True)),
        runs=(),
        depth=100,
        sweeps=(sweep(),),
        notes=('Left out, because nobody judged them: 1 query ("<b>").',),
    )


def sweep() -> Sweep:
    """Give a sweep of three weights, the last of which is worse than the best."""
    points = (
        SweepPoint(0.0, 0.5, 0.25, 0.75, 0.5, True),
        SweepPoint(0.5, 0.75, 0.5, 1.0, 1.0, True),
        SweepPoint(1.0, 0.25, 0.0, 0.5, 0.01, False),
    )
    return Sweep(Fusion.RRF, "nDCG@10", points, 0.5, 0.0, 0.5, "The weights from 0.0 to 0.5.")
