"""Remedies are sorted by what came of them, counted, and each says its rank before and after."""

import pytest

from inspector.records.trace import Remedy, RemedyKind
from inspector.ui.parts.missing.remedies import move_sentence, remedies_sentence, sorted_remedies
from tests.ui import trace_samples as traces


def remedy(before, after, worked):
    return Remedy(RemedyKind.QUERY_EDIT, "A change.", before, after, worked)


def test_remedies_part_into_those_that_worked_those_that_did_not_and_those_that_could_not_be_tried():
    assert [len(each) for each in sorted_remedies(traces.REMEDIES)] == [2, 2, 2]
    assert sorted_remedies(traces.REMEDIES)[0] == traces.REMEDIES[:2]


@pytest.mark.parametrize(
    ("before", "after", "worked", "said"),
    [
        (37, 4, True, "37th → 4th of 10: brought back"),
        (None, 1, True, "not in the list → 1st of 10: brought back"),
        (37, 22, False, "37th → 22nd: moved, but not far enough"),
        (37, 37, False, "37th → 37th: no change"),
        (37, 41, False, "37th → 41st: farther away"),
        (37, None, False, "37th, and still not within the first 10"),
        (None, None, False, "not in the list → not in the list: no change"),
    ],
)
def test_a_move_says_where_it_was_where_it_is_and_whether_that_is_in_the_list(before, after, worked, said):
    assert move_sentence(remedy(before, after, worked), 10) == said


def test_what_the_trying_came_to_is_counted():
    worked, failed, untried = remedy(9, 1, True), remedy(9, 9, False), remedy(9, None, None)
    said = lambda *tried, alive=False: remedies_sentence(tried, alive=alive)  # noqa: E731
    assert said(worked, failed, failed, untried) == "1 of 3 changes that were tried, each alone, would bring it back."
    assert said(failed, untried) == "1 change tried, each alone; none brings it back."
    assert said(untried) == "Nothing could be tried."
    assert said() == "Nothing was tried."
    assert said(failed, alive=True) == "Changes are tried one by one, each alone."
