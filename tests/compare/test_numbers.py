"""Intervals: Wilson's against published figures, the bootstrap's against its own coverage."""

import numpy as np
import pytest

from inspector.compare.numbers import mean, share


def test_a_share_has_wilson_s_interval():
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662, 0 of 20 gives 0.0000 to 0.1611.
    for hits, size, low, high in ((81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611)):
        found = share(np.array([1.0] * hits + [0.0] * (size - hits)), np.ones(size))
        assert (found.value, found.low, found.high) == pytest.approx((hits / size, low, high), abs=5e-5)


def test_equal_weights_change_nothing_and_one_heavy_query_widens_the_interval():
    hits = np.array([1.0, 0.0] * 50)
    assert share(hits, np.full(100, 7.0)) == share(hits, np.ones(100))
    heavy = np.ones(100)
    heavy[0] = 100
    found = share(hits, heavy)
    assert found.value == pytest.approx((100 + 49) / 199)
    assert found.high - found.low > 2 * (share(hits, np.ones(100)).high - share(hits, np.ones(100)).low)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_interval_of_a_mean_covers_the_truth_about_as_often_as_it_says(weighted):
    generator = np.random.default_rng(0)
    covered = 0
    for _ in range(120):
        values = generator.normal(size=60)
        weights = generator.integers(1, 4, size=60).astype(float) if weighted else np.ones(60)
        found = mean(values, weights)
        covered += found.low <= 0 <= found.high
    assert 0.90 <= covered / 120 <= 0.99
