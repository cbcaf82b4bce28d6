"""What is triaged: each query once, its answers, and a note on everything that was left out or added up."""

import pytest

from inspector.errors import RequestError
from inspector.evaluate.judgements import JudgementSet
from inspector.records.runs import Judgement, Query
from inspector.triage.cases import best_of, cases_of


def test_a_query_given_twice_is_one_with_the_sum_of_its_counts():
    found = cases_of([Query("a", "copy", 3), Query("b", "sort"), Query("a", "copy", 4)])
    assert [(case.query.id, case.query.count) for case in found.cases] == [("a", 7), ("b", 1)]
    assert found.notes == ("1 repeated query added to the count of the first of its kind.",)


def test_of_graded_documents_only_those_with_the_highest_grade_are_expected():
    graded = [("q", "low", 1), ("q", "high", 3), ("q", "no", 0), ("q", "also", 3), ("z", "none", 0), ("n", "bad", -1)]
    assert best_of(Judgement(*each) for each in graded) == {"q": ("high", "also")}


def test_what_is_left_out_is_said_with_its_number():
    judged = JudgementSet((Judgement("a", "copy", 1), Judgement("stranger", "sort", 1)), repeated=2)
    found = cases_of([Query("a", "copy"), Query("e", "  ")], judged)
    assert [(case.query.id, case.expected) for case in found.cases] == [("a", ("copy",))]
    assert found.notes == (
        "1 query without a word left out.",
        "Expected documents of 1 other queries, which were not given, left out.",
        "2 repeated judgements left out.",
    )


def test_an_id_that_stands_for_two_texts_is_refused():
    with pytest.raises(RequestError, match='"a"'):
        cases_of([Query("a", "copy"), Query("a", "sort")])
