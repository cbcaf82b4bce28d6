"""Collections of points in a few clouds, for the map."""

from __future__ import annotations

import numpy as np

from inspector.records.documents import Document
from inspector.vectors import Float32Array
from tests.search.small_collection import SmallCollection


def clouds(count: int, dim: int = 16, groups: int = 4, seed: int = 0) -> Float32Array:
    """Give unit vectors around a few random directions, group by turns."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(groups, dim))
    vectors = centres[np.arange(count) % groups] + random.normal(scale=0.5, size=(count, dim))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def collection(vectors: Float32Array) -> SmallCollection:
    """Give a collection with these vectors; document i has the id str(i)."""
    return SmallCollection([Document(str(row), "", f"text {row}") for row in range(len(vectors))], vectors)
