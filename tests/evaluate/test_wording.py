"""Wording: numbers as people read them."""

import math

import pytest

from inspector.evaluate.wording import interval, p_text, queries_text, short, spoken, with_interval
from inspector.records.results import Retriever


def test_values_have_three_digits_unless_they_would_look_like_0():
    assert [short(value) for value in (0.6451, 1.0, -0.0391, 0.0, -0.0, math.nan)] == [
        "0.645", "1.000", "-0.039", "0.000", "0.000", "–",
    ]  # fmt: skip
    assert [short(value) for value in (0.00042, -0.00001, 1e-30)] == ["0.0004", "-0.00001", "0.000000000"]


def test_intervals_have_three_digits_and_no_sign_before_a_0():
    assert interval(-0.0001, 0.0702) == "[0.000, 0.070]"


def test_a_value_without_an_interval_stands_alone():
    assert with_interval(0.5, 0.25, 0.75) == "0.500 [0.250, 0.750]"
    assert with_interval(0.5, math.nan, math.nan) == "0.500"


@pytest.mark.parametrize(
    ("p_value", "said"), [(0.0032, "p = .003"), (0.0009, "p < .001"), (1.0, "p = 1.000"), (0.5, "p = .500")]
)
def test_p_values_are_written_without_their_0(p_value, said):
    assert p_text(p_value) == said


def test_numbers_of_queries_and_names_of_runs_fit_into_sentences():
    assert (queries_text(1), queries_text(1200)) == ("1 query", "1,200 queries")
    assert all(spoken(each) != f'"{each}"' for each in Retriever)
    assert spoken("old") == '"old"'
