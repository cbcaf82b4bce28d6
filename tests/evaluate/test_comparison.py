"""Comparisons: pairs, numbers and the sentence that they are worth."""

import math

import numpy as np
import pytest

from inspector.evaluate.comparison import compare_runs

NAMES = ("embedding", "keyword")


def compared(first, second, measures=("nDCG@10", "Judged@10"), names=NAMES):
    values = np.array([[first, np.zeros(len(first))], [second, np.ones(len(second))]])
    return compare_runs(names, measures, values)


def test_every_pair_is_compared_by_every_measure_but_the_judged_share():
    values = np.random.default_rng(0).random((3, 3, 20))
    found = compare_runs(("a", "b", "c"), ("RR", "AP", "Judged@10"), values)
    pairs = [(each.a, each.b, each.measure) for each in found]
    assert pairs == [(*pair, measure) for pair in (("a", "b"), ("a", "c"), ("b", "c")) for measure in ("RR", "AP")]
    assert all(each.p_value <= each.p_holm <= 1 for each in found)


def test_numbers_are_of_the_first_minus_the_second():
    (found,) = compared([0.5, 1.0, 0.0, 0.75], [0.0, 1.0, 0.5, 0.5])
    assert found.difference == pytest.approx((0.5 + 0 - 0.5 + 0.25) / 4)
    assert (found.queries, found.won, found.lost) == (4, 2, 1)
    # the sum is .25; every choice of signs of .5, .5 and .25 gives .25, .75 or 1.25 away from 0
    assert found.p_value == 1.0


@pytest.mark.parametrize(("first", "second"), [(0.75, 0.5), (0.5, 0.75)])
def test_the_better_one_is_named_first_with_a_positive_difference(first, second):
    (found,) = compared([first] * 20, [second] * 20)
    better, worse = ("The embedding", "keyword search") if first > second else ("Keyword search", "the embedding")
    assert found.sentence == f"{better} is better than {worse} by 0.250 nDCG@10 [0.250, 0.250], p < .001."
    assert math.isnan(found.smallest_detectable)


def test_what_chance_may_have_done_is_no_difference_and_the_smallest_that_shows_is_said():
    (found,) = compared([0.0, 0.5, 1.0, 0.5], [0.5, 0.0, 0.5, 1.0])
    # the differences are .5 and -.5 twice: their standard deviation is sqrt(4 * .25 / 3), its error half of that
    smallest = 2.801585 * math.sqrt(1 / 3) / 2
    assert found.sentence == (
        "Between the embedding and keyword search there is no difference in nDCG@10 that 4 queries could show: 0.000 "
        f"[-0.500, 0.500], p = 1.000; the smallest they could is {smallest:.3f}."
    )


def test_one_of_many_is_corrected_and_the_sentence_says_so():
    differences = np.array([1.0] * 7 + [0.0] * 5)  # alone p = 2 / 128
    values = np.zeros((2, 6, 12))
    values[0, 0] = differences
    found = compare_runs(NAMES, ("RR", "AP", "P@1", "P@2", "P@3", "P@4"), values)[0]
    assert (found.p_value, found.p_holm) == (2 / 128, pytest.approx(12 / 128))
    assert "p = .016 alone, p = .094 as one of 6 comparisons" in found.sentence


def test_equal_lists_are_said_to_be_equal():
    (found,) = compared([0.5, 1.0], [0.5, 1.0], names=("hybrid", "old run"))
    assert found.sentence == 'The hybrid list and "old run" have the same nDCG@10 for every query.'


def test_one_run_has_nothing_to_be_compared_with():
    assert compare_runs(("keyword",), ("RR",), np.zeros((1, 1, 5))) == ()
