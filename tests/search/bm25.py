"""BM25 in plain Python and float64, straight from the formula: the oracle of keyword search."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

K1, B = 1.5, 0.75


def idf(documents: Sequence[Sequence[str]], token: str) -> float:
    having = sum(token in tokens for tokens in documents)
    return math.log(1 + (len(documents) - having + 0.5) / (having + 0.5))


def share(documents: Sequence[Sequence[str]], row: int, token: str) -> float:
    """What one occurrence of a token in a query adds to the score of a document."""
    occurrences = Counter(documents[row])[token]
    if not occurrences:
        return 0.0
    average = sum(map(len, documents)) / len(documents)
    norm = K1 * (1 - B + B * len(documents[row]) / average)
    return idf(documents, token) * occurrences / (occurrences + norm)


def score(documents: Sequence[Sequence[str]], row: int, query: Sequence[str]) -> float:
    return sum(share(documents, row, token) for token in query)
