"""Whether two rankings of the same words agree, and how much agreement chance alone would bring."""

from __future__ import annotations

import numpy as np

from inspector.vectors import FloatArray

LUCK = 0.05
"""How often chance may pass for agreement."""
_NORMAL_95 = 1.6449  # 95 % of a standard normal lie below


def spearman(left: FloatArray, right: FloatArray) -> float:
    """Give Spearman's rank correlation, ties sharing their mean rank.

    Args:
        left: Shape (n,).
        right: Shape (n,).

    Returns:
        -1 (reversed) to 1 (same order); NaN where n < 2, one side is all equal, or a number is NaN.
    """
    if len(left) < 2 or np.isnan(left).any() or np.isnan(right).any():
        return float("nan")
    first, second = _ranks(left), _ranks(right)
    first, second = first - first.mean(), second - second.mean()
    size = float(np.sqrt((first * first).sum() * (second * second).sum()))
    return float((first * second).sum()) / size if size else float("nan")


def chance_agreement(count: int) -> float:
    """Give the rank correlation that unrelated rankings of `count` things exceed in one of twenty cases.

    The correlation of unrelated rankings has variance 1 / (n - 1); below five things even a perfect match happens by
    chance too often, and the answer is 1.
    """
    return min(1.0, _NORMAL_95 / float(np.sqrt(count - 1))) if count >= 5 else 1.0


def _ranks(values: FloatArray) -> FloatArray:
    """Give ascending ranks from 0, equal values the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last: FloatArray = np.cumsum(counts).astype(np.float64)
    mean: FloatArray = last - (counts + 1) / 2
    return mean[place]
