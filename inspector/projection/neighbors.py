"""The true neighbors of each point, and how many of them a map keeps.

Neighbors are those of the vectors' directions, found by exact search: the ones the index has, not an approximation.
Cost: n² comparisons by FAISS on all cores, about 1 s at 10,000 x 384 and 20 to 30 s at 50,000 x 384 on two cores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.progress import Progress, silent
from inspector.vectors import BoolArray, Float32Array, IntArray, Vectors, directions

_BLOCK = 2_048
_MESSAGE = "Finding true neighbors"


@dataclass(frozen=True, slots=True)
class NeighborGraph:
    """The nearest other points of each point, nearest first.

    Attributes:
        points: Shape (n, k): numbers of the nearest points, 0-based, the point itself not among them.
        similarities: Shape (n, k): their cosine similarities in [-1, 1], float32.
    """

    points: IntArray
    similarities: Float32Array


def unit_vectors(vectors: Vectors) -> tuple[Float32Array, BoolArray]:
    """Scale vectors to length 1, in float32, and say which have a direction at all.

    Args:
        vectors: Shape (n, dim).

    Returns:
        The unit vectors of those with a direction, shape (m, dim), and which these are, shape (n,): a zero vector and
        one with a NaN or infinite component have none.
    """
    units = np.empty(vectors.shape, dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        units[start : start + _BLOCK] = directions(vectors[start : start + _BLOCK])
    directed: BoolArray = np.isfinite(units).all(axis=1) & np.any(units, axis=1)
    return (units if directed.all() else units[directed]), directed


def neighbor_graph(units: Float32Array, k: int, *, progress: Progress = silent) -> NeighborGraph:
    """Find the k nearest other points of each point by exact search.

    Of points at equal distance any may be taken; a point is never its own neighbor, its exact copies may be.

    Args:
        units: Shape (n, dim), unit vectors.
        k: At most n - 1; more is cut down to it.
        progress: Told the points done.

    Raises:
        CancelledError: progress said so.
    """
    import faiss

    count = len(units)
    k = max(0, min(k, count - 1))
    index = faiss.IndexFlatIP(units.shape[1])
    index.add(np.ascontiguousarray(units))
    points = np.empty((count, k), dtype=np.int64)
    similarities = np.empty((count, k), dtype=np.float32)
    for start in range(0, count, _BLOCK):
        progress(start, count, _MESSAGE)
        scores, found = index.search(np.ascontiguousarray(units[start : start + _BLOCK]), k + 1)
        others = _others(found, start)
        points[start : start + _BLOCK] = found[others].reshape(len(found), k)
        similarities[start : start + _BLOCK] = scores[others].reshape(len(found), k)
    progress(count, count, _MESSAGE)
    return NeighborGraph(points, np.clip(similarities, -1.0, 1.0))


def _others(found: IntArray, start: int) -> BoolArray:
    """Say which hits to keep: all but the point itself, or the last one where its copies have crowded it out."""
    itself: BoolArray = found == np.arange(start, start + len(found))[:, None]
    itself[~itself.any(axis=1), -1] = True
    return np.logical_not(itself)


def preservation(graph: NeighborGraph, positions: Float32Array) -> Float32Array:
    """Measure how many true neighbors of each point are its nearest on the map.

    Args:
        graph: The true neighbors, k of each point.
        positions: Shape (n, 2).

    Returns:
        Shape (n,), in [0, 1]: the share of the k true nearest points among the k nearest on the map; NaN for k = 0.
    """
    k = graph.points.shape[1]
    if k == 0:
        return np.full(len(positions), np.nan, dtype=np.float32)
    drawn = drawn_neighbors(positions, np.arange(len(positions)), k)
    return kept_share(graph.points, drawn)


def drawn_neighbors(positions: Float32Array, points: IntArray, k: int) -> IntArray:
    """Give the k nearest other points of given points on the map, shape (len(points), k), nearest first."""
    from scipy.spatial import cKDTree

    _, found = cKDTree(positions).query(positions[points], k=k + 1)
    itself = found == points[:, None]
    itself[~itself.any(axis=1), -1] = True
    nearest: IntArray = found[~itself].reshape(len(found), k).astype(np.int64)
    return nearest


def kept_share(true: IntArray, drawn: IntArray) -> Float32Array:
    """Give the share of each row of `true` that is in the same row of `drawn`; both of shape (n, k), k >= 1."""
    share = np.empty(len(true), dtype=np.float32)
    for start in range(0, len(true), _BLOCK):
        part = slice(start, start + _BLOCK)
        share[part] = (true[part, :, None] == drawn[part, None, :]).any(axis=2).mean(axis=1)
    return share
