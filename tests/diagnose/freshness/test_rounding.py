"""What storing a vector in 8 bits can move it at most: reckoned, and held against rounding itself."""

import numpy as np
import pytest

from inspector.diagnose.freshness.rounding import EQUAL, agrees, rounding
from tests import oracle


def as_bytes(vectors):
    """Round each vector to 255 steps of its largest component."""
    step = np.abs(vectors).max(axis=1, keepdims=True) / 127
    return np.round(vectors / step) * step


@pytest.mark.parametrize("seed", range(20))
def test_rounding_is_what_eight_bits_can_move_a_vector_at_most(seed):
    rng = np.random.default_rng(seed)
    vector = rng.normal(size=(1, 64)) * np.exp(rng.normal(size=64))  # components of very different sizes
    moved = 1 - oracle.similarity(vector[0], as_bytes(vector)[0])
    assert 0 < moved <= rounding(vector.astype(np.float32))


def test_rounding_is_half_a_step_in_each_component():
    # Largest component 1 of length 1: a step is 1/127; four components, squared half step each, halved: 4 / 127² / 8.
    assert rounding(np.array([[3.0, 0, 0, 0]], dtype=np.float32)) == pytest.approx(4 / 127**2 / 8)
    # All components alike, 1/2: 4 * (0.5 / 127)² / 8; of several vectors the largest counts.
    flat = np.ones((1, 4), dtype=np.float32)
    assert rounding(flat) == pytest.approx(4 * (0.5 / 127) ** 2 / 8)
    assert rounding(np.vstack([flat, [[1, 0, 0, 0]]]).astype(np.float32)) == pytest.approx(4 / 127**2 / 8)
    assert rounding(np.zeros((0, 4), dtype=np.float32)) == EQUAL


def test_a_vector_rounded_to_eight_bits_agrees_and_one_moved_by_more_does_not():
    vector = np.random.default_rng(0).normal(size=(1, 64)).astype(np.float32)
    assert agrees(vector, as_bytes(vector).astype(np.float32))
    assert not agrees(vector, vector + 0.1 * np.roll(vector, 1, axis=1))
