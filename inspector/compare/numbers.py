"""Estimates over queries with their 95 % intervals: shares by Wilson, means by bootstrap.

Invariant: the same queries give the same interval; the draws are seeded. Where queries count as often as they were
asked, a share's interval rests on the effective number of queries, which a few frequent ones make small.

References:
    Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    Kish 1965, "Survey Sampling" (effective sample size: squared sum of the weights by the sum of their squares).
"""

from __future__ import annotations

import math

import numpy as np

from inspector.evaluate.significance import bootstrap_intervals
from inspector.records.index_changes import Interval
from inspector.vectors import FloatArray

Z = 1.959963984540054
"""The normal distribution has 95 % of its mass within so many standard deviations."""

DRAWS, FEWEST_DRAWS = 2_000, 200
_AT_MOST, _AT_ONCE = 40_000_000, 1_000_000
_SEED = 0


def share(hits: FloatArray, weights: FloatArray) -> Interval:
    """Give the weighted share of hits with its Wilson interval.

    Args:
        hits: Shape (n,), 1 or 0 each, n >= 1.
        weights: Shape (n,), > 0.
    """
    value = float(np.average(hits, weights=weights))
    n = float(weights.sum()) ** 2 / float((weights**2).sum())
    middle = (value + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(value * (1 - value) / n + Z * Z / (4 * n * n))
    return Interval(value, min(value, max(0.0, middle - half)), max(value, min(1.0, middle + half)))


def mean(values: FloatArray, weights: FloatArray) -> Interval:
    """Give the weighted mean with the middle 95 % of the means of queries drawn with repetition.

    Args:
        values: Shape (n,), n >= 1.
        weights: Shape (n,), > 0.
    """
    value = float(np.average(values, weights=weights))
    draws = int(np.clip(_AT_MOST // len(values), FEWEST_DRAWS, DRAWS))
    if (weights == weights[0]).all():
        low, high = bootstrap_intervals(values[None], _SEED, draws)[0]
    else:
        low, high = _weighted_interval(values, weights, draws)
    return Interval(value, min(value, float(low)), max(value, float(high)))


def _weighted_interval(values: FloatArray, weights: FloatArray, draws: int) -> FloatArray:
    """Give the middle 95 % of the weighted means of queries drawn with repetition, each with its weight."""
    generator = np.random.default_rng(_SEED)
    size, weighted = len(values), values * weights
    means = np.empty(draws)
    block = max(1, _AT_ONCE // size)
    for start in range(0, draws, block):
        chosen = generator.integers(0, size, (min(block, draws - start), size))
        means[start : start + len(chosen)] = weighted[chosen].sum(axis=1) / weights[chosen].sum(axis=1)
    return np.quantile(means, (0.025, 0.975))
