"""Where a document stands, by brute force in float64: numpy, FAISS's own answers, and arithmetic, nothing of the trace.

Rules: the metric of the contract; equal scores keep the order of the rows; a document whose vector is not finite is
nowhere. Keyword ranks are the index's own; how two lists become one is computed here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from inspector.records.documents import Document, Where
from inspector.vectors import BoolArray, FloatArray, Vectors
from tests.benchmarks.faults.parts import Parts

CANDIDATES = 100
CLASSIC = 60


def unit(vectors: Vectors) -> FloatArray:
    """Scale vectors to length 1; a zero vector stays zero. Shape (n, dim) or (dim,)."""
    wide = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(wide, axis=-1, keepdims=True)
    return wide / np.where(lengths > 0, lengths, 1.0)


def scores(vectors: Vectors, asked: Vectors, metric: str = "cosine") -> FloatArray:
    """Score all documents for one query, larger is better, NaN where a vector is not finite; shape (documents,)."""
    wide = np.asarray(vectors, dtype=np.float64)
    finite = np.isfinite(wide).all(axis=1)
    sound = np.where(finite[:, None], wide, 0.0)
    query = np.asarray(asked, dtype=np.float64)
    if metric == "cosine":
        found = unit(sound) @ unit(query)
    elif metric == "ip":
        found = sound @ query
    else:
        found = -np.sum((sound - query) ** 2, axis=1)
    return np.where(finite, found, np.nan)


def order(found: FloatArray, passing: BoolArray | None = None) -> list[int]:
    """Give the rows that have a score and pass, best first."""
    rows = np.flatnonzero(~np.isnan(found) & (True if passing is None else passing))
    return [int(row) for row in rows[np.argsort(-found[rows], kind="stable")]]


def place(rows: list[int], row: int | None) -> int | None:
    """Give the 1-based place of a row in a list; None where it is not in it."""
    return rows.index(row) + 1 if row is not None and row in rows else None


def rank(parts: Parts, asked: Vectors, document_id: str, where: Where = ()) -> int | None:
    """Give the place of a document among all that pass the filter, by the contract's metric; None = absent."""
    passing = np.array([passes(each, where) for each in parts.documents]) if where else None
    return place(order(scores(parts.vectors, asked, parts.metric), passing), parts.row(document_id))


def passes(document: Document, where: Where) -> bool:
    """Say whether a document passes conditions on different fields, compared as text."""
    return all(str(document.metadata.get(each.field)) == each.value for each in where)


def retrieved(structure: Any, asked: Vectors, k: int, row: int | None) -> bool:
    """Say whether a FAISS structure, as it is set, returns a row among the first k."""
    _, labels = structure.search(np.asarray(asked, dtype=np.float32)[None], k)
    return row is not None and row in labels[0]


def fused_order(first: list[int], second: list[int], weight: float) -> list[int]:
    """Fuse two ranked lists by reciprocal ranks.

    Args:
        first: The embedding's rows, best first.
        second: Keyword search's rows, best first.
        weight: Share of the first list, 0 to 1; a list with no share brings in nothing.

    Returns:
        All rows of the first hundred of both lists that have a share, best first; ties by embedding, then keyword rank.
    """
    left = {row: at for at, row in enumerate(first[:CANDIDATES], 1)} if weight > 0 else {}
    right = {row: at for at, row in enumerate(second[:CANDIDATES], 1)} if weight < 1 else {}

    def key(row: int) -> tuple[float, float, float]:
        points = (weight / (CLASSIC + left[row]) if row in left else 0.0) + (
            (1 - weight) / (CLASSIC + right[row]) if row in right else 0.0
        )
        return -points, left.get(row, np.inf), right.get(row, np.inf)

    return sorted(left.keys() | right.keys(), key=key)
