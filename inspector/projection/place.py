"""What was not drawn with the map: the query, and documents outside the sample, put among their true neighbors.

A point is placed at the mean of its true neighbors that are on the map, the closer the heavier. UMAP's own transform is
never used: it would lay the point out anew, and nobody could say why it came to lie there. How wrong the picture is
then stands in ranks: the rank a document has on the map beside the rank it truly has.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from inspector.projection.neighbors import unit_vectors
from inspector.projection.record import ProjectionMap
from inspector.stores.collection import Collection
from inspector.vectors import BoolArray, Float32Array, FloatArray, IntArray, Scalar, Vectors, cosine_distance, read_only

FAR = 5
"""Among the nearest k means rank 1 to k; from rank 5 k + 1 on, a document is called far."""

_BLOCK = 16_384


def weights(similarities: Vectors) -> FloatArray:
    """Weigh neighbors by closeness: exp(-(d - d_min) / mean(d - d_min)), scaled to sum 1; d = cosine distance.

    The scale is the neighbors' own spread, so near and far neighborhoods are weighed alike. Equal distances weigh the
    same.

    Args:
        similarities: Shape (k,), cosine similarities in [-1, 1], k >= 1.

    Returns:
        Shape (k,), > 0.
    """
    excess = cosine_distance(similarities)
    excess -= excess.min()
    spread = excess.mean()
    raw = np.exp(-excess / spread) if spread > 0 else np.ones_like(excess)
    return np.asarray(raw / raw.sum(), dtype=np.float64)


def place(drawn: ProjectionMap, rows: IntArray, similarities: Vectors) -> tuple[float, float] | None:
    """Give the place of something that was not drawn, from its true neighbors.

    Args:
        drawn: The map.
        rows: Its true neighbors, by place in the collection; those that are not on the map are passed over.
        similarities: Shape of `rows`: their cosine similarities; a NaN is passed over.

    Returns:
        (x, y), within the neighbors' convex hull; None where no neighbor is on the map.
    """
    points = drawn.points_of(rows)
    known = (points >= 0) & np.isfinite(similarities)
    if not known.any():
        return None
    share = weights(similarities[known])
    points = points[known]
    return float(share @ drawn.x[points]), float(share @ drawn.y[points])


def add_points(drawn: ProjectionMap, collection: Collection, rows: IntArray) -> ProjectionMap:
    """Give the map with the given documents on it.

    Those that are missing are placed among their `neighbors` nearest documents of the drawn map, behind its points,
    and marked as placed; their preservation is not measured. Documents without a direction cannot be placed.

    Args:
        drawn: The map.
        collection: The collection it shows.
        rows: Places in the collection, 0-based; negative ones are passed over.
    """
    missing = np.unique(rows[(drawn.points_of(rows) < 0) & (rows >= 0)])
    basis = drawn.rows[~drawn.placed]
    if not len(missing) or not len(basis):
        return drawn
    units, directed = unit_vectors(collection.vectors(missing))
    missing = missing[directed]
    if not len(missing):
        return drawn
    places = [
        place(drawn, near, similarities)
        for near, similarities in zip(*_nearest(collection, basis, units, drawn.settings.neighbors), strict=True)
    ]
    positions = np.array(places, dtype=np.float32)
    return replace(
        drawn,
        rows=_behind(drawn.rows, missing),
        x=_behind(drawn.x, positions[:, 0]),
        y=_behind(drawn.y, positions[:, 1]),
        preservation=_behind(drawn.preservation, np.full(len(missing), np.nan, dtype=np.float32)),
        placed=_behind(drawn.placed, np.ones(len(missing), dtype=np.bool_)),
    )


def _behind(first: npt.NDArray[Scalar], then: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    return read_only(np.concatenate([first, then]))


def _nearest(collection: Collection, rows: IntArray, units: Float32Array, k: int) -> tuple[IntArray, Float32Array]:
    """Find the k nearest of some documents to each of a few unit vectors: places and similarities, nearest first."""
    similarities = np.empty((len(units), len(rows)), dtype=np.float32)
    for start in range(0, len(rows), _BLOCK):
        part, directed = unit_vectors(collection.vectors(rows[start : start + _BLOCK]))
        block = np.full((len(units), len(directed)), np.nan, dtype=np.float32)
        block[:, directed] = units @ part.T
        similarities[:, start : start + _BLOCK] = block
    best = np.argsort(-similarities, axis=1, kind="stable")[:, :k]
    return rows[best], np.take_along_axis(similarities, best, axis=1)


def drawn_ranks(drawn: ProjectionMap, at: tuple[float, float], rows: IntArray) -> IntArray:
    """Say which rank documents have by nearness on the map.

    Args:
        drawn: The map.
        at: Where the query lies.
        rows: Places in the collection.

    Returns:
        Shape of `rows`, 1-based; equally near ones share the better rank; 0 = not on the map.
    """
    distances = _drawn_distances(drawn, at)
    points = drawn.points_of(rows)
    order = np.sort(distances)
    ranks = np.searchsorted(order, distances[points.clip(min=0)], side="left") + 1 if len(order) else points + 1
    return np.where(points >= 0, ranks, 0).astype(np.int64)


def drawn_nearest(drawn: ProjectionMap, at: tuple[float, float], k: int) -> IntArray:
    """Give the k documents that look nearest on the map, by place in the collection, nearest first."""
    return drawn.rows[np.argsort(_drawn_distances(drawn, at), kind="stable")[:k]]


def far(ranks: IntArray, k: int) -> BoolArray:
    """Say which documents are far by their rank: beyond 5 k, or absent (0).

    Two questions, one rule. True neighbors by their `drawn_ranks`: "is near, is drawn far away". Documents of
    `drawn_nearest` by their exact ranks for the query: "looks near, is far".

    Args:
        ranks: 1-based; 0 = absent.
        k: Length of the list on show, >= 1.
    """
    return np.asarray((ranks == 0) | (ranks > FAR * k))


def _drawn_distances(drawn: ProjectionMap, at: tuple[float, float]) -> FloatArray:
    return np.hypot(drawn.x.astype(np.float64) - at[0], drawn.y.astype(np.float64) - at[1])
