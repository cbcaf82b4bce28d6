"""Vectors as a model makes them: each text near some of others, all in a part of the space."""

from __future__ import annotations

import numpy as np

WIDE, NARROW = 128, 16


def model_vectors(count: int, seed: int = 0, noise: float = 0.05) -> np.ndarray:
    """Give unit vectors that lie, but for a little noise, in 16 of 128 dimensions; the same 16 for every seed."""
    axes, _ = np.linalg.qr(np.random.default_rng(77).normal(size=(WIDE, NARROW)))
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(count, NARROW)) @ axes.T + noise * rng.normal(size=(count, WIDE))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def any_direction(count: int, seed: int = 1, dim: int = WIDE) -> np.ndarray:
    """Give unit vectors in random directions."""
    rows = np.random.default_rng(seed).normal(size=(count, dim))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
