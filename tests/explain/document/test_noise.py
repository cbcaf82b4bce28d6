from __future__ import annotations

import numpy as np
import pytest

from inspector.explain.document.noise import document_floor, some_marks
from inspector.explain.document.subject import Subject
from tests.explain.document.toys import TokenToy
from tests.toy import ToyEmbedder


def test_the_floor_is_the_most_that_a_mark_moves() -> None:
    subject = Subject(TokenToy({"cat": [1, 0], ".": [0, 1], ",": [0, 0]}), "cat", "cat, cat cat.")
    # Three cats and a stop: (3, 1). Hiding the stop gives (3, 0), another in front (3, 2).
    whole = 3 / np.sqrt(10)
    expected = max(1 - whole, whole - 3 / np.sqrt(13))
    assert document_floor(subject, subject.query_vector(), whole) == pytest.approx(expected)


def test_three_marks_are_spread_over_what_was_read() -> None:
    toy = TokenToy({"x": [1]}, max_tokens=2 + 7)
    text = "a, b; c. $ d e! f"
    assert some_marks(Subject(toy, "", text)) == [(1, 2), (4, 5), (7, 8)]
    assert some_marks(Subject(TokenToy({"x": [1]}), "", "1. 2. 3. 4. 5.")) == [(1, 2), (7, 8), (13, 14)]
    assert some_marks(Subject(toy, "", "a b")) == []
    assert some_marks(Subject(ToyEmbedder(), "", "a. b.")) == []


def test_a_model_without_tokens_has_a_floor_too() -> None:
    subject = Subject(ToyEmbedder(), "cat", "the cat")
    assert document_floor(subject, subject.query_vector(), 0.0) > 0
