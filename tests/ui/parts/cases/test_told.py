"""A case in the words of a story: where the document stood, why, and what brings it back."""

from dataclasses import replace

import pytest

from inspector.records.findings import Cause
from inspector.records.seen import SeenPlace
from inspector.records.trace import Places, Remedy
from inspector.sample.stories import stories
from inspector.ui.parts.cases.told import NOT_SAID, NOTHING, came, day_of, told, told_before
from tests.ui.case_samples import EXPECTED, QUERY, case_of, index_in


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return case_of(index_in(tmp_path_factory.mktemp("toy")))


def standing(case, place):
    return told(replace(case, seen=replace(case.seen, expected=(place,)))).wanted[0]


def test_asked_expected_came_and_cause_are_all_told(case):
    story = told(case, "1 of 2")
    assert (story.head, story.asked, story.note) == ("1 of 2", QUERY, "Seen by a customer.")
    assert story.title == ""  # the query is its name
    assert (story.wanted[0].name, story.wanted[0].id) == ("wait for a thread", EXPECTED)
    assert story.came == tuple(title for _, title in came(case))
    assert (story.cause, story.word) == (case.seen.traces[0].summary, case.seen.traces[0].cause.replace("_", " "))


@pytest.mark.parametrize(
    ("places", "indexed", "met", "said"),
    [
        (Places(85, None, None, None), True, False, "Stood 85th by embedding search; should be within the first 3."),
        (Places(2, 2, None, None), True, True, "Came 2nd by embedding search, within the first 3 as it should."),
        (Places(None, None, None, None), True, False, "Was not among the 3 by embedding search"),
        (Places(None, None, None, None), False, False, "Was not in the index."),
        (Places(2, None, None, None), True, False, "Stood 2nd by exact search but not returned by embedding search"),
    ],
)
def test_it_says_where_the_document_was_and_should_have_been(case, places, indexed, met, said):
    assert standing(case, SeenPlace(EXPECTED, places, None, indexed, met)).place.startswith(said)


def test_what_worked_is_told_with_both_ranks_and_the_rest_is_counted(case):
    tries = tuple(Remedy("x", f"Change {number}.", 85, number, True) for number in range(1, 6))
    trace = replace(case.seen.traces[0], remedies=(Remedy("y", "No use.", 85, 84, False), *tries))
    story = told(replace(case, seen=replace(case.seen, traces=(trace,))))
    assert [(move.before, move.after) for move in story.moves] == [("85th", "1st"), ("85th", "2nd"), ("85th", "3rd")]
    assert story.helps == "2 further changes would as well."


def test_where_nothing_helps_that_is_said_and_where_nothing_was_tried_nothing_is(case):
    trace = replace(case.seen.traces[0], remedies=(Remedy("y", "No use.", 85, 84, False),))
    failed = told(replace(case, seen=replace(case.seen, traces=(trace,))))
    assert (failed.moves, failed.helps) == ((), "1 change tried, each alone; none brings it back.")
    untried = replace(trace, remedies=())
    assert told(replace(case, seen=replace(case.seen, traces=(untried,)))).helps == ""


def test_a_case_without_a_trace_or_a_list_says_so(case):
    bare = replace(case.seen, traces=(), lists=replace(case.seen.lists, embedding=()))
    story = told(replace(case, seen=bare))
    assert (story.cause, story.came) == (NOT_SAID, (NOTHING,))


def test_a_story_before_it_is_a_case_is_told_as_it_is_written():
    story = next(each for each in stories() if each.where)
    said = told_before(story, "The article")
    assert (said.asked, said.note, said.cause) == (story.query, story.asked, story.why)
    assert said.word == Cause(story.cause).replace("_", " ")
    assert said.among.startswith("Only among documents with ")
    assert (said.came, said.moves) == ((), ())  # nothing is said that was not measured
    assert said.wanted[0].id == story.expected


def test_a_time_is_written_for_people_and_nonsense_as_it_stands():
    assert day_of("2026-11-28T09:17:08+00:00") == "2026-11-28 09:17"
    assert day_of("soon") == "soon"
