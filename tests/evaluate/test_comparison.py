"""Comparisons: pairs, numbers and the sentence that they are worth."""

import math

import numpy as np
import pytest

from inspector.evaluate.comparison import compare_runs
from inspector.evaluate.wording import interval

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
    (found,) = compared([0.0, 0.5, 1.0, 0.5] * 2, [0.5, 0.0, 0.5, 1.0] * 2)
    # the differences are .5 and -.5 four times: their standard deviation is sqrt(8 * .25 / 7)
    smallest = 2.801585 * math.sqrt(2 / 7) / math.sqrt(8)
    assert found.sentence == (
        "Between the embedding and keyword search there is no difference in nDCG@10 that 8 queries could show: 0.000 "
        f"{interval(found.low, found.high)}, p = 1.000; the smallest they could is {smallest:.3f}."
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


def test_five_queries_show_no_difference_however_large_and_no_smallest_one_is_named():
    (found,) = compared([1.0, 1.0, 1.0, 1.0, 0.9], [0.0] * 5)  # 2 of 32 choices of signs are as extreme
    assert found.p_value == 2 / 32
    assert math.isnan(found.smallest_detectable)
    assert found.sentence.endswith("p = .062; fewer than 6 show none, however large.")


def test_the_smallest_difference_is_said_to_be_of_one_comparison_where_the_correction_alone_undid_one():
    # six differences of one sign: 2 of 64 choices, p = .031 alone, twice that as one of two comparisons
    values = np.array([[[0.5, 0.6, 0.7, 0.5, 0.6, 0.7], [0.5] * 6], [[0.0] * 6, [0.5, 0.6, 0.4, 0.5, 0.6, 0.4]]])
    first, _ = compare_runs(NAMES, ("RR", "AP"), values)
    assert first.difference > first.smallest_detectable
    assert "p = .031 alone, p = .062 as one of 2 comparisons; the smallest they could alone is" in first.sentence
