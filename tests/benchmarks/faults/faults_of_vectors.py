"""Faults of stored vectors: broken numbers, other models, other texts, missing prompts, a shorter reading.

The documents are those of the healthy index, untouched; only rows of the matrix change. A fault hits the targets alone
(one document; one in a hundred) or, with them, a random part of the collection (30 %; all).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.records.findings import Cause
from inspector.records.trace import TraceRequest
from inspector.vectors import Float32Array
from tests.benchmarks.faults import oracle
from tests.benchmarks.faults.cases import Batch, Candidate
from tests.benchmarks.faults.lab import Lab, Target

ONE, HUNDREDTH, THIRD, ALL = "1 document", "1 %", "30 %", "all"
SHARES = {ONE: 0.0, HUNDREDTH: 0.01, THIRD: 0.3, ALL: 1.0}
TRIES = 12
"""Documents that are tried for one whose wrong vector alone takes it out of the list."""

EVERY = (ONE, HUNDREDTH, THIRD, ALL)

Change = Callable[[Lab, Sequence[int], np.random.Generator], Float32Array]
"""Gives new vectors of some rows, shape (rows, dim)."""


@dataclass(frozen=True, slots=True)
class VectorFault:
    """A fault of stored vectors.

    Attributes:
        name: In the table.
        cause: What the trace must say.
        change: Makes the wrong vectors.
        strengths: How much of the collection it hits, keys of `SHARES`.
        fits: Which targets can carry it.
    """

    name: str
    cause: Cause
    change: Change
    strengths: tuple[str, ...] = EVERY
    fits: Callable[[Lab, Target], bool] = lambda lab, target: True


def batches(fault: VectorFault, lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Give the faulty indexes of a fault, one for each strength, with targets to ask for.

    Args:
        fault: What to break.
        lab: The healthy collection.
        rng: Of every draw.
        count: How many cases are wanted of the fault; each strength offers more targets than its share.
    """
    per_strength = max(1, count // len(fault.strengths))
    for strength in fault.strengths[:count]:
        if strength == ONE:
            yield from _single(fault, lab, rng, min(2, per_strength))
        else:
            targets = lab.targets(rng, 4 * per_strength, lambda target: fault.fits(lab, target))
            yield _batch(fault, lab, rng, targets, strength)


def _single(fault: VectorFault, lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Batch]:
    """Give indexes with one wrong vector each, of those that take their document out of the list."""
    for target in lab.targets(rng, TRIES * count, lambda target: fault.fits(lab, target)):
        if not count:
            return
        batch = _batch(fault, lab, rng, [target], ONE)
        if batch.candidates[0].confirmed is not None:
            count -= 1
            yield batch


def _batch(fault: VectorFault, lab: Lab, rng: np.random.Generator, targets: Sequence[Target], strength: str) -> Batch:
    rows = _rows(lab, rng, targets, SHARES[strength])
    vectors = lab.parts.vectors.copy()
    vectors[rows] = fault.change(lab, rows, rng)
    candidates = tuple(candidate(lab, vectors, target) for target in targets)
    return Batch(fault.name, fault.cause, strength, replace(lab.parts, vectors=vectors), candidates)


def _rows(lab: Lab, rng: np.random.Generator, targets: Sequence[Target], share: float) -> list[int]:
    rows = [target.row for target in targets]
    others = [int(row) for row in rng.permutation(len(lab.parts.documents)) if row not in set(rows)]
    return rows + others[: max(0, round(share * len(lab.parts.documents)) - len(rows))]


def candidate(lab: Lab, vectors: Float32Array, target: Target, metric: str = "cosine") -> Candidate:
    """Make the question for one document whose vector was changed; undone means that this vector alone is mended."""
    mended = vectors.copy()
    mended[target.row] = lab.parts.vectors[target.row]
    asked = lab.asked[target.query]

    def within(matrix: Float32Array) -> Callable[[int], bool]:
        place = oracle.place(oracle.order(oracle.scores(matrix, asked, metric)), target.row)
        return lambda k: place is not None and place <= k

    request = TraceRequest(lab.queries[target.query], lab.id_of(target))
    return Candidate(request, within(lab.parts.vectors), within(vectors), within(mended))


def with_value(value: float, *, everywhere: bool = False) -> Change:
    """Put a value into one random component of each vector, or into all."""

    def change(lab: Lab, rows: Sequence[int], rng: np.random.Generator) -> Float32Array:
        found = lab.parts.vectors[list(rows)].copy()
        if everywhere:
            found[:] = value
        else:
            found[np.arange(len(found)), rng.integers(0, found.shape[1], len(found))] = value
        return found

    return change


def of_others(lab: Lab, rows: Sequence[int], rng: np.random.Generator) -> Float32Array:
    """Give each document the vector of another one, as an import that slipped by some rows does."""
    shift = int(rng.integers(7, len(lab.parts.documents) - 7))
    return lab.parts.vectors[[(row + shift) % len(lab.parts.documents) for row in rows]]


def by(embed: Callable[[], Embedder]) -> Change:
    """Embed the same texts by another model of the same size; the model is loaded when it is needed."""
    return lambda lab, rows, rng: embed().encode(lab.parts.texts(rows))


def fitted(embed: Callable[[], Embedder], *, padded: bool) -> Change:
    """Embed by a smaller model and bring its vectors to size, by zeros behind them or by a random projection."""

    def change(lab: Lab, rows: Sequence[int], rng: np.random.Generator) -> Float32Array:
        found = embed().encode(lab.parts.texts(rows))
        dim = lab.parts.vectors.shape[1]
        if padded:
            return np.pad(found, ((0, 0), (0, dim - found.shape[1])))
        basis, _ = np.linalg.qr(rng.normal(size=(dim, found.shape[1])))
        return (found @ basis.T).astype(np.float32)

    return change
