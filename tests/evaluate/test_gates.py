"""Gates: how they are written, what they are held against, and what is said where they are missed."""

from dataclasses import replace

import numpy as np
import pytest

from inspector.errors import RequestError
from inspector.evaluate.gates import check_gates, gate_text, parse_gate
from inspector.records.evaluation import Estimate, Evaluation, Fit, Gate, Relation
from inspector.records.runs import Query


def evaluation(mean=0.6, low=0.55, high=0.65):
    queries = tuple(Query(str(place), "") for place in range(50))
    estimates = (Estimate("embedding", "nDCG@10", mean, low, high),)
    values = np.full((1, 1, 50), mean)
    return Evaluation(Fit(50, 50, 50, 50), ("embedding",), ("nDCG@10",), queries, values, estimates, (), (), 100)


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("nDCG@10>=0.60", Gate("embedding", "nDCG@10", Relation.AT_LEAST, 0.6)),
        (" keyword:R@100 >= .9 ", Gate("keyword", "R@100", Relation.AT_LEAST, 0.9)),
        ("last week:rr<1e-1", Gate("last week", "RR", Relation.BELOW, 0.1)),
        ("hybrid:AP(rel=2)@10>0", Gate("hybrid", "AP(rel=2)@10", Relation.ABOVE, 0.0)),
        ("nDCG@10>0.9999999", Gate("embedding", "nDCG@10", Relation.ABOVE, 0.9999999)),
        ("Judged@10<=1", Gate("embedding", "Judged@10", Relation.AT_MOST, 1.0)),
    ],
)
def test_gates_are_read_and_written_as_people_write_them(text, gate):
    assert parse_gate(text) == gate
    assert parse_gate(gate_text(gate)) == gate


@pytest.mark.parametrize("text", ["", "nDCG@10", "nDCG@10=0.6", ">=0.6", "nDCG@10>=", "RR>=high", "RR>=nan"])
def test_what_is_no_gate_is_refused_with_an_example(text):
    with pytest.raises(RequestError, match="is no gate") as refused:
        parse_gate(text)
    assert "keyword:R@100>=.9" in refused.value.hint


def test_a_gate_on_an_unknown_measure_is_refused():
    with pytest.raises(RequestError, match='no measure "quality"'):
        parse_gate("quality>=1")


@pytest.mark.parametrize(
    ("text", "passed"),
    [("RR>=0.6", True), ("RR>0.6", False), ("RR<=0.6", True), ("RR<0.6", False), ("RR>=0.61", False), ("RR<1", True)],
)
def test_a_bar_that_is_just_met_passes_where_it_is_included(text, passed):
    (result,) = check_gates(evaluation(), [parse_gate(text.replace("RR", "nDCG@10"))])
    assert result.passed is passed


def test_a_missed_gate_says_by_how_much_and_that_chance_could_have_done_it():
    (result,) = check_gates(evaluation(), [parse_gate("nDCG@10>=0.62")])
    assert result.by_chance
    assert result.sentence == (
        "Missed by 0.020: The embedding has 0.600 nDCG@10, >= 0.62 was asked for. The bar lies within the interval "
        "[0.550, 0.650], so with 50 queries chance alone could have decided it."
    )


def test_a_bar_outside_of_the_interval_was_not_decided_by_chance():
    missed, passed = check_gates(evaluation(), [parse_gate("nDCG@10>=0.7"), parse_gate("nDCG@10>=0.5")])
    assert (missed.by_chance, passed.by_chance) == (False, False)
    assert missed.sentence == "Missed by 0.100: The embedding has 0.600 nDCG@10, >= 0.7 was asked for."
    assert passed.sentence == "Passed: The embedding has 0.600 nDCG@10, >= 0.5 was asked for."


def test_a_bar_missed_by_a_hair_is_shown_with_the_digits_that_tell_it_apart():
    (result,) = check_gates(evaluation(mean=0.59996), [parse_gate("nDCG@10>=0.6")])
    assert "Missed by 0.00004: The embedding has 0.59996 nDCG@10" in result.sentence


def test_a_gate_on_what_was_not_evaluated_is_refused():
    with pytest.raises(RequestError, match=r"hybrid:nDCG@10>=0\.5 cannot be held: there are embedding"):
        check_gates(evaluation(), [parse_gate("hybrid:nDCG@10>=0.5")])


def test_a_gate_names_one_measure():
    with pytest.raises(RequestError, match="is no gate"):
        parse_gate("nDCG@5,R@10>=.1")


def test_rounding_does_not_decide_a_bar_that_is_just_met():
    mean = (0.1 + 0.2 + 0.3) / 3  # 0.20000000000000004
    assert mean > 0.2
    for relation, passed in ((">=", True), ("<=", True), (">", False), ("<", False)):
        (result,) = check_gates(evaluation(mean), [parse_gate(f"nDCG@10{relation}0.2")])
        assert result.passed is passed


def test_a_single_query_decides_no_gate_without_a_warning():
    one = replace(evaluation(1.0, 1.0, 1.0), queries=(Query("1", ""),))
    (result,) = check_gates(one, [parse_gate("nDCG@10>=0.5")])
    assert result.by_chance
    assert result.sentence.endswith("One query alone says nothing about others.")
