"""Fair shares from some subsets: the shares of the smoothest game that has the values which were measured.

A share depends only on the odd part of a game, D(S) = (v(S) - v(N without S)) / 2, so subsets are asked in pairs. What
units add alone or by twos makes D a sum over units, which is fitted by generalized least squares; what is left is
interpolated by a Gaussian process whose covariance falls by `NEARNESS` with each unit by which two subsets differ. The
share of an interpolated game is a sum over the measured pairs with weights that depend on the subsets alone.
Invariants: exact for units that act alone or by twos; the shares sum to v(N) - v(empty), as both ends are measured and
the interpolation passes through them.

References:
    Owen 1972, "Multilinear extensions of games" (a share as an integral). Rasmussen and Ghahramani 2003, "Bayesian
    Monte Carlo". Mayer and Wüthrich 2025, arXiv 2508.12947 (pairs recover interactions up to order two).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from inspector.explain.subsets import spread_subsets
from inspector.vectors import BoolArray, FloatArray, read_only

NEARNESS = 0.3
"""Correlation of two games' values one unit apart. From .3 to .85 the errors of SciFact's and StackFAQ's shares are the
same; the lower value states its own error more carefully."""


@dataclass(frozen=True, slots=True)
class Interpolation:
    """How the differences of pairs make shares, and how far these may be off.

    Attributes:
        weights: Shape (units, pairs): shares = weights @ D.
        variance: Shape (units,), >= 0: squared standard error of a share of a game of scale 1.
        misfit: Shape (pairs, pairs): D @ misfit @ D / freedom is the squared scale of a game.
        freedom: Pairs more than units; 0 where nothing is left to tell the scale from.
    """

    weights: FloatArray
    variance: FloatArray
    misfit: FloatArray
    freedom: int


@lru_cache(maxsize=16)
def interpolation(count: int, rounds: int, seed: int) -> Interpolation:
    """Make the weights for the subsets of `spread_subsets`; the same arguments."""
    subsets = spread_subsets(count, rounds, seed)
    covariance, to_shares, prior = _covariances(subsets)
    alone = np.where(subsets, 0.5, -0.5)
    inverse = np.linalg.inv(covariance)
    fitted = np.linalg.solve(alone.T @ inverse @ alone, alone.T @ inverse)
    misfit = inverse - inverse @ alone @ fitted
    weights = fitted + to_shares @ misfit
    variance = prior - 2 * (weights * to_shares).sum(axis=1) + ((weights @ covariance) * weights).sum(axis=1)
    freedom = len(subsets) - count
    return Interpolation(read_only(weights), read_only(np.maximum(variance, 0.0)), read_only(misfit), freedom)


def _covariances(subsets: BoolArray) -> tuple[FloatArray, FloatArray, float]:
    """Give the covariances of differences with each other, of shares with differences, and the variance of a share.

    A share is an integral over q in [0, 1] of what the unit adds to a set that has each other unit with probability q
    (Owen). The covariance is a product over units, so each integrand is a polynomial in q, which Gauss and Legendre's
    rule integrates exactly.
    """
    count = subsets.shape[1]
    points, parts = np.polynomial.legendre.leggauss(count // 2 + 1)
    q, parts = (points + 1) / 2, parts / 2
    apart = (subsets[:, None, :] != subsets[None, :, :]).sum(axis=2)
    covariance = (NEARNESS**apart - NEARNESS ** (count - apart)) / 2
    there, gone = q + (1 - q) * NEARNESS, 1 - q + q * NEARNESS
    by_others = np.array([(parts * there**size * gone ** (count - 1 - size)).sum() for size in range(count)])
    others = subsets.sum(axis=1)[:, None] - subsets
    to_shares = np.where(subsets, 1 - NEARNESS, NEARNESS - 1) * by_others[others]
    same = np.outer(q, q) + np.outer(1 - q, 1 - q)
    prior = 2 * (1 - NEARNESS) * float(parts @ (same + NEARNESS * (1 - same)) ** (count - 1) @ parts)
    return covariance, to_shares.T, prior
