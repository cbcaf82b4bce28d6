"""Runs where nothing is broken, and where only the precision of the vectors changed: nothing may be blamed.

Half of the documents lie within the list, where the answer is `found`; half outside, where any answer is right that
blames neither the data nor the structure.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from inspector.records.findings import Cause
from inspector.records.trace import TraceRequest
from inspector.vectors import Float32Array
from tests.benchmarks.faults import oracle
from tests.benchmarks.faults.cases import Case
from tests.benchmarks.faults.lab import Lab

HEALTHY = "healthy"
K = 10
FAR = 200
BLAMING = frozenset(
    {
        Cause.NOT_INDEXED,
        Cause.FILTERED_OUT,
        Cause.EMPTY_TEXT,
        Cause.INVALID_VECTOR,
        Cause.ZERO_VECTOR,
        Cause.FOREIGN_MODEL,
        Cause.MISSING_PROMPT,
        Cause.STALE_VECTOR,
        Cause.WRONG_METRIC,
        Cause.NOT_NORMALIZED,
        Cause.ANN_MISS,
        Cause.QUANTIZATION_LOSS,
        Cause.FUSION_DROPPED,
    }
)
"""What may not be said of a healthy index: it blames data, structure or settings, and there is nothing wrong there."""


def healthy_cases(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[Case]:
    """Give questions to the healthy index, within and outside in turn; judged documents outside come first."""
    for within, (query, row) in _pairs(lab, rng, count):
        yield _case(lab, HEALTHY, "-", query, row, Cause.FOUND if within else None)


def halved(vectors: Float32Array) -> Float32Array:
    """Round vectors to 16 bits and back."""
    return vectors.astype(np.float16).astype(np.float32)


def eighths(vectors: Float32Array) -> Float32Array:
    """Round each vector to 8 bits, on a scale of its own, and back."""
    scale = np.abs(vectors).max(axis=1, keepdims=True) / 127
    scale[scale == 0] = 1
    return (np.round(vectors / scale) * scale).astype(np.float32)


PRECISIONS = (("vectors in 16 bits", halved), ("vectors in 8 bits", eighths))


def rounded_cases(lab: Lab, name: str, vectors: Float32Array, rng: np.random.Generator, count: int) -> Iterator[Case]:
    """Give questions to an index whose vectors were rounded; a document that this moved over the border is no case."""
    for within, (query, row) in _pairs(lab, rng, count):
        place = oracle.place(oracle.order(oracle.scores(vectors, lab.asked[query])), row)
        if (place is not None and place <= K) == within:
            yield _case(lab, name, "all", query, row, Cause.FOUND if within else None)


def _case(lab: Lab, fault: str, strength: str, query: int, row: int, expected: Cause | None) -> Case:
    request = TraceRequest(lab.queries[query], lab.parts.documents[row].id, K)
    return Case(lab.name, lab.embedder.name, fault, strength, None, expected, request)


def _pairs(lab: Lab, rng: np.random.Generator, count: int) -> Iterator[tuple[bool, tuple[int, int]]]:
    orders = np.argsort(-lab.similarities, axis=1, kind="stable")
    missed = [
        (query, int(row)) for query in range(len(lab.queries)) for row in orders[query, K:] if lab.judged[query, row]
    ]
    missed = [missed[place] for place in rng.permutation(len(missed))][: count // 6]
    while len(missed) < count // 2:
        query = int(rng.integers(len(lab.queries)))
        missed.append((query, int(orders[query, rng.integers(K, min(FAR, orders.shape[1]))])))
    for number in range(count):
        if number % 2:
            yield False, missed[number // 2]
        else:
            query = int(rng.integers(len(lab.queries)))
            yield True, (query, int(orders[query, rng.integers(min(K, orders.shape[1]))]))
