from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.explain.document.sentences import document_sentences
from inspector.explain.document.windows import STRIDE_TOKENS, WINDOW_TOKENS, windows
from inspector.text import words
from tests.explain.document.toys import TokenToy

TOY = TokenToy({"x": [1.0]})


def spans(text: str) -> list[tuple[int, int]]:
    return list(windows(TOY, text, document_sentences(text)))


def size(text: str) -> int:
    return int(TOY.token_counts([text])[0]) - 2


def test_a_short_text_is_one_window() -> None:
    assert spans("One cat. Two cats.") == [(0, 18)]
    assert spans("") == []


def test_windows_are_of_whole_sentences_and_overlap_by_half() -> None:
    sentence = " ".join(["word"] * 14) + "."
    text = " ".join([sentence] * 8)
    assert size(sentence) == 15
    starts = [start // (len(sentence) + 1) for start, _ in spans(text)]
    ends = [(end + 1) // (len(sentence) + 1) for _, end in spans(text)]
    assert list(zip(starts, ends, strict=True)) == [(0, 4), (2, 6), (4, 8)]


def test_a_long_sentence_is_taken_apart_at_its_words() -> None:
    text = " ".join(["word"] * 100)
    found = [(start // 5, (end + 1) // 5) for start, end in windows(TOY, text, [(0, len(text))])]
    assert found == [(0, 60), (30, 90), (60, 100)]


def test_a_word_of_more_tokens_than_a_window_is_a_window_of_its_own() -> None:
    word = ".".join(["a"] * 50)
    assert spans(f"b {word} c") == [(0, 1), (2, 2 + len(word)), (3 + len(word), 4 + len(word))]


@pytest.mark.parametrize("text", ["日本語" * 60, "שלום עולם " * 70, "🙂👩‍👩‍👧 " * 80])
def test_any_script_has_windows(text: str) -> None:
    assert len(spans(text)) >= 2


@given(st.text("ab, .日🙂é\n", max_size=400))
def test_windows_hold_every_word_whole_and_no_more_tokens_than_they_may(text: str) -> None:
    found = spans(text)
    assert [start for start, _ in found] == sorted({start for start, _ in found})
    for word in words(text):
        assert any(start <= word.start and word.end <= end for start, end in found)
    for start, end in found:
        assert size(text[start:end]) <= WINDOW_TOKENS or len(words(text[start:end])) <= 1
        assert text[start:end] == text[start:end].strip()


def test_fifty_thousand_words_have_a_window_every_thirty_tokens() -> None:
    text = "The cat sat on the mat and the dog ran. " * 5000
    found = spans(text)
    assert abs(len(found) - 5000 * 11 / STRIDE_TOKENS) < 5000 * 11 / STRIDE_TOKENS / 2
    assert np.diff([start for start, _ in found]).max() <= 40 * 3
