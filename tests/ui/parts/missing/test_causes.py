"""Every cause of the closed list has a title and a help paragraph, and there is no paragraph without its cause."""

import pytest

from inspector.records.findings import Cause
from inspector.ui.pages import reading
from inspector.ui.parts.missing import causes

HEADINGS = [
    line.removeprefix(causes.HEADING)
    for line in causes.TEXT.read_text(encoding="utf-8").split("\n")
    if line.startswith(causes.HEADING)
]


def test_the_help_has_one_paragraph_for_each_cause_in_the_order_of_the_closed_list_and_no_other():
    assert [cause.value for cause in Cause] == HEADINGS


def test_each_cause_has_a_title_of_its_own():
    assert set(causes.TITLES) == set(Cause)
    assert len(set(causes.TITLES.values())) == len(Cause)


@pytest.mark.parametrize("cause", list(Cause))
def test_a_paragraph_is_one_of_sixty_to_hundred_and_ten_words_and_says_how_to_detect_and_confirm(cause):
    paragraph = causes.paragraph_of(cause)
    assert 60 <= len(paragraph.split()) <= 110
    assert "To confirm, " in paragraph
    assert "It is " in paragraph or "is detected" in paragraph


@pytest.mark.parametrize("cause", [cause for cause in Cause if cause is not Cause.FOUND])
def test_a_paragraph_says_how_to_fix_it(cause):
    assert "To fix it, " in causes.paragraph_of(cause)


def test_the_help_page_shows_titles_and_words_in_place_of_headings():
    topic = next(each for each in reading.TOPICS if each.name == "causes")
    shown = reading.text_of(topic)
    assert causes.HEADING not in shown
    assert "**A filter leaves it out** · filtered out" in shown
    assert causes.paragraph_of(Cause.FOUND) in " ".join(shown.split())
