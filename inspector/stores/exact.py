"""Exact search: the true nearest documents, and the true rank of any document.

A float32 scan (`stores/scan.py`) rules out whatever cannot matter; everything within its rounding margin of a decision,
the k-th score or a target's score, is scored again in float64. Invariant: the answer equals that of a float64 brute
force, ties by place in the collection. Cost: one matrix product for all queries, plus a few hundred pairs in float64;
in the worst case (all vectors equal) one float64 comparison of each query with each document.
"""

from __future__ import annotations

import numpy as np

from inspector.contract import Metric
from inspector.stores.scan import QUERIES, Block, BlockScan, Probe
from inspector.stores.scores import Found, exact_scores
from inspector.vectors import BoolArray, Float32Array, FloatArray, IntArray, Vectors


class ExactScan:
    """Searches all vectors of a collection; safe to use from several threads.

    Vectors that are not finite are never found. A zero vector has cosine similarity 0 to everything.
    """

    def __init__(self, vectors: Float32Array, metric: Metric) -> None:
        """Take a matrix of shape (n, dim), memory-mapped or not; its lengths are measured at the first search."""
        self._vectors = vectors
        self._metric = metric
        self._scan = BlockScan(vectors, metric)

    @property
    def finite(self) -> BoolArray:
        """Which vectors have no NaN and no infinite component, shape (n,)."""
        return self._scan.finite

    def top(self, queries: Vectors, k: int, mask: BoolArray | None = None) -> tuple[Found, ...]:
        """Find the k best documents of each query among those that pass the mask.

        Args:
            queries: Shape (m, dim); a query that is not finite finds nothing.
            k: At least 1; more than there are gives all there are.
            mask: Shape (n,); None lets all pass.

        Returns:
            One `Found` per query.
        """
        found: list[Found] = []
        for start in range(0, len(queries), QUERIES):
            probe = self._scan.probe(queries[start : start + QUERIES])
            best = [Found(np.empty(0, dtype=np.int64), np.empty(0)) for _ in probe.lengths]
            for block in self._scan.blocks(probe, mask):
                for place in np.flatnonzero(np.isfinite(probe.lengths)):
                    best[place] = self._improve(probe, int(place), block, best[place], k)
            found.extend(best)
        return tuple(found)

    def ranks(self, queries: Vectors, rows: IntArray, mask: BoolArray | None = None) -> IntArray:
        """Say where given documents stand among all that pass the mask.

        Args:
            queries: Shape (m, dim).
            rows: Shape (r,), places in the collection; -1 stands for no document.
            mask: Shape (n,); None lets all pass.

        Returns:
            Shape (m, r), 1-based: 1 + the documents that score better + those that score the same and come earlier.
            0 = absent: no document, not let through, or the query or the vector is not finite.
        """
        ranks = np.zeros((len(queries), len(rows)), dtype=np.int64)
        present = (rows >= 0) & self._scan.finite[rows]
        if mask is not None:
            present &= mask[rows]
        if not present.any():
            return ranks
        targets = rows[present]
        for start in range(0, len(queries), QUERIES):
            probe = self._scan.probe(queries[start : start + QUERIES])
            wanted = exact_scores(self._metric, probe.queries, self._vectors[targets])
            ranks[start : start + QUERIES, present] = self._ranks(probe, targets, wanted, mask)
        return ranks

    def ranks_instead(self, query: Vectors, row: int, vectors: Vectors, mask: BoolArray | None = None) -> IntArray:
        """Say where a document would stand with each of some other vectors instead of its own.

        Args:
            query: Shape (1, dim).
            row: Its place in the collection.
            vectors: Shape (v, dim).
            mask: Shape (n,): which of the other documents take part; None lets all.

        Returns:
            Shape (v,), 1-based, ties by place in the collection; 0 where the query or the vector is not finite.
        """
        others = np.ones(len(self._vectors), dtype=np.bool_) if mask is None else mask.copy()
        others[row] = False
        probe = self._scan.probe(query)
        finite = np.isfinite(vectors).all(axis=1) & bool(np.isfinite(probe.lengths)[0])
        ranks = np.zeros(len(vectors), dtype=np.int64)
        if finite.any():
            wanted = exact_scores(self._metric, probe.queries, vectors[finite])
            ranks[finite] = self._ranks(probe, np.full(int(finite.sum()), row), wanted, others)[0]
        return ranks

    def _ranks(self, probe: Probe, targets: IntArray, wanted: FloatArray, mask: BoolArray | None) -> IntArray:
        """Count what stands before documents in places `targets` that score `wanted`, shape (m, targets); 1-based."""
        middle = probe.on_scale(wanted)
        finite = np.isfinite(probe.lengths)
        ranks = np.repeat(finite[:, None], len(targets), axis=1).astype(np.int64)
        for block in self._scan.blocks(probe, mask):
            low = _below(middle - block.margin[:, None])
            high = _above(middle + block.margin[:, None])
            for place in np.flatnonzero(finite):
                ranks[place] += self._ahead(probe, int(place), block, targets, wanted[place], low[place], high[place])
        return ranks

    def _ahead(
        self,
        probe: Probe,
        place: int,
        block: Block,
        targets: IntArray,
        wanted: FloatArray,
        low: Float32Array,
        high: Float32Array,
    ) -> IntArray:
        """Count the documents of a block that stand before each target, for one query."""
        scores = block.scores[place]
        live = np.flatnonzero(scores >= low.min())
        ahead = np.zeros(len(targets), dtype=np.int64)
        if not len(live):
            return ahead
        scores, rows = scores[live], block.rows[live]
        close: list[IntArray] = []
        for target in range(len(targets)):
            better = scores > high[target]
            ahead[target] = np.count_nonzero(better)
            near = np.flatnonzero((scores >= low[target]) ^ better)
            close.append(near if len(near) != 1 or rows[near[0]] != targets[target] else near[:0])
        needed = np.unique(np.concatenate(close))
        if len(needed):
            exact = self._exact(probe, place, rows[needed])
            for target, near in enumerate(close):
                value = exact[np.searchsorted(needed, near)]
                earlier = rows[near] < targets[target]
                ahead[target] += np.count_nonzero((value > wanted[target]) | ((value == wanted[target]) & earlier))
        return ahead

    def _improve(self, probe: Probe, place: int, block: Block, best: Found, k: int) -> Found:
        """Give the k best of what was found before and a block, for one query."""
        scores, margin = block.scores[place], float(block.margin[place])
        floor = -np.inf
        if len(best.rows) == k:
            floor = (best.scores[-1] + probe.offset[place]) / probe.scale[place] - margin
        close = np.flatnonzero(scores >= _below(np.float64(floor)))
        if len(close) > k + 256:
            kth = -np.partition(-scores[close], k - 1)[k - 1]
            close = close[scores[close] >= _below(np.float64(kth) - 2 * margin)]
        if not len(close):
            return best
        rows = np.concatenate((best.rows, block.rows[close]))
        values = np.concatenate((best.scores, self._exact(probe, place, block.rows[close])))
        order = np.lexsort((rows, -values))[:k]
        return Found(rows[order], values[order])

    def _exact(self, probe: Probe, place: int, rows: IntArray) -> FloatArray:
        """Score rows for one query in float64; copies of the first row, if they are the most, are scored once."""
        query = probe.queries[place : place + 1]
        if self._metric is not Metric.L2 and not query.any():
            return np.zeros(len(rows))
        documents = self._vectors[rows]
        if len(rows) > 64:
            same = (documents == documents[0]).all(axis=1)
            if 2 * np.count_nonzero(same) > len(rows):
                scores = np.empty(len(rows))
                scores[same] = exact_scores(self._metric, query, documents[:1])[0]
                scores[~same] = exact_scores(self._metric, query, documents[~same])[0]
                return scores
        found: FloatArray = exact_scores(self._metric, query, documents)[0]
        return found


def _below(values: FloatArray | np.float64) -> Float32Array:
    """Round to float32, never up."""
    with np.errstate(over="ignore"):
        return np.nextafter(np.asarray(values, dtype=np.float32), np.float32(-np.inf))


def _above(values: FloatArray | np.float64) -> Float32Array:
    """Round to float32, never down."""
    with np.errstate(over="ignore"):
        return np.nextafter(np.asarray(values, dtype=np.float32), np.float32(np.inf))
