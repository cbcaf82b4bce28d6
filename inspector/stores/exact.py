"""Exact search: the true nearest documents, and the true rank of any document.

A float32 scan (`stores/scan.py`) rules out whatever cannot matter; everything within its rounding margin of a decision,
the k-th score or a target's score, is scored again in float64. Invariant: the answer equals that of a float64 brute
force, ties by place in the collection. Cost: one matrix product for all queries, and for questions that share a sweep
one for all of them, plus a few hundred pairs in float64; in the worst case (all vectors equal) one float64 comparison
of each query with each document.
"""

from __future__ import annotations

import threading

import numpy as np

from inspector.contract import Metric
from inspector.stores.scan import QUERIES, Block, BlockScan, Probe
from inspector.stores.scores import Found, exact_scores
from inspector.stores.standing import LOWEST, Standing, Targets, below
from inspector.stores.sweep import Sweep
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

    def sweep(self, queries: Vectors, mask: BoolArray | None = None) -> Sweep | None:
        """Prepare one pass for several questions about some queries, shape (m, dim); None where it would not fit."""
        found = Sweep(self._scan, queries, mask, kept=True) if len(queries) <= QUERIES else None
        return found if found and found.keeps else None

    def top(
        self, queries: Vectors, k: int, mask: BoolArray | None = None, sweep: Sweep | None = None
    ) -> tuple[Found, ...]:
        """Find the k best documents of each query among those that pass the mask.

        Args:
            queries: Shape (m, dim); a query that is not finite finds nothing.
            k: At least 1; more than there are gives all there are.
            mask: Shape (n,); None lets all pass.
            sweep: A pass for these queries, perhaps with others behind them, and this mask; None makes one.

        Returns:
            One `Found` per query.
        """
        if sweep is not None:
            return self._top(sweep, len(queries), k)
        found: list[Found] = []
        for start in range(0, len(queries), QUERIES):
            part = queries[start : start + QUERIES]
            found.extend(self._top(Sweep(self._scan, part, mask), len(part), k))
        return tuple(found)

    def _top(self, sweep: Sweep, count: int, k: int) -> tuple[Found, ...]:
        """Find the k best documents of the first `count` queries of a sweep."""
        probe, turn = sweep.probe, threading.Lock()
        best = [Found(np.empty(0, dtype=np.int64), np.empty(0)) for _ in range(count)]
        wanted = np.flatnonzero(np.isfinite(probe.lengths[:count]))

        def improve(block: Block) -> None:
            scores = np.ascontiguousarray(block.scores[:count])
            with turn:
                for place in wanted:
                    best[place] = self._improve(probe, int(place), block, scores[place], best[place], k)

        sweep.each(improve)
        return tuple(best)

    def ranks(
        self, queries: Vectors, rows: IntArray, mask: BoolArray | None = None, sweep: Sweep | None = None
    ) -> IntArray:
        """Say where given documents stand among all that pass the mask.

        Args:
            queries: Shape (m, dim).
            rows: Shape (r,), places in the collection; -1 stands for no document.
            mask: Shape (n,); None lets all pass.
            sweep: A pass for these queries and this mask; None makes one.

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
            pass_ = sweep or Sweep(self._scan, queries[start : start + QUERIES], mask)
            wanted = exact_scores(self._metric, pass_.probe.queries, self._vectors[targets])
            ranks[start : start + QUERIES, present] = self._ranks(pass_, targets, wanted)
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
        sweep = Sweep(self._scan, query, others)
        probe = sweep.probe
        finite = np.isfinite(vectors).all(axis=1) & bool(np.isfinite(probe.lengths)[0])
        ranks = np.zeros(len(vectors), dtype=np.int64)
        if finite.any():
            wanted = exact_scores(self._metric, probe.queries, vectors[finite])
            ranks[finite] = self._ranks(sweep, np.full(int(finite.sum()), row), wanted)[0]
        return ranks

    def _ranks(self, sweep: Sweep, targets: IntArray, wanted: FloatArray) -> IntArray:
        """Count what stands before documents in places `targets` that score `wanted`, shape (m, targets); 1-based."""
        probe = sweep.probe

        def exact(place: int, rows: IntArray) -> FloatArray:
            return self._exact(probe, place, rows)

        asked = Targets(targets, wanted, probe.on_scale(wanted))
        standing = Standing(self._vectors, self._metric, probe, asked, exact)
        ranks = np.repeat(np.isfinite(probe.lengths)[:, None], len(targets), axis=1).astype(np.int64)
        for ahead in sweep.each(standing.ahead):
            ranks += ahead
        return ranks

    def _improve(self, probe: Probe, place: int, block: Block, scores: Float32Array, best: Found, k: int) -> Found:
        """Give the k best of what was found before and a block, for one query with these approximate scores."""
        margin, floor = float(block.margin[place]), -np.inf
        if len(best.rows) == k:
            floor = (best.scores[-1] + probe.offset[place]) / probe.scale[place] - margin
        close = np.flatnonzero(scores >= np.maximum(below(np.float64(floor)), LOWEST))
        if len(close) > k + 256:
            kth = -np.partition(-scores[close], k - 1)[k - 1]
            close = close[scores[close] >= below(np.float64(kth) - 2 * margin)]
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
