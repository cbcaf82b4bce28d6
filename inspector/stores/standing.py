"""How many documents of a block stand before given documents: what the true rank of any document is counted from.

Three sieves, each for what the one before it leaves open: places on a scale of 2,048 steps between the lowest and the
highest target, found by one histogram for all targets; products in float64, with their own bound; and the scores
themselves. Every map between is monotone, so rounding only sends more to the next sieve. Invariant: the count is that
of a float64 brute force, ties by place. Cost: about a third of the block's matrix product, plus 3 microseconds for each
document within the rounding margin of a target; 20 bytes of memory for each pair of the block.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from inspector.contract import Metric
from inspector.stores.scan import Block, Probe
from inspector.vectors import BoolArray, Float32Array, FloatArray, IntArray

STEPS = 2_048
COUNT = STEPS + 5
"""Of all steps: those between the lowest and the highest target, two beside each, and one."""

LOWEST = np.finfo(np.float32).min
"""The smallest score of a document that takes part."""

_PAIRS = 4_096
_EXPANDED = 1 << 20
_UNIT = 2.0**-53

Exact = Callable[[int, IntArray], FloatArray]
"""Gives the true scores of rows for one query, by its place in the probe."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The documents whose places are asked for.

    Attributes:
        rows: Shape (t,), their places in the collection.
        wanted: Shape (m, t), their exact scores for each query.
        middle: Shape (m, t), the same on the scale of the probe.
    """

    rows: IntArray
    wanted: FloatArray
    middle: FloatArray


class Standing:
    """Counts for one probe and its targets; safe to use from several threads."""

    def __init__(self, vectors: Float32Array, metric: Metric, probe: Probe, targets: Targets, exact: Exact) -> None:
        self._vectors = vectors
        self._metric = metric
        self._probe = probe
        self._targets = targets
        self._exact = exact
        self._finite = np.isfinite(probe.lengths)
        self._middle = np.where(self._finite[:, None], targets.middle, 0.0)

    def ahead(self, block: Block) -> IntArray:
        """Count the documents of a block of this probe that stand before each target, for each query.

        Returns:
            Shape (m, t); 0 for a query that is not finite.
        """
        scores = block.scores.T
        queries = len(self._finite)
        low = np.maximum(below(self._middle - block.margin[:, None]), LOWEST)
        high = _above(self._middle + block.margin[:, None])
        scale = _scale_of(self._middle, block.margin)
        steps = scale.steps(scores).astype(np.int64)
        steps += np.arange(queries) * COUNT
        flat = steps.ravel()
        look = self._worth_a_look(scale, low, high)
        chosen = np.flatnonzero(look.ravel().take(flat))
        chosen = chosen[np.isfinite(scores.ravel()[chosen])]
        full = np.bincount(flat, minlength=look.size).reshape(look.shape)
        full[look] = 0
        beyond = np.cumsum(full[:, ::-1], axis=1)[:, ::-1]
        # A step that holds a target's upper bound is looked at, so what is left of it and above stands before.
        found = np.take_along_axis(beyond, scale.steps(high.T).T.astype(np.int64), axis=1)
        if len(chosen):
            found += self._near(block, scale, chosen, low, high)
        return np.where(self._finite[:, None], found, 0)

    def _worth_a_look(self, scale: _Scale, low: Float32Array, high: Float32Array) -> BoolArray:
        """Say which steps hold a score between a target's bounds, shape (m, COUNT)."""
        edges = np.zeros((len(low), COUNT + 1), dtype=np.int32)
        first, last = (scale.steps(each.T).T.astype(np.int64) for each in (low, high))
        query = np.arange(len(low))[:, None]
        np.add.at(edges, (query, first), 1)
        np.add.at(edges, (query, last + 1), -1)
        look: BoolArray = np.cumsum(edges, axis=1)[:, :-1] > 0
        look[~self._finite] = False
        return look

    def _near(self, block: Block, scale: _Scale, chosen: IntArray, low: Float32Array, high: Float32Array) -> IntArray:
        """Count among single scores, given by their places in the block, document by document."""
        queries = len(low)
        place, query = np.divmod(chosen, queries)
        keys = scale.keys(block.scores[query, place], query)
        order = np.argsort(keys)
        keys, place, query = keys[order], place[order], query[order]
        each = np.arange(queries)[:, None]
        ends = np.searchsorted(query, np.arange(queries), side="right")[:, None]
        starts = np.searchsorted(keys, scale.keys(low, each))
        stops = np.searchsorted(keys, scale.keys(high, each), side="right")
        pairs = _Pairs(block.rows[place], query, np.isfinite(block.margin)[query])
        return ends - stops + self._between(pairs, starts, stops)

    def _between(self, pairs: _Pairs, starts: IntArray, stops: IntArray) -> IntArray:
        """Count, for each query and target, what stands before it between two places of the sorted pairs."""
        queries, targets = starts.shape
        edges = np.zeros(len(pairs.rows) + 1, dtype=np.int64)
        np.add.at(edges, starts.ravel(), 1)
        np.add.at(edges, stops.ravel(), -1)
        fine, bound = self._fine(pairs, np.flatnonzero(np.cumsum(edges)[:-1] > 0))
        true = np.full(len(fine), np.nan)
        found = np.zeros(queries * targets, dtype=np.int64)
        lengths = (stops - starts).ravel()
        lengths[np.repeat(~self._finite, targets)] = 0
        asked = np.flatnonzero(lengths > 0)
        for part in _portions(lengths[asked]):
            own = lengths[asked[part]]
            slots = np.repeat(asked[part], own)
            at = np.arange(len(slots)) + np.repeat(starts.ravel()[asked[part]] - np.cumsum(own) + own, own)
            found += np.bincount(slots[self._before(pairs, slots, at, fine, bound, true)], minlength=len(found))
        return found.reshape(queries, targets)

    def _fine(self, pairs: _Pairs, needed: IntArray) -> tuple[FloatArray, FloatArray]:
        """Score pairs in float64, on the probe's scale, each with a bound on how far the true score can lie from it."""
        fine, bound = np.zeros(len(pairs.rows)), np.full(len(pairs.rows), np.inf)
        needed = needed[pairs.tame[needed]]
        dim = self._vectors.shape[1]
        for start in range(0, len(needed), _PAIRS):
            part = needed[start : start + _PAIRS]
            query = pairs.query[part]
            documents = self._vectors[pairs.rows[part]].astype(np.float64)
            squares = np.einsum("ij,ij->i", documents, documents)
            fine[part] = np.einsum("ij,ij->i", documents, self._probe.left_double[query])
            lengths = np.sqrt(squares)
            size = np.ones(len(part))
            if self._metric is Metric.COSINE:
                fine[part] /= np.where(lengths > 0, lengths, 1.0)
            elif self._metric is Metric.INNER_PRODUCT:
                size = lengths
            else:
                fine[part] = 2 * fine[part] - squares
                size = (lengths + self._probe.lengths[query]) ** 2
            bound[part] = (4 * dim + 64) * _UNIT * size
        return fine, bound

    def _before(
        self, pairs: _Pairs, slots: IntArray, at: IntArray, fine: FloatArray, bound: FloatArray, true: FloatArray
    ) -> BoolArray:
        """Say of pairs, each at a place and held against the target of a slot, whether they stand before it.

        True scores are made for pairs that float64 products leave open, and kept in `true`.
        """
        rows, target = pairs.rows[at], self._targets.rows[slots % len(self._targets.rows)]
        away = fine[at] - self._middle.ravel()[slots]
        before: BoolArray = away > bound[at]
        left = np.flatnonzero((np.abs(away) <= bound[at]) & (rows != target))
        if len(left):
            place, aim = at[left], self._targets.wanted.ravel()[slots[left]]
            unknown = np.unique(place[np.isnan(true[place])])
            for query in np.unique(pairs.query[unknown]):
                mine = unknown[pairs.query[unknown] == query]
                true[mine] = self._exact(int(query), pairs.rows[mine])
            before[left] = (true[place] > aim) | ((true[place] == aim) & (rows[left] < target[left]))
        return before


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Documents and queries, shape (p,) each, by query, then by score.

    Attributes:
        rows: Places in the collection.
        query: Places in the probe.
        tame: Whether neither is too long or too short for float32 products.
    """

    rows: IntArray
    query: IntArray
    tame: BoolArray


@dataclass(frozen=True, slots=True)
class _Scale:
    """Steps for the scores of each query: 0 = far below all targets, COUNT - 1 = far above; monotone.

    Attributes:
        low: Shape (m,): the score at step 0.
        scale: Shape (m,), > 0: steps for a score of 1.
    """

    low: Float32Array
    scale: Float32Array

    def steps(self, scores: Float32Array) -> Float32Array:
        """Give the steps of scores, shape (…, m), not rounded down."""
        with np.errstate(over="ignore", invalid="ignore"):
            steps = scores - self.low
            steps *= self.scale
        clipped: Float32Array = np.clip(steps, 0, COUNT - 1, out=steps)
        return clipped

    def keys(self, scores: Float32Array, query: IntArray) -> FloatArray:
        """Put the scores of all queries on one scale, finely, each query's behind those of the one before."""
        steps = (scores.astype(np.float64) - self.low[query]) * self.scale[query]
        keys: FloatArray = np.clip(steps, 0, COUNT - 1) + query * float(COUNT)
        return keys


