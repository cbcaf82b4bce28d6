"""Sentences of a text: the first one, and all of them with exact spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.text import first_sentence, join_spaces, sentences
from tests.test_text import ANY_TEXT


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Copy it. Then go.", "Copy it."),
        ("  See e.g. the docs\nand i.e. more. Then go.", "See e.g. the docs and i.e. more."),
        ("Dr. Smith went. Home.", "Dr. Smith went."),
        ("J. R. Smith wrote it. He", "J. R. Smith wrote it."),
        ("1. Introduction. It begins.", "1. Introduction."),
        ("Version 3.14 is out! New.", "Version 3.14 is out!"),
        ('He said "go." Then left.', 'He said "go."'),
        ("... and so. On", "... and so."),
        ("title only\n\nbody text", "title only"),
        ("你好。世界。", "你好。"),
        ("no end", "no end"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_stop(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_a_long_sentence_is_cut_at_a_words_end() -> None:
    assert first_sentence("one two three", limit=7) == "one two"
    assert first_sentence("one two three", limit=6) == "one"
    assert first_sentence("one two three", limit=12) == "one two"
    assert first_sentence("onetwothree", limit=6) == "onetwo"


@given(ANY_TEXT, st.integers(1, 50))
def test_a_first_sentence_keeps_its_limit_and_begins_the_text(text: str, limit: int) -> None:
    sentence = first_sentence(text, limit)
    assert len(sentence) <= limit
    assert join_spaces(text).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One is. Two is!  Three", ["One is.", "Two is!", "Three"]),
        ("1. First. 2. Second. Third", ["1. First.", "2. Second.", "Third"]),
        ("See e.g. this. Dr. No said “go.” So", ["See e.g. this.", "Dr. No said “go.”", "So"]),
        ("A title\n\nAnd its\ntext. ", ["A title", "And its\ntext."]),
        ("你好。世界！🙂 end", ["你好。", "世界！", "🙂 end"]),
        ("هل تقرأ؟ نعم", ["هل تقرأ؟", "نعم"]),
        ("... ... ...", ["... ... ..."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == found


@given(ANY_TEXT | st.text("ab1. !?\n。", max_size=80))
def test_sentences_ascend_and_only_white_space_stands_between_them(text: str) -> None:
    end = 0
    for start, stop in sentences(text):
        assert not text[end:start].strip() and start < stop
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()


@given(ANY_TEXT | st.text("ab1. !?\n。", max_size=80))
def test_the_first_of_the_sentences_is_the_first_sentence(text: str) -> None:
    spans = sentences(text)
    expected = join_spaces(text[slice(*spans[0])]) if spans else ""
    assert first_sentence(text, limit=1000) == expected
