"""The fuzzy graph of UMAP: how strongly each point holds on to its true neighbors.

The definition is UMAP's (section 3.1 of the paper); a test compares it with umap-learn's own. It is computed here with
numpy because umap-learn compiles its version for ten seconds in every new process, and a map is drawn in a new process.
Cost: 0.1 s for each 10,000 points with 15 neighbors.

References:
    McInnes, Healy, Melville: UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction (2018),
    arXiv 1802.03426.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from inspector.vectors import FloatArray, IntArray

_HALVINGS = 40
_NARROWEST = 1e-3  # of the mean distance: points in a heap of copies still reach a little beyond it


def fuzzy_graph(points: IntArray, distances: FloatArray) -> Any:
    """Give the graph that UMAP lays out.

    Args:
        points: Shape (n, k): the k nearest other points of each point, nearest first, k >= 1.
        distances: Shape (n, k): their distances, >= 0, ascending.

    Returns:
        A symmetric sparse matrix of shape (n, n), float32: the strength of each pair, in (0, 1].
    """
    from scipy.sparse import coo_matrix

    count, k = points.shape
    strengths = directed_strengths(distances).astype(np.float32).ravel()
    rows = np.repeat(np.arange(count, dtype=np.int32), k)
    directed = coo_matrix((strengths, (rows, points.ravel().astype(np.int32))), shape=(count, count)).tocsr()
    back = directed.T.tocsr()
    return (directed + back - directed.multiply(back)).tocoo()


def directed_strengths(distances: FloatArray) -> FloatArray:
    """Give each point's hold on its neighbors: exp(-max(0, d - d1) / s).

    d1 is its smallest distance above 0. s is such that the strengths sum to log2(k + 1), the point itself counted among
    the neighbors, and at least a thousandth of its mean distance.

    Args:
        distances: Shape (n, k), >= 0, ascending.

    Returns:
        Shape (n, k), in (0, 1].
    """
    wide = np.asarray(distances, dtype=np.float64)
    nearest = np.where(wide > 0, wide, np.inf).min(axis=1, keepdims=True)
    excess = np.maximum(wide - np.where(np.isfinite(nearest), nearest, 0.0), 0.0)
    mean = wide.sum(axis=1, keepdims=True) / (wide.shape[1] + 1)
    overall = mean.mean() if len(mean) else 0.0
    narrowest = _NARROWEST * np.where(np.isfinite(nearest), mean, overall)
    scale = np.maximum(_scales(excess, np.log2(wide.shape[1] + 1)), narrowest)
    return np.asarray(np.exp(-excess / np.where(scale > 0, scale, 1.0)), dtype=np.float64)


def _scales(excess: FloatArray, target: float) -> FloatArray:
    """Find, by halving, the scale at which the strengths of each row sum to the target; 0 where they always exceed it.

    At a scale of x times the largest excess, k strengths sum to at least 1 + (k - 1) exp(-1 / x): at ten times, that is
    above log2(k + 1) for every k.
    """
    low = np.zeros((len(excess), 1))
    high = 10.0 * excess.max(axis=1, keepdims=True)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        total = np.exp(-excess / np.where(middle > 0, middle, 1.0)).sum(axis=1, keepdims=True)
        above = total > target
        high = np.where(above, middle, high)
        low = np.where(above, low, middle)
    return np.asarray((low + high) / 2, dtype=np.float64)
