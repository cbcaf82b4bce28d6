"""How far vectors can move without being of anything else: by another batch, or by storing them in 8 bits."""

from __future__ import annotations

import numpy as np

from inspector.vectors import Float32Array, cosine_distance, cosine_similarity, directions

EQUAL = 1e-6
"""Two batches of one model agree within this (a text's vector may depend on the batch by so much)."""


def rounding(vectors: Float32Array) -> float:
    """Give the largest cosine distance by which storing vectors in 8 bits can move one of them, at least `EQUAL`.

    With steps of a 127th of the largest component, no component moves by more than half a step, so the vector moves by
    at most half a step times the root of its length, and the distance is at most half the square of that, relatively.
    """
    unit = directions(vectors)
    step = np.abs(unit).max(axis=1) / 127
    return float(np.max(unit.shape[1] * step**2 / 8, initial=EQUAL))


def agrees(fresh: Float32Array, stored: Float32Array) -> bool:
    """Whether two vectors, each of shape (1, dim), differ by no more than rounding can move them."""
    return bool(cosine_distance(cosine_similarity(fresh, stored))[0, 0] <= rounding(fresh))
