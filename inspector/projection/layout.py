"""UMAP on the true neighbors: the map that is kept.

UMAP is given the neighbors that exact search found, so it builds no index of its own, and starts from the principal
components, so it needs no eigenvectors of the graph. Same vectors and seed, same map, bit by bit. At most one UMAP runs
in a process. Cost: a first fit in a process compiles for several seconds, then about 4 s at 10,000 points.
"""

from __future__ import annotations

import threading
import warnings

import numpy as np

from inspector.progress import Progress, silent
from inspector.projection.neighbors import NeighborGraph
from inspector.projection.record import MapSettings
from inspector.vectors import Float32Array, FloatArray, IntArray, cosine_distance

FEWEST = 10
"""Points: with fewer, there are no neighborhoods for UMAP to keep, and the principal components say all."""

ROUNDS = ((2_500, 500), (10_000, 300))
"""Rounds of the layout by number of points: (up to, rounds). UMAP itself takes 500 up to 10,000 points; 300 lower the
mean preservation by 0.005 and take 60 % of the time."""

_MANY_ROUNDS = 200
_LOCK = threading.Lock()
_MESSAGE = "Drawing the map"
_EXTENT = 10.0


def umap_positions(
    units: Float32Array,
    graph: NeighborGraph,
    start: Float32Array,
    settings: MapSettings,
    *,
    progress: Progress = silent,
) -> Float32Array:
    """Lay out points so that true neighbors come to lie together.

    Args:
        units: Shape (n, dim), unit vectors, n >= `FEWEST`.
        graph: Their true neighbors.
        start: Shape (n, 2): where the points are at first.
        settings: Neighbors, closeness and seed.
        progress: Told the finished rounds.

    Returns:
        Shape (n, 2), finite.

    Raises:
        CancelledError: progress said so.
    """
    indices, distances = _with_itself(graph, settings.neighbors)
    with _LOCK, warnings.catch_warnings():
        progress(0, 0, "Preparing the map")
        import numba
        import umap

        warnings.filterwarnings("ignore", module=r"umap\..*")
        model = umap.UMAP(
            n_neighbors=indices.shape[1],
            n_components=2,
            metric="cosine",
            min_dist=settings.min_dist,
            n_epochs=next((rounds for up_to, rounds in ROUNDS if len(units) <= up_to), _MANY_ROUNDS),
            init=_spread(start, settings.seed),
            random_state=settings.seed,
            n_jobs=1,
            precomputed_knn=(indices, distances),
            tqdm_kwds={"file": _Rounds(progress), "bar_format": "{n_fmt}/{total_fmt}", "miniters": 1, "disable": False},
        )
        threads = numba.get_num_threads()
        try:
            fitted = model.fit(units)
        finally:
            numba.set_num_threads(threads)
    return _finite(np.asarray(fitted.embedding_, dtype=np.float32), start)


def _with_itself(graph: NeighborGraph, neighbors: int) -> tuple[IntArray, Float32Array]:
    """Give neighbors and cosine distances as UMAP wants them: each point is its own first neighbor."""
    count = len(graph.points)
    others = min(neighbors - 1, graph.points.shape[1])
    indices = np.hstack([np.arange(count)[:, None], graph.points[:, :others]])
    near = cosine_distance(graph.similarities[:, :others])
    distances = np.hstack([np.zeros((count, 1)), near]).astype(np.float32)
    return np.ascontiguousarray(indices), np.ascontiguousarray(distances)


def _spread(start: Float32Array, seed: int) -> FloatArray:
    """Scale the start to a fixed extent and part points that coincide by a little seeded noise."""
    extent = float(np.abs(start).max()) or 1.0
    noise = np.random.default_rng(seed).normal(scale=1e-4, size=start.shape)
    return _EXTENT * (start.astype(np.float64) / extent + noise)


def _finite(positions: Float32Array, start: Float32Array) -> Float32Array:
    """Put points that UMAP could not connect to any other where they started, on the scale of the others."""
    lost = ~np.isfinite(positions).all(axis=1)
    if lost.any():
        extent = float(np.abs(start).max()) or 1.0
        positions[lost] = _EXTENT * start[lost] / extent
    return positions


class _Rounds:
    """The file that UMAP's progress bar writes to: "37/500" becomes progress."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def write(self, text: str) -> int:
        done, slash, total = text.strip().partition("/")
        if slash and done.isdigit() and total.isdigit():
            self._progress(int(done), int(total), _MESSAGE)
        return len(text)

    def flush(self) -> None:
        """Do nothing: nothing is kept back."""
