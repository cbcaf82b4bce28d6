"""Vectors and the distance between them: the only place where a cosine distance is made.

Distance is cosine distance, 1 - cosine similarity, unitless, in [0, 2], smaller is closer. Similarity is in [-1, 1].
A zero vector has no direction: its similarity to everything is 0, its distance 1. A vector with a NaN or an infinite
component has no similarity at all: NaN. Numbers that are shown are computed in float64; float32 is for scanning only.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Vectors = npt.NDArray[np.floating]
Scalar = TypeVar("Scalar", bound=np.generic)


def cosine_distance(similarity: npt.ArrayLike) -> FloatArray:
    """Turn cosine similarities into cosine distances.

    Args:
        similarity: Cosine similarities in [-1, 1], any shape; NaN stays NaN.

    Returns:
        1 - similarity, same shape, in [0, 2]; rounding beyond the ends is clipped.
    """
    return np.clip(1.0 - np.asarray(similarity, dtype=np.float64), 0.0, 2.0)


def cosine_similarity(queries: Vectors, documents: Vectors) -> FloatArray:
    """Compare every query with every document, in float64.

    Each pair is summed on its own in one fixed order, so equal vectors get equal similarities whatever stands beside
    them. Meant for a few hundred pairs; whole collections are scanned in `stores/exact.py`.

    Args:
        queries: Shape (m, dim).
        documents: Shape (n, dim).

    Returns:
        Shape (m, n), in [-1, 1]; 0 where either vector is zero, NaN where either is not finite.
    """
    return np.clip(dot_products(directions(queries), directions(documents)), -1.0, 1.0)


def dot_products(queries: Vectors, documents: Vectors) -> FloatArray:
    """Give the inner product of every query with every document, in float64 and in one fixed order of summation.

    Args:
        queries: Shape (m, dim).
        documents: Shape (n, dim).

    Returns:
        Shape (m, n), unbounded; NaN where a vector is not finite.
    """
    # Row by row in memory: numpy sums a column-ordered matrix in another order, and equal vectors would not tie.
    left = np.ascontiguousarray(queries, dtype=np.float64)
    right = np.ascontiguousarray(documents, dtype=np.float64)
    out = np.empty((left.shape[0], right.shape[0]), dtype=np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        for row, query in enumerate(left):
            out[row] = np.sum(right * query, axis=1)
    out[~np.isfinite(left).all(axis=1)] = np.nan
    out[:, ~np.isfinite(right).all(axis=1)] = np.nan
    return out


def directions(vectors: Vectors) -> FloatArray:
    """Scale each vector to length 1, in float64.

    Args:
        vectors: Shape (n, dim).

    Returns:
        Shape (n, dim); a zero vector stays zero, a vector that is not finite becomes all NaN.
    """
    wide = np.ascontiguousarray(vectors, dtype=np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        norms = np.sqrt(np.sum(wide * wide, axis=1, keepdims=True))
        scaled = wide / np.where(norms > 0, norms, 1.0)
    scaled[~np.isfinite(norms[:, 0])] = np.nan
    return scaled


def norms(vectors: Vectors, block: int = 16_384) -> FloatArray:
    """Measure the Euclidean length of each vector, block by block, never copying a memory-mapped matrix whole.

    Args:
        vectors: Shape (n, dim).
        block: Rows read at a time.

    Returns:
        Shape (n,), >= 0; NaN or infinite where a component is.
    """
    out = np.empty(len(vectors), dtype=np.float64)
    for start in range(0, len(vectors), block):
        part = np.asarray(vectors[start : start + block], dtype=np.float64)
        with np.errstate(invalid="ignore", over="ignore"):
            out[start : start + block] = np.sqrt(np.einsum("ij,ij->i", part, part))
    return out


def read_only(array: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """Give a view of the array that cannot be written to: arrays inside records are read-only."""
    view = array.view()
    view.flags.writeable = False
    return view
