"""Two ranked lists become one, by ranks or by scores.

Only the best `DEPTH` of each list are candidates, so the fused list depends on nothing further down. Invariant: the
same two lists give the same fused list; ties go to the better embedding rank, then keyword rank, then id.

References:
    Cormack, Clarke and Buettcher 2009, "Reciprocal rank fusion outperforms Condorcet and individual rank learning
    methods".
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from inspector.errors import RequestError
from inspector.records.results import Fusion
from inspector.vectors import FloatArray

DEPTH = 100
"""Candidates taken from each list."""

RRF_CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ranked list.

    Attributes:
        ids: Document ids, best first, each once.
        scores: Shape (len(ids),): similarities or BM25 scores, never distances; larger is better.
    """

    ids: tuple[str, ...]
    scores: FloatArray


@dataclass(frozen=True, slots=True)
class Fused:
    """A document of the fused list.

    Attributes:
        id: The document.
        score: Larger is better; 0 to 2 / 61 by ranks, 0 to 1 by scores.
        embedding_rank: Place among the embedding's candidates, 1-based; None where it is not among them.
        keyword_rank: Place among the keyword search's candidates, 1-based; None where it is not among them.
    """

    id: str
    score: float
    embedding_rank: int | None
    keyword_rank: int | None


Points = dict[str, float]


def fuse(fusion: Fusion, embedding: Ranked, keyword: Ranked, weight: float, k: int) -> tuple[Fused, ...]:
    """Fuse an embedding list and a keyword list.

    By ranks (RRF), a document scores 2 * (w / (60 + embedding rank) + (1 - w) / (60 + keyword rank)), and nothing for
    a list it is not in; at w = 0.5 that is the classic sum of 1 / (60 + rank). By scores (weighted), each list's
    candidates are first scaled so that the worst gets 0 and the best 1 (all 1 where they are equal); a document scores
    w * embedding + (1 - w) * keyword, and 0 for a list it is not in.

    Args:
        fusion: By ranks or by scores.
        embedding: The embedding list; its first `DEPTH` are candidates.
        keyword: The keyword list; its first `DEPTH` are candidates.
        weight: Share w of the embedding, 0 (keyword list alone) to 1 (embedding list alone).
        k: Length of the fused list, at least 1.

    Returns:
        At most k documents, best first. A list with no share brings in no documents.

    Raises:
        RequestError: the weight is outside [0, 1], or k is below 1.
    """
    _check(weight, k)
    left = _head(embedding) if weight > 0 else _NOTHING
    right = _head(keyword) if weight < 1 else _NOTHING
    scale, points = FUSIONS[fusion]
    by_embedding, by_keyword = points(left), points(right)
    places = _places(left), _places(right)
    fused = [
        Fused(
            each,
            scale * (weight * by_embedding.get(each, 0.0) + (1 - weight) * by_keyword.get(each, 0.0)),
            places[0].get(each),
            places[1].get(each),
        )
        for each in dict.fromkeys(left.ids + right.ids)
    ]
    fused.sort(key=_order)
    return tuple(fused[:k])


def _check(weight: float, k: int) -> None:
    if not 0 <= weight <= 1:
        raise RequestError(
            f"The hybrid weight is {weight}, but it must be from 0 to 1.",
            "Choose 0 for keyword search alone, 1 for the embedding alone, 0.5 for both alike.",
        )
    if k < 1:
        raise RequestError(f"k is {k}, but it must be at least 1.", "Choose how many results to show.")


def _head(ranked: Ranked) -> Ranked:
    return Ranked(ranked.ids[:DEPTH], ranked.scores[:DEPTH])


def _places(ranked: Ranked) -> dict[str, int]:
    return {each: place for place, each in enumerate(ranked.ids, start=1)}


def _order(hit: Fused) -> tuple[float, float, float, str]:
    return (-hit.score, hit.embedding_rank or math.inf, hit.keyword_rank or math.inf, hit.id)


def _reciprocal_ranks(ranked: Ranked) -> Points:
    return {each: 1 / (RRF_CONSTANT + place) for place, each in enumerate(ranked.ids, start=1)}


def _scaled_scores(ranked: Ranked) -> Points:
    if not ranked.ids:
        return {}
    low, high = float(ranked.scores.min()), float(ranked.scores.max())
    span = high - low
    return {
        each: (float(score) - low) / span if span > 0 else 1.0
        for each, score in zip(ranked.ids, ranked.scores, strict=True)
    }


_NOTHING = Ranked((), np.empty(0))

FUSIONS: dict[Fusion, tuple[float, Callable[[Ranked], Points]]] = {
    Fusion.RRF: (2.0, _reciprocal_ranks),
    Fusion.WEIGHTED: (1.0, _scaled_scores),
}
"""How each fusion turns one list into points, and what the weighted sum of both is multiplied by."""
