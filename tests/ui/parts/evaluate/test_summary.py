"""The answer in a sentence: nobody is called better unless the corrected p-value says so."""

import math
from dataclasses import replace

from inspector.ui.parts.evaluate.summary import could_show, first_measure, summary, turned, versus
from tests.ui.evaluate_samples import evaluation


def test_the_best_is_called_best_where_it_is_better_than_every_other():
    # hybrid has 2.5 / 3, the two others 1.5 / 3 each: a gain of 1 / 3, ± 0.125
    assert summary(evaluation(0.5, 0.01, 0.01)) == (
        "The hybrid list is best: nDCG@10 0.833 [0.708, 0.958]; better than the embedding by 0.333 [0.208, 0.458] and "
        "keyword search by 0.333 [0.208, 0.458]."
    )


def test_what_cannot_be_told_apart_is_said_with_its_value():
    assert summary(evaluation(0.5, 0.01, 0.06)) == (
        "The hybrid list comes first with nDCG@10 0.833 [0.708, 0.958], but 3 queries cannot tell it from keyword "
        "search (0.500). It is better than the embedding by 0.333 [0.208, 0.458]."
    )
    assert "better than" not in summary(evaluation())


def test_one_search_alone_is_just_measured():
    assert summary(evaluation(runs=("keyword",))) == "Keyword search has nDCG@10 0.500 [0.375, 0.625]."
    assert could_show(evaluation(runs=("keyword",))) == ""


def test_so_many_queries_could_show_the_largest_of_the_smallest_differences():
    found = evaluation()
    assert could_show(found) == "3 queries could show differences in nDCG@10 from 0.25 on."
    first, second, third = found.comparisons
    mixed = (replace(first, smallest_detectable=math.nan), replace(second, smallest_detectable=0.4), third)
    assert "from 0.40 on" in could_show(replace(found, comparisons=mixed))


def test_a_comparison_is_read_either_way_round():
    found = evaluation()
    pair = versus(found, "hybrid", "embedding", "nDCG@10")
    assert (pair.a, pair.b, round(pair.difference, 12), pair.won, pair.lost) == (
        "hybrid",
        "embedding",
        round(1 / 3, 12),
        2,
        1,
    )
    assert turned(pair) == versus(found, "embedding", "hybrid", "nDCG@10")
    assert versus(found, "hybrid", "nobody", "nDCG@10") is None
    assert first_measure(found) == "nDCG@10"


def test_one_query_is_said_to_have_no_interval():
    found = evaluation(runs=("keyword",))
    alone = tuple(replace(each, low=math.nan, high=math.nan) for each in found.estimates)
    said = summary(replace(found, estimates=alone, queries=found.queries[:1]))
    assert said == "Keyword search has nDCG@10 0.500. One query: no interval."
