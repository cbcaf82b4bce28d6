"""The two-sample test: its statistic against a double loop, its p-value against all relabelings, its errors."""

import itertools
import math

import numpy as np
import pytest

from inspector.errors import CancelledError
from inspector.monitor.kernel_test import gaussian_kernel, shift_test, statistics
from inspector.vectors import directions


def vectors(count: int, dim: int = 5, seed: int = 0, middle: float = 0.0) -> np.ndarray:
    return (np.random.default_rng(seed).normal(size=(count, dim)) + middle).astype(np.float32)


def naive(then: np.ndarray, now: np.ndarray) -> float:
    """The unbiased statistic pair by pair, in float64, with the median heuristic."""
    x, y = ([row / math.sqrt(sum(row * row)) for row in side.astype(np.float64)] for side in (then, now))
    squared = lambda a, b: float(sum((a - b) ** 2))  # noqa: E731
    width = float(np.median([squared(a, b) for a, b in itertools.combinations([*x, *y], 2)]))
    kernel = lambda a, b: math.exp(-squared(a, b) / width)  # noqa: E731
    n, m = len(x), len(y)
    within_x = sum(kernel(x[i], x[j]) for i in range(n) for j in range(n) if i != j) / (n * (n - 1))
    within_y = sum(kernel(y[i], y[j]) for i in range(m) for j in range(m) if i != j) / (m * (m - 1))
    across = sum(kernel(a, b) for a in x for b in y) / (n * m)
    return within_x + within_y - 2 * across


def test_the_statistic_is_that_of_a_double_loop_also_with_unequal_sides():
    then, now = vectors(7, seed=1), vectors(11, seed=2, middle=0.3)
    assert shift_test(then, now, permutations=1).mmd2 == pytest.approx(naive(then, now), abs=1e-12)


def test_the_p_value_is_that_of_all_relabelings():
    then, now = vectors(4, seed=3), vectors(4, seed=4, middle=0.8)
    kernel, _ = gaussian_kernel(directions(np.concatenate([then, now])))
    labels = np.zeros((8, 70))  # 8! / (4! 4!)
    for column, chosen in enumerate(itertools.combinations(range(8), 4)):
        labels[list(chosen), column] = 1.0
    every = statistics(kernel, labels)
    exact = float(np.mean(every >= every[0] - 1e-12))
    assert 0.01 < exact < 0.5
    found = shift_test(then, now, permutations=5_000).p_value
    assert found == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 5_000))


def test_the_p_value_is_never_zero_and_a_planted_shift_has_the_smallest():
    found = shift_test(vectors(60, seed=5), vectors(40, seed=6, middle=1.5), permutations=99)
    assert found.p_value == 1 / 100
    assert found.mmd2 > 0


def test_where_nothing_changed_it_errs_in_about_one_of_twenty_draws():
    values = [
        shift_test(vectors(25, seed=2 * draw), vectors(35, seed=2 * draw + 1), permutations=99).p_value
        for draw in range(200)
    ]
    errors = int(np.sum(np.array(values) <= 0.05))
    assert 2 <= errors <= 20  # binomial of 200 and 1/20: 10 expected, outside of this in 1 of 500 cases
    assert 0.4 < np.mean(values) < 0.6


def test_two_copies_of_one_set_and_vectors_all_alike_are_no_change():
    same = vectors(30)
    assert shift_test(same, same, permutations=99).p_value > 0.9
    alike = np.ones((10, 3), dtype=np.float32)
    found = shift_test(alike, alike, permutations=9)
    assert (found.mmd2, found.p_value) == (0.0, 1.0)


def test_lengths_do_not_count_as_a_cosine_does_not_see_them():
    then, now = vectors(20, seed=7), vectors(20, seed=8)
    assert shift_test(then, 5 * now, permutations=50).mmd2 == pytest.approx(
        shift_test(then, now, permutations=50).mmd2, abs=1e-7
    )


def test_it_stops_when_asked():
    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        shift_test(vectors(5), vectors(5, seed=1), progress=stop)
