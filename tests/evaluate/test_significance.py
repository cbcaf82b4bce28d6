"""Intervals, p-values and what can be seen: by enumeration, by another library, by hand."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from inspector.evaluate import significance
from inspector.evaluate.significance import (
    ALL_SIGNS_UP_TO,
    DRAWS,
    bootstrap_intervals,
    holm,
    randomization_p,
    smallest_detectable,
)


def enumerated(values):
    """The share of all choices of signs whose sum is as far from 0, one after the other."""
    seen = abs(math.fsum(values))
    sums = [
        abs(math.fsum(sign * value for sign, value in zip(signs, values, strict=True)))
        for signs in itertools.product((1, -1), repeat=len(values))
    ]
    return sum(each >= seen - 1e-9 for each in sums) / len(sums)


def drawn(count, shift=0.0, seed=0, rows=1):
    return np.random.default_rng(seed).normal(shift, 1, size=(rows, count)).round(2)


@pytest.mark.parametrize("seed", range(3))
def test_with_few_differences_the_p_value_is_that_of_all_choices_of_signs(seed):
    rows = drawn(10, 0.4, seed, rows=2)
    assert randomization_p(rows) == pytest.approx([enumerated(row.tolist()) for row in rows])


def test_five_equal_differences_have_two_of_thirty_two_choices_and_zeros_add_nothing():
    assert randomization_p(np.array([[0.25] * 5])) == pytest.approx([2 / 32])
    assert randomization_p(np.array([[0.25] * 5 + [0.0] * 50])) == pytest.approx([2 / 32])
    assert randomization_p(np.zeros((1, 8))) == pytest.approx([1.0])


def test_with_more_differences_random_signs_come_near_all_choices():
    row = drawn(ALL_SIGNS_UP_TO + 1, 0.5)
    exact = enumerated(row[0].tolist())
    assert 0.01 < exact < 0.5
    assert randomization_p(row)[0] == pytest.approx(exact, abs=4 * math.sqrt(exact / DRAWS))


def test_a_p_value_is_never_0():
    assert randomization_p(np.ones((1, 100))) == pytest.approx([1 / (1 + DRAWS)])


def test_rounding_does_not_decide_what_is_as_extreme():
    # 0.1 + 0.2 - 0.3 is not 0 in binary, so a sum of the same values in another order may fall short by a rounding
    row = [0.1, 0.2, 0.3] * 4
    assert randomization_p(np.array([row]))[0] == 2 / 2**12


def test_the_test_rejects_a_true_null_in_about_one_of_twenty():
    # 300 experiments, nominal 5 %: 15 expected, standard deviation sqrt(300 * .05 * .95) = 3.8
    rejected = sum(
        float(randomization_p(drawn(25, 0.0, seed), seed, draws=999)[0]) <= 0.05 for seed in range(1000, 1300)
    )
    assert abs(rejected - 15) <= 3 * 3.8


def test_a_true_difference_as_large_as_the_smallest_detectable_is_found_in_about_four_of_five():
    shift = (1.96 + 0.84) / math.sqrt(50)
    found = sum(float(randomization_p(drawn(50, shift, seed), seed, draws=499)[0]) <= 0.05 for seed in range(200))
    assert abs(found - 160) <= 3 * math.sqrt(200 * 0.8 * 0.2)


def test_intervals_are_those_of_another_library():
    values = np.random.default_rng(3).beta(0.4, 0.6, size=(2, 80))
    ours = bootstrap_intervals(values)
    for row, interval in zip(values, ours, strict=True):
        theirs = stats.bootstrap((row,), np.mean, n_resamples=10_000, method="percentile", rng=7).confidence_interval
        # the ends of two bootstraps of 10,000 differ by a few hundredths of the width
        assert interval == pytest.approx([theirs.low, theirs.high], abs=0.05 * (theirs.high - theirs.low))


def test_intervals_do_not_depend_on_how_many_resamples_are_held_at_once(monkeypatch):
    values = np.random.default_rng(4).random((3, 40))
    whole = bootstrap_intervals(values)
    monkeypatch.setattr(significance, "_CELLS", 40 * 999)
    assert bootstrap_intervals(values) == pytest.approx(whole, abs=0.01)
    assert randomization_p(values - 0.4, draws=2500) == pytest.approx(randomization_p(values - 0.4), abs=0.03)


def test_equal_values_have_an_interval_of_no_width_and_one_query_or_none_has_none():
    assert bootstrap_intervals(np.full((1, 4), 0.5)).tolist() == [[0.5, 0.5]]
    assert np.isnan(bootstrap_intervals(np.full((2, 1), 0.5))).all()
    assert np.isnan(bootstrap_intervals(np.zeros((2, 0)))).all()


def test_holm_multiplies_the_smallest_most_and_never_falls():
    # .01 * 3 = .03, .03 * 2 = .06, .04 * 1 = .04 raised to .06
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([]) == ()


def test_the_smallest_detectable_difference_is_2_8_standard_errors():
    # the standard deviation of 0, 2, 0, 2, 0, 2 is sqrt(6 / 5), its error that by sqrt(6)
    found = smallest_detectable(np.array([[0.0, 2.0] * 3, [1.0] * 6]))
    assert found[0] == pytest.approx((1.959964 + 0.841621) * math.sqrt(6 / 5) / math.sqrt(6))
    assert math.isnan(found[1])
    assert np.isnan(smallest_detectable(np.array([[1.0]]))).all()
