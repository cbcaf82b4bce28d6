from __future__ import annotations

import numpy as np
import pytest

from inspector.errors import CancelledError, EmbedderError
from inspector.explain.document.subject import STEP_TOKENS, Subject
from inspector.vectors import cosine_similarity
from tests.explain.document.toys import TokenToy
from tests.toy import ToyEmbedder

VECTORS = {"cat": [1.0, 0.0], "dog": [0.0, 1.0], "sat": [3.0, 4.0], "</s>": [0.0, 0.0]}


def test_texts_are_compared_in_their_own_order_whatever_their_lengths() -> None:
    subject = Subject(TokenToy(VECTORS), "cat", "")
    texts = ["sat", "dog dog dog", "", "cat"]
    assert subject.similarities(subject.query_vector(), texts, "x").tolist() == pytest.approx([0.6, 0.0, 0.0, 1.0])
    assert subject.similarities(subject.query_vector(), [], "x").tolist() == []


def test_a_document_is_compared_without_its_hidden_words() -> None:
    subject = Subject(TokenToy(VECTORS), "cat", "cat dog sat")
    # Left over are cat + dog + sat = (4, 5), then cat + sat = (4, 4), then nothing.
    found = subject.similarities_without(subject.query_vector(), [[], [(4, 7)], [(0, 11)]], "x")
    assert found.tolist() == pytest.approx([4 / np.sqrt(41), 4 / np.sqrt(32), 0.0])


def test_work_goes_in_steps_of_a_thousand_tokens_and_can_be_stopped_between_them() -> None:
    seen = []

    def watch(done: int, total: int, message: str) -> None:
        seen.append((done, total, message))
        if len(seen) == 3:
            raise CancelledError("Stopped.")

    text = "cat " * 498
    subject = Subject(TokenToy(VECTORS), "dog", text, progress=watch)
    assert STEP_TOKENS // subject.tokens_read() == 2
    with pytest.raises(CancelledError):
        subject.similarities_without(subject.query_vector(), [[(0, 3)]] * 9, "Hiding")
    assert seen == [(0, 9, "Hiding"), (2, 9, "Hiding"), (4, 9, "Hiding")]
    seen.clear()
    with pytest.raises(CancelledError):
        subject.similarities(subject.query_vector(), [text, "cat", text, text], "Reading")
    assert seen == [(0, 4, "Reading"), (2, 4, "Reading"), (4, 4, "Reading")]


def test_prompts_go_before_query_and_document() -> None:
    subject = Subject(TokenToy(VECTORS), "cat", "dog", query_prompt="dog ", document_prompt="cat ")
    assert subject.query_vector().tolist() == [[1.0, 1.0]]
    assert subject.similarities_without(subject.query_vector(), [[(0, 3)]], "x").tolist() == pytest.approx([0.5**0.5])
    assert (subject.tokens(), subject.tokens_read()) == (4, 4)


def test_a_vector_that_is_not_finite_is_an_error_and_no_number() -> None:
    subject = Subject(TokenToy({"cat": [1.0], "nan": [np.nan]}), "cat", "nan")
    with pytest.raises(EmbedderError, match="not finite for a passage"):
        subject.similarities(subject.query_vector(), ["nan"], "x")
    with pytest.raises(EmbedderError, match="not finite for the document"):
        subject.similarities_without(subject.query_vector(), [[]], "x")


def test_a_model_without_tokens_hides_nothing() -> None:
    subject = Subject(ToyEmbedder(), "cat", "dog")
    with pytest.raises(EmbedderError, match="cannot hide tokens"):
        subject.similarities_without(subject.query_vector(), [[]], "x")


@pytest.mark.model
def test_minilm_compares_a_document_as_it_encodes_it(minilm) -> None:
    subject = Subject(minilm, "reset a password", "Open the settings and choose “Reset password”. 🙂 " * 20)
    query = subject.query_vector()
    whole = cosine_similarity(query, minilm.encode([subject.text]))[0, 0]
    assert abs(subject.similarities_without(query, [[]], "x")[0] - whole) < 1e-6
