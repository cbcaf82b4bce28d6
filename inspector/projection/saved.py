"""Maps made and kept: one file for each collection and settings, under `INSPECTOR_HOME`.

Invariant: a kept map is found by the content it shows, and a broken file is as good as none. The calls that draw are
here: `make_map` for the map that is kept, `quick_map` for the one that is there at once.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from inspector import files
from inspector.progress import Progress, silent
from inspector.projection.layout import FEWEST, umap_positions
from inspector.projection.neighbors import (
    drawn_neighbors,
    kept_share,
    neighbor_graph,
    preservation,
    unit_vectors,
)
from inspector.projection.pca import pca_positions
from inspector.projection.points import MAX_POINTS, choose_points
from inspector.projection.record import MapMethod, MapSettings, ProjectionMap
from inspector.stores.collection import Collection
from inspector.vectors import Float32Array, IntArray, read_only

_ARRAYS = ("rows", "x", "y", "preservation", "placed")
_NUMBERS = ("mean_preservation", "neighbors", "seed", "count", "sampled", "left_out")
_MEASURED = 500
_BROKEN = (*files.NO_ARRAY, OSError, TypeError, KeyError, MemoryError, RuntimeError, zipfile.BadZipFile)


def map_path(collection: Collection, settings: MapSettings) -> Path:
    """Give the file in which the map of this content and these settings is kept, made or not."""
    return files.home() / collection.fingerprint / f"map-{settings.key}.npz"


def make_map(
    collection: Collection, *, points: int = MAX_POINTS, seed: int = 0, progress: Progress = silent
) -> ProjectionMap:
    """Give the map of a collection: the kept one, or drawn by UMAP now and kept.

    With fewer than `FEWEST` documents it is drawn by PCA, and says so.

    Args:
        collection: The collection.
        points: At most so many documents are drawn, >= 1.
        seed: The same seed gives the same map.
        progress: Told each stage.

    Raises:
        CancelledError: progress said so; nothing is kept then.
        StoreError: the map cannot be written.
    """
    settings = MapSettings(points, seed)
    kept = load_map(collection, settings)
    if kept is not None:
        return kept
    rows, units, left_out = _read(collection, settings, progress)
    graph = neighbor_graph(units, settings.neighbors, progress=progress)
    positions = pca_positions(units)
    method = MapMethod.PCA
    if len(units) >= FEWEST:
        positions = umap_positions(units, graph, positions, settings, progress=progress)
        method = MapMethod.UMAP
    share = preservation(graph, positions)
    mean = _mean(share)
    drawn = _record(collection, settings, method, rows, positions, share, mean, graph.points.shape[1], left_out)
    save_map(collection, drawn)
    return drawn


def quick_map(collection: Collection, *, points: int = MAX_POINTS, seed: int = 0) -> ProjectionMap:
    """Give a map by PCA at once, of the documents that `make_map` draws with the same points and seed.

    Only the mean preservation is measured, on 500 points, evenly spread; that of single points is NaN.
    """
    settings = MapSettings(points, seed)
    rows, units, left_out = _read(collection, settings, silent)
    positions = pca_positions(units)
    k = min(settings.neighbors, len(units) - 1)
    mean = float("nan")
    if k > 0:
        some = np.unique(np.linspace(0, len(units) - 1, _MEASURED).astype(np.int64))
        mean = _mean(kept_share(_true_neighbors(units, some, k), drawn_neighbors(positions, some, k)))
    share = np.full(len(units), np.nan, dtype=np.float32)
    return _record(collection, settings, MapMethod.PCA, rows, positions, share, mean, max(k, 0), left_out)


def _mean(share: Float32Array) -> float:
    return float(share.mean(dtype=np.float64)) if len(share) else float("nan")


def _true_neighbors(units: Float32Array, some: IntArray, k: int) -> IntArray:
    similarities = units[some] @ units.T
    similarities[np.arange(len(some)), some] = -np.inf
    return np.argpartition(-similarities, k - 1, axis=1)[:, :k]


def _read(collection: Collection, settings: MapSettings, progress: Progress) -> tuple[IntArray, Float32Array, int]:
    """Choose the documents; give their places, unit vectors, and how many had to be left out."""
    rows = choose_points(collection, settings.points, settings.seed, progress=progress)
    units, directed = unit_vectors(collection.vectors(rows))
    return rows[directed], units, int(len(rows) - directed.sum())


def _record(
    collection: Collection,
    settings: MapSettings,
    method: MapMethod,
    rows: IntArray,
    positions: Float32Array,
    share: Float32Array,
    mean: float,
    k: int,
    left_out: int,
) -> ProjectionMap:
    return ProjectionMap(
        rows=read_only(rows),
        x=read_only(np.ascontiguousarray(positions[:, 0])),
        y=read_only(np.ascontiguousarray(positions[:, 1])),
        preservation=read_only(share),
        mean_preservation=mean,
        placed=read_only(np.zeros(len(rows), dtype=np.bool_)),
        method=method,
        neighbors=k,
        seed=settings.seed,
        count=collection.count,
        sampled=collection.count > settings.points,
        left_out=left_out,
        settings=settings,
    )


def save_map(collection: Collection, drawn: ProjectionMap) -> Path:
    """Keep a map; gives its file.

    Raises:
        StoreError: the folder cannot be written to, or the disk is full.
    """
    path = map_path(collection, drawn.settings)
    content: dict[str, Any] = {name: getattr(drawn, name) for name in (*_ARRAYS, *_NUMBERS)}
    content["method"] = drawn.method.value
    files.write_atomic(path, lambda part: np.savez(part, **content))
    return path


def load_map(collection: Collection, settings: MapSettings) -> ProjectionMap | None:
    """Give the kept map of a collection; None where there is none, or its file is broken or does not fit."""
    path = map_path(collection, settings)
    try:
        with np.load(path, allow_pickle=False) as content:
            drawn = _read_record(content, settings)
    except _BROKEN:
        return None
    return drawn if _fits(drawn, collection) else None


def _read_record(content: Any, settings: MapSettings) -> ProjectionMap:
    arrays: dict[str, Any] = {name: read_only(content[name]) for name in _ARRAYS}
    numbers: dict[str, Any] = {name: content[name].item() for name in _NUMBERS}
    return ProjectionMap(**arrays, **numbers, method=MapMethod(str(content["method"])), settings=settings)


def _fits(drawn: ProjectionMap, collection: Collection) -> bool:
    """Tell whether all arrays are of one length, finite where they must be, and speak of this collection's rows."""
    size = len(drawn.rows)
    same = all(getattr(drawn, name).shape == (size,) for name in _ARRAYS)
    if not same or drawn.count != collection.count or drawn.seed != drawn.settings.seed:
        return False
    inside = bool(size == 0 or (drawn.rows.min() >= 0 and drawn.rows.max() < collection.count))
    return inside and bool(np.isfinite(drawn.x).all() and np.isfinite(drawn.y).all())
