"""Approximate scores of all documents, block by block, each with a bound on how wrong it can be.

Float32 matrix products score a block of documents for all queries at once. Invariant: the exact score of a document
lies within `margin` of its approximate one, whatever order the product was summed in. The bound is the textbook one:
a sum of `dim` products in float32 errs by at most dim * 2^-24 times the product of the two lengths, to first order;
eight more roundings are allowed for scaling, and one percent for the higher orders.

Cost: one pass over the vectors for up to `QUERIES` queries; 4 bytes for each pair of a block (16 MiB for 256 queries)
beside the vectors, however many documents there are, and 6 bytes a document for lengths and marks, measured once.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from inspector.contract import Metric
from inspector.vectors import BoolArray, Float32Array, FloatArray, IntArray, Vectors, directions, norms

QUERIES = 256
_ROWS = 16_384
_BYTES = 24 << 20
_SMALL = 1_000_000
_ROUNDING = 1.01 * 2.0**-24
_TAME = (1e-15, 1e15)


@dataclass(frozen=True, slots=True)
class Block:
    """Some documents and their approximate scores.

    Attributes:
        rows: Shape (b,), places in the collection, ascending.
        scores: Shape (m, b), approximate scores on the scale of `Probe`; minus infinity where a row takes no part. In
            memory the scores of a document lie side by side.
        margin: Shape (m,), >= 0: how far an exact score on that scale can lie from the approximate one.
    """

    rows: IntArray
    scores: Float32Array
    margin: FloatArray


@dataclass(frozen=True, slots=True)
class Piece:
    """Some places of a collection.

    Attributes:
        start: The first, 0-based.
        stop: Behind the last.
        odd: Shape (r,): places that float32 cannot score, instead of a range; None for a range.
    """

    start: int
    stop: int
    odd: IntArray | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """Queries made ready for scanning, and the scale their approximate scores are on: (score + offset) / scale.

    Attributes:
        queries: Shape (m, dim), float64, as given.
        left: Shape (m, dim), float32, what is multiplied.
        left_double: Shape (m, dim), the same in float64.
        lengths: Shape (m,), >= 0; not finite where a query is not.
        offset: Shape (m,).
        scale: Shape (m,), > 0.
        tame: Shape (m,), False where float32 cannot hold the query's products: its documents are scored exactly.
    """

    queries: FloatArray
    left: Float32Array
    left_double: FloatArray
    lengths: FloatArray
    offset: FloatArray
    scale: FloatArray
    tame: BoolArray

    def on_scale(self, scores: FloatArray) -> FloatArray:
        """Put exact scores, shape (m, …), on the scale of the approximate ones."""
        with np.errstate(over="ignore"):
            return (scores + self.offset[:, None]) / self.scale[:, None]


class BlockScan:
    """A matrix of vectors to be scanned by one metric; safe to use from several threads."""

    def __init__(self, vectors: Float32Array, metric: Metric) -> None:
        self.vectors = vectors
        self.metric = metric
        self._rows = max(256, min(_ROWS, _BYTES // (4 * max(1, vectors.shape[1]))))
        self._lock = threading.Lock()
        self._lengths: Float32Array | None = None
        self._finite: BoolArray = np.empty(0, dtype=np.bool_)
        self._tame: BoolArray = np.empty(0, dtype=np.bool_)

    @property
    def finite(self) -> BoolArray:
        """Which vectors have no NaN and no infinite component, shape (n,)."""
        self._measure()
        return self._finite

    def probe(self, queries: Vectors) -> Probe:
        """Make queries, shape (m, dim), ready for scanning."""
        wide = np.ascontiguousarray(queries, dtype=np.float64)
        lengths = norms(wide)
        tame = np.isfinite(lengths) & ((lengths == 0) | ((lengths >= _TAME[0]) & (lengths <= _TAME[1])))
        ones = np.ones(len(wide))
        if self.metric is Metric.L2:
            left = np.where(tame[:, None], wide, 0.0)
            offset = np.where(tame, lengths, 0.0) ** 2
            return Probe(wide, left.astype(np.float32), left, lengths, offset, ones, tame)
        left = np.where(tame[:, None], directions(wide), 0.0)
        scale = np.where(tame & (lengths > 0), lengths, 1.0) if self.metric is Metric.INNER_PRODUCT else ones
        return Probe(wide, left.astype(np.float32), left, lengths, np.zeros(len(wide)), scale, tame)

    def pieces(self, mask: BoolArray | None) -> list[Piece]:
        """Cut the collection into pieces of at most one block's rows, in order; behind them the odd rows.

        Args:
            mask: Shape (n,); None lets all pass.
        """
        self._measure()
        count, step = len(self.vectors), self._rows
        pieces = [Piece(start, min(start + step, count)) for start in range(0, count, step)]
        odd = self._finite & ~self._tame
        rows = np.flatnonzero(odd if mask is None else odd & mask)
        return pieces + [Piece(0, 0, rows[start : start + step]) for start in range(0, len(rows), step)]

    def block(self, probe: Probe, piece: Piece, mask: BoolArray | None) -> Block:
        """Score the finite vectors of a piece that pass the mask; each vector is in the block of exactly one piece.

        Args:
            probe: At most `QUERIES` queries.
            piece: One of `pieces`, for the same mask.
            mask: Shape (n,); None lets all pass.
        """
        if piece.odd is not None:  # too long or too short for float32 products: no bound, so they are scored exactly
            queries = len(probe.queries)
            nothing = np.zeros((queries, len(piece.odd)), dtype=np.float32)
            return Block(piece.odd, nothing, np.full(queries, np.inf))
        start, stop, lengths = piece.start, piece.stop, self._measure()
        chosen = self._tame[start:stop] if mask is None else self._tame[start:stop] & mask[start:stop]
        count = int(np.count_nonzero(chosen))
        if 2 * count < stop - start:
            rows = start + np.flatnonzero(chosen)
            return self._block(probe, rows, self.vectors[rows], lengths[rows])
        block = self._block(probe, np.arange(start, stop), self.vectors[start:stop], lengths[start:stop])
        if count < stop - start:
            block.scores[:, ~chosen] = -np.inf
        return block

    def _block(self, probe: Probe, rows: IntArray, matrix: Float32Array, lengths: Float32Array) -> Block:
        dim = matrix.shape[1]
        longest = float(np.max(lengths, initial=0.0, where=np.isfinite(lengths)))
        with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
            scores = products(matrix, probe.left)
            if self.metric is Metric.COSINE:
                scores *= np.where(lengths > 0, np.float32(1) / lengths, np.float32(0))[:, None]
                margin = np.full(len(probe.left), (dim + 8) * _ROUNDING)
            elif self.metric is Metric.INNER_PRODUCT:
                margin = np.full(len(probe.left), (dim + 8) * _ROUNDING * longest)
            else:
                scores *= np.float32(2)
                scores -= (lengths * lengths)[:, None]
                margin = _ROUNDING * ((2 * dim + 8) * probe.lengths * longest + 6 * longest**2)
                # Float64 rounds too: it decides where all of a block's vectors are zero, or tiny beside the query.
                margin += (4 * dim + 64) * 2.0**-53 * (probe.lengths + longest) ** 2
        if not probe.tame.all():
            scores[:, ~probe.tame] = 0.0
        return Block(rows, scores.T, np.where(probe.tame, margin, np.inf))

    def _measure(self) -> Float32Array:
        """Measure all lengths, once."""
        with self._lock:
            if self._lengths is None:
                lengths = norms(self.vectors, block=2_048)
                self._finite = np.isfinite(lengths)
                self._tame = (lengths == 0) | ((lengths >= _TAME[0]) & (lengths <= _TAME[1]))
                with np.errstate(over="ignore"):
                    self._lengths = lengths.astype(np.float32)
            return self._lengths


def products(matrix: Float32Array, left: Float32Array) -> Float32Array:
    """Multiply documents by queries.

    OpenBLAS copies both sides of a large product into another order first, which for a few queries costs more than the
    product itself, and it lets one caller in at a time. Products of up to a million multiplications it does neither
    for, so the documents are cut into many of those: half the time, and threads do not wait for each other.

    Args:
        matrix: Shape (b, dim).
        left: Shape (m, dim).

    Returns:
        Shape (b, m), the inner products in float32.
    """
    count, dim = matrix.shape
    right = np.ascontiguousarray(left.T)
    step = 1 << max(0, (_SMALL // max(1, right.size)).bit_length() - 1)
    whole = count - count % step
    if len(left) == 1 or step < 8 or not whole:
        return np.asarray(matrix @ right)
    out = np.empty((count, len(left)), dtype=np.float32)
    np.matmul(matrix[:whole].reshape(-1, step, dim), right, out=out[:whole].reshape(-1, step, len(left)))
    np.matmul(matrix[whole:], right, out=out[whole:])
    return out
