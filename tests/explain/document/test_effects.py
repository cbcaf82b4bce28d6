from __future__ import annotations

import numpy as np
import pytest

from inspector.errors import EmbedderError
from inspector.explain.document import effects
from inspector.explain.document.effects import Measured, passage_effects, word_effects
from inspector.explain.document.subject import Subject
from tests.explain.document.toys import TokenToy
from tests.toy import ToyEmbedder

VECTORS = {"cat": [1, 0], "dog": [0, 1], "sat": [3, 4]}


def measured(subject: Subject) -> Measured:
    query = subject.query_vector()
    similarity = float(subject.similarities_without(query, [[]], "x")[0])
    parts = subject.embedder.token_parts([subject.query])[0], subject.embedder.token_parts([subject.text])[0]
    return Measured(query, similarity, subject.embedder.read_end(subject.text), parts)


def test_an_effect_is_the_similarity_with_less_the_similarity_without() -> None:
    subject = Subject(TokenToy(VECTORS), "cat", "cat dog. Sat sat.")
    # cat + dog + sat = (4, 5); without the first sentence (3, 4), without the second (1, 1).
    whole = 4 / np.sqrt(41)
    found = passage_effects(subject, measured(subject), [(0, 8), (9, 17)], "x")
    assert found.tolist() == pytest.approx([whole - 3 / 5, whole - 1 / np.sqrt(2)])
    assert found[0] > 0 > found[1]


def test_words_of_a_passage_are_measured_as_far_as_they_were_read() -> None:
    subject = Subject(TokenToy(VECTORS, max_tokens=2 + 3), "cat", "x cat dog sat dog")
    found = word_effects(subject, measured(subject), 2, 17)
    assert [(word.text, word.start, word.end) for word in found.words] == [("cat", 2, 5), ("dog", 6, 9)]
    whole = 1 / np.sqrt(2)
    assert found.removal.tolist() == pytest.approx([whole - 0, whole - 1])
    assert (found.start, found.end, found.skipped) == (2, 17, 0)


def test_beyond_the_budget_the_likeliest_are_measured_and_the_rest_is_not_a_number(monkeypatch) -> None:
    monkeypatch.setattr(effects, "FEWEST", 2)
    monkeypatch.setattr(effects, "PASS_TOKENS", 0)
    subject = Subject(TokenToy(VECTORS), "cat", "dog sat cat dog")
    found = passage_effects(subject, measured(subject), [(0, 3), (4, 7), (8, 11), (12, 15)], "x")
    assert np.isnan(found).tolist() == [True, False, False, True]
    assert word_effects(subject, measured(subject), 0, 15).skipped == 2


def test_a_model_without_tokens_measures_no_passage() -> None:
    subject = Subject(ToyEmbedder(), "cat", "the cat")
    with pytest.raises(EmbedderError, match="cannot hide tokens"):
        passage_effects(subject, Measured(subject.query_vector(), 0.5, 7, None), [(0, 3)], "x")
