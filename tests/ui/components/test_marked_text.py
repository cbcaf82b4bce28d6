from __future__ import annotations

from inspector.ui.components.marked_text import SHOWN, cut_sentence, parts_of


def test_the_cut_stands_where_the_model_stops() -> None:
    parts = parts_of("read this not that", ((5, 9), (14, 18)), 10)
    assert parts["read"] == [["read ", False], ["this", True], [" ", False]]
    assert parts["unread"] == [["not ", False], ["that", True]]
    assert parts["cut"] == "the model stops reading here · 44 % of the text is below"  # 8 of 18 characters


def test_a_text_that_is_read_whole_has_no_cut() -> None:
    for read_end in (None, 4, 5, 99):
        assert parts_of("all \n", (), read_end)["cut"] == ""


def test_a_long_text_is_cut_with_its_length_stated() -> None:
    parts = parts_of("x" * 48_000, (), None)
    assert parts["read"] == [["x" * SHOWN, False]]
    assert parts["rest"] == "The first 20,000 of 48,000 characters are shown."


def test_a_cut_behind_the_shown_part_is_still_told() -> None:
    parts = parts_of("x" * 40_000, (), 30_000)
    assert parts["unread"] == []
    assert parts["cut"].endswith("25 % of the text is below")


def test_an_empty_text_is_said_to_be_empty() -> None:
    assert parts_of(" \n", (), None)["rest"] == "This document has no text."


def test_the_share_below_is_never_rounded_to_none_or_all() -> None:
    assert "less than 1 %" in cut_sentence(9_999, 10_000)
    assert "more than 99 %" in cut_sentence(1, 10_000)
    assert "100 %" in cut_sentence(0, 10_000)
