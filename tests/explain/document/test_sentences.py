from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.explain.document.fields import placed_fields
from inspector.explain.document.sentences import MOST_WORDS, document_sentences, read_state
from inspector.records.passages import Read
from inspector.text import words


def test_a_title_stands_by_itself_though_no_mark_ends_it() -> None:
    text = "A title\nIt begins. It ends."
    fields = placed_fields(text, [("title", "A title"), ("text", "It begins. It ends.")])
    assert [text[start:end] for start, end in document_sentences(text, fields)] == ["A title", "It begins.", "It ends."]
    assert [text[start:end] for start, end in document_sentences(text)] == ["A title\nIt begins.", "It ends."]


def test_the_recipe_s_label_stays_with_its_field() -> None:
    text = "Title: cat Text: It sat."
    fields = placed_fields(text, [("title", "cat"), ("text", "It sat.")])
    assert [text[start:end] for start, end in document_sentences(text, fields)] == ["Title: cat", "Text: It sat."]


def test_a_sentence_of_too_many_words_is_cut_evenly_and_rather_at_a_pause() -> None:
    plain = " ".join(["word"] * 150)
    assert [len(words(plain[start:end])) for start, end in document_sentences(plain)] == [50, 50, 50]
    comma = " ".join(["word"] * 55 + ["word,"] + ["word"] * 44)
    parts = [comma[start:end] for start, end in document_sentences(comma)]
    assert [len(words(part)) for part in parts] == [56, 44]
    assert parts[0].endswith("word,")
    line = " ".join(["word"] * 55 + ["word,"]) + "\n" + " ".join(["word"] * 3 + ["word,"] + ["word"] * 40)
    assert [len(words(line[start:end])) for start, end in document_sentences(line)] == [56, 44]
    assert [len(words(part)) for part in ["日" * 100]] == [100]
    assert [end - start for start, end in document_sentences("日" * 100)] == [50, 50]


@given(st.text("ab, .\n日🙂é;", max_size=600))
def test_sentences_ascend_hold_all_letters_and_are_never_too_long(text: str) -> None:
    last = 0
    for start, end in document_sentences(text):
        assert last <= start < end
        assert not any(char.isalnum() for char in text[last:start])
        assert len(words(text[start:end])) <= MOST_WORDS + MOST_WORDS // 2
        last = end
    assert not any(char.isalnum() for char in text[last:])


@pytest.mark.parametrize(("end", "state"), [(4, Read.NEVER), (5, Read.NEVER), (6, Read.PARTLY), (9, Read.WHOLE)])
def test_a_sentence_is_read_as_far_as_the_reading_goes(end: int, state: Read) -> None:
    assert read_state(5, 9, end) is state
