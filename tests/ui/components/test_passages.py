"""Sentences with their effects: what is sent to the browser, where the cut is, what is left out."""

from inspector.ui.components.passages import LENGTH, SHOWN, Row, data_of
from inspector.ui.components.word_chips import Pull


def test_a_partly_read_sentence_is_cut_where_the_reading_ends_with_its_marks_on_both_sides():
    row = Row("reset your password now", marked=((0, 5), (6, 19)), read=10)
    (sent,) = data_of((row,), "cut")["rows"]
    assert sent["read"] == [["reset", True], [" ", False], ["your", True]]
    assert sent["unread"] == [[" password", True], [" now", False]]


def test_a_sentence_that_was_never_read_has_nothing_before_the_cut():
    (sent,) = data_of((Row("far behind", read=0),), "cut")["rows"]
    assert (sent["read"], sent["unread"]) == ([], [["far behind", False]])


def test_numbers_signs_and_state_travel_as_they_are():
    row = Row("a", read=1, effect="+0.120", pull=Pull.CLOSER, share=1.0, help="h", note="n", open=True, chosen=True)
    (sent,) = data_of((row,), "")["rows"]
    assert (sent["effect"], sent["pull"], sent["share"], sent["note"]) == ("+0.120", "closer", 1.0, "n")
    assert sent["open"]
    assert sent["chosen"]


def test_many_and_long_sentences_are_cut_and_it_is_said():
    data = data_of(tuple(Row("x" * 3000, read=3000) for _ in range(SHOWN + 5)), "")
    assert len(data["rows"]) == SHOWN
    assert len(data["rows"][0]["read"][0][0]) == LENGTH
    assert data["rest"] == f"The first {SHOWN:,} of {SHOWN + 5:,} sentences are shown."