def _scale_of(middle: FloatArray, margin: FloatArray) -> _Scale:
    """Spread the steps over the targets' scores, shape (m, t), none narrower than a target with its margins, (m,)."""
    inside = np.clip(middle, LOWEST, -LOWEST)
    low = inside.min(axis=1)
    with np.errstate(over="ignore", divide="ignore"):
        scale = np.minimum(STEPS / (inside.max(axis=1) - low), 0.5 / margin).astype(np.float32)
        scale = np.where(np.isfinite(scale) & (scale > 0), scale, np.float32(1))
        return _Scale((low - 2 / scale).clip(LOWEST, -LOWEST).astype(np.float32), scale)


def _portions(lengths: IntArray) -> list[slice]:
    """Cut ranges into runs of at most about a million places together."""
    group = np.cumsum(lengths) // _EXPANDED
    cuts = [0, *(np.flatnonzero(np.diff(group)) + 1).tolist(), len(lengths)]
    return [slice(start, stop) for start, stop in pairwise(cuts) if stop > start]


def below(values: FloatArray | np.float64) -> Float32Array:
    """Round to float32, never up."""
    with np.errstate(over="ignore"):
        return np.nextafter(np.asarray(values, dtype=np.float32), np.float32(-np.inf))


def _above(values: FloatArray) -> Float32Array:
    """Round to float32, never down."""
    with np.errstate(over="ignore"):
        return np.nextafter(np.asarray(values, dtype=np.float32), np.float32(np.inf))
