"""How far the two vectors of the same thing are apart, pair by pair."""

from __future__ import annotations

import numpy as np

from inspector.vectors import FloatArray, Vectors, cosine_distance, directions, norms


def vector_distances(left: Vectors, right: Vectors, *, lengths: bool = False) -> FloatArray:
    """Compare row i of one matrix with row i of the other.

    Args:
        left: Shape (n, dim).
        right: Shape (n, dim).
        lengths: Whether lengths count too, as where an index ranks by inner product or L2: then pairs of one direction
            are as far apart as their lengths differ, relative to the longer one.

    Returns:
        Shape (n,), cosine distances in [0, 2]; 0 for two equal vectors, whatever they hold, infinite where only one of
        them is finite or has a direction.
    """
    units = directions(left), directions(right)
    found = cosine_distance(np.einsum("ij,ij->i", *units))
    sizes = np.stack((norms(left), norms(right)))
    if lengths:
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.fmax(found, np.abs(sizes[0] - sizes[1]) / np.fmax(sizes.max(axis=0), 1e-300))
    usable = np.isfinite(sizes) & (sizes > 0)
    found[~usable.all(axis=0)] = np.inf
    found[(np.asarray(left) == np.asarray(right)).all(axis=1) | ~usable.any(axis=0)] = 0.0
    return found
