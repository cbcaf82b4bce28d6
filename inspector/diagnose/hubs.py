"""Documents that stand near very many others: how often each is among the k nearest of another.

In many dimensions some documents become hubs, in the lists of far more queries than their content explains, and others
are in no list at all. Invariant: a document's own list never holds itself or its exact copies, and a vector without a
direction (zero, or not finite) neither asks nor is found. Nearness is that of directions, whatever the metric; of
documents equally near, any may take the last place.

Cost: askers x documents comparisons by FAISS on all cores, bounded by `PRODUCTS`; a few MB on disk at most.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inspector import files, fingerprint
from inspector.errors import StoreError
from inspector.progress import Progress, silent
from inspector.projection.neighbors import unit_vectors
from inspector.stores.collection import Collection
from inspector.vectors import BoolArray, Float32Array, IntArray, directions, read_only

K, ASKERS, SEED = 10, 10_000, 0
PRODUCTS = 1_500_000_000_000
"""At most so many products of two components are formed: half a minute on two cores."""
METHOD = 1
"""Version of the way hubs are counted; part of the key of those kept on disk."""

_DEPTHS = (K + 1, 100, 1000)
_BYTES = 64 << 20
_PLACES = 2_048 * (K + 1)
_CHANCE = 0.05
_BROKEN = (*files.NO_ARRAY, OSError, TypeError, KeyError, MemoryError, RuntimeError, zipfile.BadZipFile)
_SAME = 1e-6  # what two batches of one model may make of the same text
_CLOSE = 1e-5  # no less than `_SAME` and float32 rounding together take from a similarity of 1


@dataclass(frozen=True, slots=True)
class Hubness:
    """How often each document of a collection is among the nearest of others.

    Attributes:
        rows: Places of the hubs, most frequent first.
        counts: Shape (count,): in how many of the askers' lists each document stands, >= 0; itself and its exact
            copies do not ask for it.
        queries: How many documents asked.
        k: Length of each list.
        bar: A document that stands in more lists than this is a hub.
        antihubs: Documents with a direction that stand in no list.
    """

    rows: IntArray
    counts: IntArray
    queries: int
    k: int
    bar: float
    antihubs: int


def load_hubness(collection: Collection, progress: Progress = silent) -> Hubness:
    """Give the hubs of a collection, counted once and kept on disk by its fingerprint.

    A kept file that cannot be read is counted again; a disk that cannot be written to means counting again next time.

    Args:
        collection: Any.
        progress: Called while counting.

    Raises:
        CancelledError: progress asked to stop.
    """
    key = fingerprint.of_values(METHOD, K, ASKERS, SEED, PRODUCTS)
    try:
        path = files.home() / collection.fingerprint / f"hubness-{key}.npz"
    except StoreError:
        return measure_hubness(collection, progress=progress)
    kept = _read(path, collection.count)
    if kept is None:
        kept = measure_hubness(collection, progress=progress)
        _keep(path, kept)
    return kept


def measure_hubness(
    collection: Collection, *, k: int = K, askers: int = ASKERS, seed: int = SEED, progress: Progress = silent
) -> Hubness:
    """Count in how many lists of k nearest documents each document stands.

    A document is a hub where its count exceeds the mean by more than two standard deviations, both of this
    collection's own counts: the convention of the field. Up to `askers` documents all ask. Of more a seeded sample
    asks, since the time grows with askers times documents and a hub shows in any sample, and fewer than that where
    `PRODUCTS` says so. Then a hub must also exceed what sampling alone would give one document in the whole
    collection with a chance of 5 %, were all equally near (Poisson).

    Args:
        collection: Any; where there are no more than k other documents, every list holds all, and nothing is a hub.
        k: Length of each list, >= 1.
        askers: How many documents ask at most, >= 1.
        seed: The same seed gives the same sample.
        progress: Told how far the search has come.

    Raises:
        CancelledError: progress asked to stop.

    References:
        Radovanović, Nanopoulos, Ivanović 2010, "Hubs in space", JMLR 11. Tomašev et al. 2014, "The role of hubness in
        clustering high-dimensional data", IEEE TKDE 26.
    """
    products = collection.count * collection.contract.dim
    rows = collection.sample(min(askers, max(1, PRODUCTS // products)), seed)
    units, directed = unit_vectors(collection.vectors(rows))
    # The same vector asks once and counts as often as it stands there: a collection of copies costs no more for them.
    _, first, asked = np.unique(_keys(units), return_index=True, return_counts=True)
    counts = np.zeros(collection.count, dtype=np.int64)
    found_in = _Search(collection, units[first], k, progress)
    for places, found in found_in.lists():
        np.add.at(counts, found[found >= 0], np.repeat(asked[places], (found >= 0).sum(axis=1)))
    return _judged(counts, found_in.directed, int(directed.sum()), k, sampled=len(rows) < collection.count)


def _judged(counts: IntArray, directed: BoolArray, queries: int, k: int, *, sampled: bool) -> Hubness:
    among = counts[directed]
    bar = float("inf")
    if len(among) > k + 1:
        bar = float(among.mean() + 2 * among.std())
        if sampled:
            from scipy.stats import poisson

            bar = max(bar, float(poisson.isf(_CHANCE / len(among), among.mean())))
    hubs = np.flatnonzero(counts > bar)
    order = np.lexsort((hubs, -counts[hubs]))
    antihubs = int(np.count_nonzero(among == 0)) if queries else 0
    return Hubness(read_only(hubs[order]), read_only(counts), queries, k, bar, antihubs)


def _keys(units: Float32Array) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    """Give each vector as one value: equal where all bytes are."""
    positive = np.ascontiguousarray(units + np.float32(0))  # -0 and 0 are one number
    return positive.view(np.dtype((np.void, positive.shape[1] * positive.itemsize))).ravel()


class _Search:
    """Exact search of all documents by the askers, deeper for those whose list their copies fill."""

    def __init__(self, collection: Collection, askers: Float32Array, k: int, progress: Progress) -> None:
        self.directed: BoolArray = np.zeros(collection.count, dtype=np.bool_)
        self._collection, self._askers, self._k, self._progress = collection, askers, k, progress

    def lists(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Give, part by part, places of askers and the k nearest of each, shape (len(places), k), -1 for none.

        A list that a thousand copies fill stays as short as it is.
        """
        pending = np.arange(len(self._askers))
        for depth in sorted({max(self._k + 1, depth) for depth in _DEPTHS}):
            scores, rows = self._nearest(self._askers[pending], depth)
            last = depth >= min(max(_DEPTHS), self._collection.count)
            unfinished = []
            step = max(1, _PLACES // depth)
            for start in range(0, len(pending), step):
                part = slice(start, start + step)
                found, full = self._others(pending[part], scores[part], rows[part])
                done = full | last
                unfinished.append(pending[part][~done])
                yield pending[part][done], found[done]
            pending = np.concatenate([*unfinished, np.empty(0, dtype=np.int64)]).astype(np.int64)
            if not len(pending):
                break

    def _nearest(self, askers: Float32Array, depth: int) -> tuple[Float32Array, IntArray]:
        """Give similarities and places of the nearest documents of each asker, best first; place -1 for none."""
        scores = np.full((len(askers), depth), -np.inf, dtype=np.float32)
        rows = np.full((len(askers), depth), -1, dtype=np.int64)
        count = self._collection.count
        block = max(1_024, _BYTES // (4 * self._collection.contract.dim))
        step = max(1, _PLACES // (K + 1))
        total = len(askers) * count
        for start in range(0, count, block):
            places = np.arange(start, min(start + block, count))
            units, directed = unit_vectors(self._collection.vectors(places))
            self.directed[places] = directed
            for first in range(0, len(askers), step):
                self._progress(len(askers) * start + first * len(places), total, "Counting hubs")
                part = slice(first, first + step)
                scores[part], rows[part] = _merged(scores[part], rows[part], askers[part], units, places[directed])
        self._progress(total, total, "Counting hubs")
        return scores, rows

    def _others(self, places: IntArray, scores: Float32Array, rows: IntArray) -> tuple[IntArray, BoolArray]:
        """Take the asker and its exact copies out of its list, and cut it at k; say which lists are full."""
        own = np.zeros(rows.shape, dtype=np.bool_)
        asker, place = np.nonzero((rows >= 0) & (scores >= 1 - _CLOSE))
        close = directions(self._collection.vectors(rows[asker, place]))
        own[asker, place] = (np.abs(close - self._askers[places][asker]) <= _SAME).all(axis=1)
        kept = ~own & (rows >= 0)
        order = np.argsort(~kept, axis=1, kind="stable")[:, : self._k]
        found: IntArray = np.where(np.take_along_axis(kept, order, axis=1), np.take_along_axis(rows, order, axis=1), -1)
        full: BoolArray = np.all(found >= 0, axis=1)
        return found, full


def _merged(
    scores: Float32Array, rows: IntArray, askers: Float32Array, units: Float32Array, places: IntArray
) -> tuple[Float32Array, IntArray]:
    """Search one block of documents, and give the best of it and of what was found before."""
    import faiss

    depth = scores.shape[1]
    found_scores, found = faiss.knn(askers, units, min(depth, len(units)), metric=faiss.METRIC_INNER_PRODUCT)
    both = np.concatenate((scores, found_scores), axis=1)
    order = np.argsort(-both, axis=1, kind="stable")[:, :depth]
    both_rows = np.concatenate((rows, places[found]), axis=1)
    return np.take_along_axis(both, order, axis=1), np.take_along_axis(both_rows, order, axis=1)


def _read(path: Path, count: int) -> Hubness | None:
    """Read kept hubs; None where the file is missing, broken, or of another collection."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            rows, counts = (kept[name].astype(np.int64) for name in ("rows", "counts"))
            queries, k, antihubs = (int(kept[name].item()) for name in ("queries", "k", "antihubs"))
            bar = float(kept["bar"].item())
    except _BROKEN:
        return None
    if counts.shape != (count,) or rows.ndim != 1 or not np.isin(rows, np.flatnonzero(counts > bar)).all():
        return None
    return Hubness(read_only(rows), read_only(counts), queries, k, bar, antihubs)


def _keep(path: Path, hubness: Hubness) -> None:
    content: dict[str, Any] = {name: getattr(hubness, name) for name in ("rows", "queries", "k", "bar", "antihubs")}
    content["counts"] = hubness.counts.astype(np.int32)
    try:
        files.write_atomic(path, lambda part: np.savez_compressed(part, **content))
    except StoreError:
        return
