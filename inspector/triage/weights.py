"""Where a document stands in the hybrid list under many weights at once.

Invariant: the places are those of `inspector.search.hybrid.fuse`, ties included. Cost: a fifth of a millisecond for a
query and all weights; fusing again for each would take thirty times as long.
"""

from __future__ import annotations

import math

import numpy as np

from inspector.records.results import Fusion
from inspector.search.hybrid import DEPTH, FUSIONS, Ranked
from inspector.triage.wanted import place_of
from inspector.vectors import IntArray

STEPS = 20
WEIGHTS: tuple[float, ...] = tuple(step / STEPS for step in range(STEPS + 1))
"""Shares of the embedding that are tried, from keyword search alone to the embedding alone."""


def best_places(embedding: Ranked, keyword: Ranked, wanted: frozenset[str], fusion: Fusion) -> IntArray:
    """Give the best place of some documents in the hybrid list for each of the `WEIGHTS`.

    Args:
        embedding: The embedding list; its first `DEPTH` are candidates.
        keyword: The keyword list, likewise.
        wanted: The documents.
        fusion: How the lists are put together.

    Returns:
        Shape (len(WEIGHTS),), 1-based; 0 where none of them is in the list.
    """
    left, right = (Ranked(each.ids[:DEPTH], each.scores[:DEPTH]) for each in (embedding, keyword))
    out = np.zeros(len(WEIGHTS), dtype=np.int64)
    if wanted.isdisjoint(left.ids) and wanted.isdisjoint(right.ids):
        return out
    places = [{each: place for place, each in enumerate(one.ids)} for one in (left, right)]
    ids = sorted(
        dict.fromkeys(left.ids + right.ids),
        key=lambda each: (places[0].get(each, math.inf), places[1].get(each, math.inf), each),
    )
    scale, points = FUSIONS[fusion]
    by_left, by_right = points(left), points(right)
    mine = np.array([by_left.get(each, 0.0) for each in ids])
    other = np.array([by_right.get(each, 0.0) for each in ids])
    chosen = np.flatnonzero([each in wanted for each in ids])
    for column, weight in enumerate(WEIGHTS):
        if weight in (0, 1):
            out[column] = place_of(left.ids if weight else right.ids, wanted) or 0
            continue
        scores = scale * (weight * mine + (1 - weight) * other)
        best = int(chosen[int(np.argmax(scores[chosen]))])  # of equals the first, which stands before the others
        above = np.count_nonzero(scores[:best] >= scores[best]) + np.count_nonzero(scores[best + 1 :] > scores[best])
        out[column] = above + 1
    return out
