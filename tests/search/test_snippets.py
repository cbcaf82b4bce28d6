"""Marked words and the stretch of text around them."""

from __future__ import annotations

import pytest
from bm25s.stopwords import STOPWORDS_EN
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.search.keyword_query import read_query
from inspector.search.snippets import READ, Marker, Snippet, matched_spans, snippet
from inspector.text import join_spaces


def asked(query: str):
    return read_query(query, frozenset(STOPWORDS_EN), lambda token: True)


def matched(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in matched_spans(text, asked(query))]


def cut(text: str, query: str, length: int = 160) -> Snippet:
    return snippet(text, matched_spans(text, asked(query)), length)


def test_words_of_the_same_stem_are_marked_and_others_not():
    assert matched("Copies of a copy, copied; photocopy", "copying") == ["Copies", "copy", "copied"]


def test_an_identifier_is_marked_whole_and_its_likes_are_not():
    assert matched("see E-1042, e-1042 and E-1024", "E-1042") == ["E-1042", "e-1042"]


def test_a_part_is_marked_where_it_matches_alone():
    assert matched("error 1042 in os.path.split", "E-1042 path") == ["1042", "path"]


def test_stop_words_are_never_marked():
    assert matched("this is not it", "is this not it") == []


def test_spans_that_touch_are_one():
    assert matched("join/split join", "join split") == ["join", "split", "join"]
    assert matched("copİcopies", "copies") == ["copİcopies"]  # lower-cased, the dot of İ is a character between them


def test_spans_count_code_points_of_the_text_as_it_is():
    text = "İİ 🙂 printers"
    assert matched_spans(text, asked("printer")) == ((5, 13),)


def test_nothing_is_marked_without_a_query_or_behind_the_part_that_is_read():
    assert matched("some text", "") == []
    assert matched("x " * (READ // 2) + "needle", "needle") == []


def test_a_short_text_is_shown_whole_on_one_line_with_its_words_marked():
    found = cut("Copy\n  a   nested\tlist ", "nested copies")
    assert found == Snippet("Copy a nested list", ((0, 4), (7, 13)))


def test_the_window_with_the_most_different_words_is_shown():
    text = (
        "printer printer printer. "
        + "filler words go here " * 20
        + "the printer has an empty tray today "
        + "more " * 50
    )
    found = cut(text, "printer tray", 60)
    assert {found.text[start:end] for start, end in found.spans} == {"printer", "tray"}
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) <= 62


def test_the_beginning_is_shown_where_nothing_matches():
    assert cut("one two three four", "zebra", 9) == Snippet("one two…", ())
    assert cut("", "zebra") == Snippet("", ())


def test_a_word_longer_than_the_window_is_cut():
    assert cut("x" * 50, "zebra", 10) == Snippet("x" * 10 + "…", ())


def test_markup_in_a_text_stays_text():
    assert cut("<script>alert(1)</script>", "alert").text == "<script>alert(1)</script>"


words = st.sampled_from(["copy", "tray", "E-1042", "filler", "日本語", "🙂", "İ", "\n", "  ", "x" * 30, "."])


@settings(max_examples=150, deadline=None)
@given(st.lists(words, max_size=40).map(" ".join), st.integers(5, 80))
def test_every_snippet_is_a_stretch_of_the_text_with_marks_on_what_was_matched(text, length):
    spans = matched_spans(text, asked("copies E-1042 tray"))
    found = snippet(text, spans, length)
    assert found.text.strip("…") in join_spaces(text)
    assert len(found.text.strip("…")) <= length
    originals = {text[start:end] for start, end in spans}
    end = 0
    for start, stop in found.spans:
        assert end <= start < stop <= len(found.text)
        assert any(found.text[start:stop] in original for original in originals)
        end = stop
    if spans:
        assert found.spans


@pytest.mark.parametrize("length", [40, 80, 160])
def test_a_cut_stands_between_words(length):
    text = "alpha beta gamma delta " * 30
    words = cut(text, "gamma", length).text.strip("…").split()
    assert set(words) <= {"alpha", "beta", "gamma", "delta"}


def test_one_marker_marks_every_text_as_if_it_were_the_only_one():
    query = asked("copies E-1042 tray")
    marker, texts = Marker(query), ["copy the trays", "E-1042 and 1042", "", "nothing", "copy the trays"]
    assert [marker.spans(text) for text in texts] == [matched_spans(text, query) for text in texts]
    assert marker.spans("copy the trays") == ((0, 4), (9, 14))
