"""The truth to test against: float64 brute force in plain loops, one pair at a time, nothing of ours imported.

Rules: larger scores are better; ties keep the order of the collection; a document or a query with a NaN or an infinite
component is absent everywhere (similarity NaN, rank 0); a zero vector has cosine similarity 0 to everything.
"""

from __future__ import annotations

import numpy as np


def _unit(vector):
    wide = np.array(vector, dtype=np.float64)
    length = np.sqrt(np.sum(wide * wide))
    return wide / length if length > 0 else wide


def is_finite(vector) -> bool:
    return bool(np.all(np.isfinite(np.asarray(vector, dtype=np.float64))))


def similarity(query, document) -> float:
    """Cosine similarity in [-1, 1]; 0 for a zero vector, NaN for one that is not finite."""
    if not is_finite(query) or not is_finite(document):
        return float("nan")
    return float(min(1.0, max(-1.0, np.sum(_unit(document) * _unit(query)))))


def distance(query, document) -> float:
    """Cosine distance in [0, 2]."""
    return 1.0 - similarity(query, document)


def score(metric: str, query, document) -> float:
    """What an index of this metric ranks by: "cosine", "ip", or "l2" as minus the squared distance."""
    if metric == "cosine":
        return similarity(query, document)
    if not is_finite(query) or not is_finite(document):
        return float("nan")
    left, right = np.array(query, dtype=np.float64), np.array(document, dtype=np.float64)
    return float(np.sum(right * left)) if metric == "ip" else float(-np.sum((right - left) ** 2))


def scores(metric: str, queries, documents) -> np.ndarray:
    """All pairs, shape (m, n)."""
    return np.array([[score(metric, query, document) for document in documents] for query in queries]).reshape(
        len(queries), len(documents)
    )


def order(metric: str, query, documents, mask=None) -> list[int]:
    """All rows that are present and pass the mask, best first."""
    found = [score(metric, query, document) for document in documents]
    rows = [row for row, value in enumerate(found) if not np.isnan(value) and (mask is None or mask[row])]
    return sorted(rows, key=lambda row: (-found[row], row))


def top(metric: str, query, documents, k: int, mask=None) -> list[int]:
    """The k best rows, best first; fewer where there are fewer."""
    return order(metric, query, documents, mask)[:k]


def rank(metric: str, query, documents, row: int, mask=None) -> int:
    """The 1-based place of a row; 0 = absent."""
    ordered = order(metric, query, documents, mask)
    return ordered.index(row) + 1 if row in ordered else 0


def ranks(metric: str, queries, documents, rows, mask=None) -> np.ndarray:
    """Ranks of many rows for many queries, shape (m, r)."""
    places = [{row: place for place, row in enumerate(order(metric, query, documents, mask), 1)} for query in queries]
    return np.array([[place.get(int(row), 0) for row in rows] for place in places], dtype=np.int64).reshape(
        len(queries), len(rows)
    )
