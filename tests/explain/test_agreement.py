from itertools import permutations

import numpy as np
import pytest
from scipy.stats import spearmanr

from inspector.explain.agreement import LUCK, chance_agreement, spearman


def test_the_same_order_is_1_and_the_reverse_is_minus_1():
    assert spearman(np.array([0.1, 0.5, 9.0]), np.array([1.0, 2.0, 3.0])) == pytest.approx(1.0)
    assert spearman(np.array([0.1, 0.5, 9.0]), np.array([3.0, 2.0, 1.0])) == pytest.approx(-1.0)


def test_it_is_the_correlation_of_an_independent_library_with_ties_too():
    rng = np.random.default_rng(0)
    for _ in range(50):
        left, right = rng.integers(0, 6, size=12).astype(float), rng.normal(size=12)
        assert spearman(left, right) == pytest.approx(spearmanr(left, right).statistic, abs=1e-12)


@pytest.mark.parametrize("left", [[0.5], [], [1.0, 1.0, 1.0], [1.0, float("nan"), 2.0]])
def test_where_there_is_no_order_there_is_no_agreement(left: list[float]):
    assert np.isnan(spearman(np.array(left), np.arange(len(left), dtype=float)))


@pytest.mark.parametrize("count", [6, 7, 8])
def test_unrelated_rankings_agree_that_much_in_about_one_of_twenty_cases(count: int):
    base = np.arange(count, dtype=float)
    every = [spearman(base, np.array(one, dtype=float)) for one in permutations(range(count))]
    assert np.mean(np.array(every) > chance_agreement(count)) == pytest.approx(LUCK, abs=0.02)


def test_so_few_words_that_a_perfect_match_is_luck_cannot_agree_by_more_than_chance():
    """Of the 24 orders of four words one is right: 4 %, but with ties more; below that 1 of 6 or 1 of 2."""
    assert [chance_agreement(count) for count in (2, 3, 4)] == [1.0, 1.0, 1.0]
