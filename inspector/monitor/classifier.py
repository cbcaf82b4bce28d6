"""How well can now be told from then? A logistic regression on the vectors, judged on those it was not trained on.

Invariant: every score comes from a fold whose classifier never saw that vector. The area under the curve is the mean
over the folds, as scores of different folds are not on one scale. Its interval allows for training sets that overlap;
where nothing changed it holds 0.5 in at least 95 % of draws (`tests/benchmarks/drift.py`).
Cost: a second for 1,000 a side.

References:
    DeLong, DeLong and Clarke-Pearson, "Comparing the Areas under Two or More Correlated Receiver Operating
    Characteristic Curves", Biometrics 44 (1988): the variance within a fold.
    Nadeau and Bengio, "Inference for the Generalization Error", Machine Learning 52 (2003): the allowance.
"""

from __future__ import annotations

import numpy as np

from inspector.records.drift import Separation
from inspector.vectors import BoolArray, FloatArray, Vectors, directions, read_only

FOLDS = 5
STRENGTH = 0.1
"""Inverse of the penalty on vectors scaled to length sqrt(dim), so that a component is about 1 in size."""
Z_95 = 1.959964


def separate(then: Vectors, now: Vectors, *, seed: int = 0) -> tuple[Separation, FloatArray]:
    """Train on four fifths, judge the last one, five times.

    Args:
        then: Shape (n, dim), n >= 2 * `FOLDS`, finite.
        now: Shape (m, dim), m >= 2 * `FOLDS`, finite.
        seed: The same seed gives the same folds.

    Returns:
        How well they are told apart, and the score of each of now, shape (m,): log-odds, larger is more like now.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    points = directions(np.concatenate([np.asarray(then), np.asarray(now)]))
    points *= np.sqrt(points.shape[1])
    is_now = np.arange(len(points)) >= len(then)
    scores = np.zeros(len(points))
    areas, variances = [], []
    for trained, judged in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(points, is_now):
        model = LogisticRegression(C=STRENGTH, max_iter=200, class_weight="balanced")
        model.fit(points[trained], is_now[trained])
        scores[judged] = model.decision_function(points[judged])
        area, variance = area_under(scores[judged], is_now[judged])
        areas.append(area)
        variances.append(variance)
    auc = float(np.mean(areas))
    spread = Z_95 * float(np.sqrt((1 / FOLDS + 1 / (FOLDS - 1)) * np.mean(variances)))
    found = Separation(auc, max(0.0, auc - spread), min(1.0, auc + spread), FOLDS)
    return found, read_only(scores[len(then) :])


def area_under(scores: FloatArray, positive: BoolArray) -> tuple[float, float]:
    """Give the area under the ROC curve, equal scores counted half, and its variance.

    Args:
        scores: Shape (n,).
        positive: Shape (n,), with at least two of each kind.

    Returns:
        The area in [0, 1], and its variance, >= 0.
    """
    ones, zeros = scores[positive], scores[~positive]
    wins = (ones[:, None] > zeros[None, :]) + 0.5 * (ones[:, None] == zeros[None, :])
    by_one, by_zero = wins.mean(axis=1), wins.mean(axis=0)
    variance = np.var(by_one, ddof=1) / len(ones) + np.var(by_zero, ddof=1) / len(zeros)
    return float(wins.mean()), float(variance)
