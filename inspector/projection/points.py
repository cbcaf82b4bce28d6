"""Which documents are drawn: all of them, or a sample in which every region of the collection has its share.

Cost: nothing up to the limit. Above it, one pass over at most twenty times as many vectors as are drawn.
"""

from __future__ import annotations

import numpy as np

from inspector.progress import Progress, silent
from inspector.projection.neighbors import unit_vectors
from inspector.stores.collection import Collection
from inspector.vectors import Float32Array, IntArray

MAX_POINTS = 50_000
"""Documents drawn by default: what a browser moves smoothly and UMAP lays out in half a minute."""

_READ = 20
_REGIONS = 256
_PER_REGION = 64
_BLOCK = 16_384
_MESSAGE = "Choosing documents for the map"


def choose_points(collection: Collection, limit: int, seed: int, *, progress: Progress = silent) -> IntArray:
    """Choose the documents of a map.

    Above the limit: a seeded sample, stratified by regions (k-means on the directions of the vectors). Each region
    gets its share of the points by the largest remainders, and at least one while there are enough. Documents without
    a direction are passed over then. Of more than 20 x limit documents, a plain sample of that size is taken first.

    Args:
        collection: The collection.
        limit: At most so many, >= 1.
        seed: Of the sample.
        progress: Told the documents read.

    Returns:
        Places in the collection, ascending.

    Raises:
        CancelledError: progress said so.
    """
    if collection.count <= limit:
        return np.arange(collection.count, dtype=np.int64)
    candidates = collection.sample(_READ * limit, seed)
    rows, regions = _regions(collection, candidates, seed, progress)
    shares = allocate(np.bincount(regions), limit)
    random = np.random.default_rng(seed)
    chosen = [
        random.choice(np.flatnonzero(regions == region), size=share, replace=False)
        for region, share in enumerate(shares)
        if share
    ]
    return np.sort(rows[np.concatenate(chosen)]) if chosen else np.empty(0, dtype=np.int64)


def allocate(sizes: IntArray, total: int) -> IntArray:
    """Share out places among regions in proportion to their sizes.

    Args:
        sizes: Shape (regions,), how many documents each has, >= 0.
        total: Places to give.

    Returns:
        Shape (regions,), at most the sizes, summing to `total` or to all there are. Every region that has documents
        gets at least one while there are as many places as regions; the rest go by the largest remainders.
    """
    if sizes.sum() <= total:
        return sizes.astype(np.int64)
    exact = sizes * (total / sizes.sum())
    shares: IntArray = np.floor(exact).astype(np.int64)
    if np.count_nonzero(sizes) <= total:
        shares = np.maximum(shares, (sizes > 0).astype(np.int64))
    order = np.argsort(shares - exact, kind="stable")
    missing = total - int(shares.sum())
    shares[order[: max(missing, 0)]] += 1
    shares[np.argsort(-shares, kind="stable")[: max(-missing, 0)]] -= 1
    return shares


def _regions(collection: Collection, candidates: IntArray, seed: int, progress: Progress) -> tuple[IntArray, IntArray]:
    """Give the candidates that have a direction, and the region each lies in."""
    centres = _centres(collection, candidates, seed)
    rows, regions = [], []
    for start in range(0, len(candidates), _BLOCK):
        progress(start, len(candidates), _MESSAGE)
        part = candidates[start : start + _BLOCK]
        units, directed = unit_vectors(collection.vectors(part))
        rows.append(part[directed])
        regions.append((units @ centres.T).argmax(axis=1))
    progress(len(candidates), len(candidates), _MESSAGE)
    return np.concatenate(rows), np.concatenate(regions).astype(np.int64)


def _centres(collection: Collection, candidates: IntArray, seed: int) -> Float32Array:
    """Find the centres of the regions from an even part of the candidates."""
    import faiss

    step = max(1, len(candidates) // (_REGIONS * _PER_REGION))
    units, _ = unit_vectors(collection.vectors(candidates[::step]))
    regions = min(_REGIONS, max(1, len(units) // _PER_REGION))
    if not len(units):
        return np.zeros((1, collection.contract.dim), dtype=np.float32)
    means = faiss.Kmeans(units.shape[1], regions, niter=10, seed=seed, spherical=True, min_points_per_centroid=1)
    means.train(units)
    centres: Float32Array = means.centroids
    return centres
