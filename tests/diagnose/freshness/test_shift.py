"""The share of all moves that is common to them, by arithmetic."""

import numpy as np
import pytest

from inspector.diagnose.freshness.shift import common_share


def test_the_common_share_of_moves_is_that_of_their_mean():
    rng = np.random.default_rng(4)
    moves = rng.normal(size=(50, 8)) + 0.7
    wanted = np.sum(moves.mean(axis=0) ** 2) / np.mean([np.sum(move**2) for move in moves])
    assert common_share(moves) == pytest.approx(wanted)
    assert common_share(np.tile(moves[:1], (9, 1))) == pytest.approx(1)
    assert common_share(np.vstack([moves, -moves])) == pytest.approx(0)
    assert common_share(np.vstack([moves, np.full((3, 8), np.nan)])) == pytest.approx(wanted)
    assert common_share(np.zeros((4, 8))) == common_share(np.zeros((0, 8))) == 0
