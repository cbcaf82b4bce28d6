"""UMAP on the true neighbors: the map that is kept.

UMAP is given the neighbors that exact search found (umap-learn calls that a precomputed kNN), so it builds no index of
its own, and starts from the principal components, so it needs no eigenvectors of the graph. Same vectors and seed, same
map, bit by bit. At most one UMAP runs in a process. Cost: 5 s to import and compile, then 5 s at 10,000 points.
"""

from __future__ import annotations

import threading
import warnings
from typing import Any

import numpy as np

from inspector.progress import Progress, silent
from inspector.projection.fuzzy import fuzzy_graph
from inspector.projection.neighbors import NeighborGraph
from inspector.projection.record import MapSettings
from inspector.vectors import Float32Array, FloatArray, cosine_distance

FEWEST = 10
"""Points: with fewer, there are no neighborhoods for UMAP to keep, and the principal components say all."""

ROUNDS = ((6_000, 500), (10_000, 300))
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
    others = min(settings.neighbors - 1, graph.points.shape[1])  # UMAP counts the point itself as one
    strengths = fuzzy_graph(graph.points[:, :others], cosine_distance(graph.similarities[:, :others]))
    with _LOCK, warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"umap\..*")
        progress(0, 0, "Preparing the map")
        return _optimized(units, strengths, _spread(start, settings.seed), settings, progress)


def _optimized(
    units: Float32Array, strengths: Any, start: FloatArray, settings: MapSettings, progress: Progress
) -> Float32Array:
    """Run UMAP's layout, with its own defaults, on a graph and from given positions."""
    from sklearn.utils import check_random_state
    from umap.umap_ import find_ab_params, simplicial_set_embedding

    a, b = find_ab_params(1.0, settings.min_dist)
    positions, _ = simplicial_set_embedding(
        data=units,
        graph=strengths,
        n_components=2,
        initial_alpha=1.0,
        a=a,
        b=b,
        gamma=1.0,
        negative_sample_rate=5,
        n_epochs=next((rounds for up_to, rounds in ROUNDS if len(units) <= up_to), _MANY_ROUNDS),
        init=start,
        random_state=check_random_state(settings.seed),
        metric="cosine",
        metric_kwds={},
        densmap=False,
        densmap_kwds={},
        output_dens=False,
        tqdm_kwds={"file": _Rounds(progress), "bar_format": "{n_fmt}/{total_fmt}", "miniters": 1, "disable": False},
    )
    return np.asarray(positions, dtype=np.float32)


def _spread(start: Float32Array, seed: int) -> FloatArray:
    """Scale the start to a fixed extent and part points that coincide by a little seeded noise."""
    extent = float(np.abs(start).max()) or 1.0
    noise = np.random.default_rng(seed).normal(scale=1e-4, size=start.shape)
    return _EXTENT * (start.astype(np.float64) / extent + noise)


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
