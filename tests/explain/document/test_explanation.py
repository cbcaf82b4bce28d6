from __future__ import annotations

import math

import pytest

from inspector.embedders import load_embedder
from inspector.errors import CancelledError, EmbedderError
from inspector.explain.document.explanation import (
    NOTHING,
    STEPS,
    explain_document,
    explain_words,
    explanation_steps,
)
from inspector.explain.document.fields import in_fields, placed_fields
from inspector.explain.document.subject import Subject
from inspector.records.document_explanation import DocumentExplanation
from inspector.records.passages import Read
from tests.embedders.models import tiny_model
from tests.explain.document.toys import TokenToy
from tests.toy import ToyEmbedder

VECTORS = {"cat": [1, 0], "dog": [0, 1], "sat": [3, 4], ".": [0, 0.1], "!": [0, 0.1]}
TEXT = "cat\ndog dog! sat! cat cat!"
FIELDS = placed_fields(TEXT, [("title", "cat"), ("text", "dog dog! sat! cat cat!")])


def toy(**settings: int) -> TokenToy:
    return TokenToy(VECTORS, **settings)


def test_a_document_is_explained_in_steps_that_only_add() -> None:
    steps = list(explanation_steps(Subject(toy(), "cat", TEXT), FIELDS, 0.5))
    assert len(steps) == 1 + len(STEPS)
    assert [step.complete for step in steps] == [False] * len(STEPS) + [True]
    first, last = steps[0], steps[-1]
    # cat + 2 dog + sat + 2 cat + three marks = (6, 6.3).
    whole = 6 / math.hypot(6, 6.3)
    assert first.similarity == last.similarity == pytest.approx(whole)
    assert first.matrix is not None and first.matrix.cells.sum() == pytest.approx(whole)
    assert math.isnan(first.noise_floor) and all(math.isnan(each.removal) for each in first.sentences)
    assert [each.text for each in last.sentences] == ["cat", "dog dog!", "sat!", "cat cat!"]
    without = [5 / math.hypot(5, 6.3), 6 / math.hypot(6, 4.2), 3 / math.hypot(3, 2.2), 4 / math.hypot(4, 6.2)]
    assert [each.removal for each in last.sentences] == pytest.approx([whole - value for value in without], abs=1e-6)
    assert last.sentences[2].alone == pytest.approx(3 / math.hypot(3, 4.1))
    assert sum(each.location for each in last.sentences) == pytest.approx(whole)
    # A mark more gives (6, 6.4), one less (6, 6.2).
    floor = max(whole - 6 / math.hypot(6, 6.4), 6 / math.hypot(6, 6.2) - whole)
    assert last.noise_floor == pytest.approx(floor, abs=1e-6)
    assert last.answering_read is not None and last.answering_read.best is not None
    assert last.answering_unread is not None and last.answering_unread.passages == 0
    assert (last.sentences_tried, last.stored_similarity, last.trouble) == (4, 0.5, ())


def test_spans_can_be_mapped_to_title_and_text() -> None:
    found = explain_document(Subject(toy(), "cat", TEXT), FIELDS)
    places = [[(part.field, part.offset) for part in in_fields(FIELDS, s.start, s.end)] for s in found.sentences]
    assert places == [[("title", 0)], [("text", 0)], [("text", 9)], [("text", 14)]]
    assert all(found.text[each.start : each.end] == each.text for each in found.sentences)


def test_what_was_never_read_has_no_effect_and_its_share_is_said() -> None:
    found = explain_document(Subject(toy(max_tokens=2 + 4), "cat", "cat! dog sat dog cat. Dog."))
    assert [each.read for each in found.sentences] == [Read.WHOLE, Read.PARTLY, Read.NEVER]
    assert found.text[: found.reach.read_end] == "cat! dog sat"
    assert (found.reach.tokens, found.reach.tokens_read) == (2 + 9, 2 + 4)
    assert found.reach.unread_tokens == pytest.approx(5 / 9)
    assert found.reach.unread_characters == pytest.approx((26 - 12) / 26)
    # Of the second sentence "dog sat" was read: without it cat and a mark are left, (1, 0.1).
    assert found.sentences[1].removal == pytest.approx(4 / math.hypot(4, 5.1) - 1 / math.hypot(1, 0.1))
    assert math.isnan(found.sentences[2].removal) and math.isnan(found.sentences[2].location)
    assert found.answering_read is not None and found.answering_unread is not None
    assert found.answering_read.best is not None and found.answering_read.best.text == "cat! dog sat"
    assert found.answering_unread.best is not None and found.answering_unread.best.text == "dog cat. Dog."


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_document_is_a_sentence_and_no_number(text: str) -> None:
    found = explain_document(Subject(toy(), "cat", text))
    assert found.effects_refusal == NOTHING
    assert found.sentences == () and found.similarity == 0.0
    assert found.reach.unread_characters == found.reach.unread_tokens == 0.0
    assert found.answering_read is not None and found.answering_read.best is None


def test_a_model_without_tokens_still_shows_passages_and_says_why_not_more() -> None:
    found = explain_document(Subject(ToyEmbedder(), "cat", TEXT))
    assert "vectors of whole texts only" in found.effects_refusal
    assert found.effects_refusal == found.matrix_refusal and found.matrix is None
    assert all(math.isnan(each.removal) for each in found.sentences)
    assert all(not math.isnan(each.alone) for each in found.sentences)
    assert found.trouble == ()


def test_a_pooling_that_is_no_sum_refuses_the_matrix_alone() -> None:
    bent = toy()
    bent.split_refusal = "It bends."
    found = explain_document(Subject(bent, "cat", TEXT))
    assert (found.matrix, found.matrix_refusal, found.effects_refusal) == (None, "It bends.", "")
    assert not any(math.isnan(each.removal) for each in found.sentences)


def test_words_of_a_sentence_are_explained_on_demand() -> None:
    found = explain_words(Subject(toy(), "cat", TEXT), 13, 17)
    whole = 6 / math.hypot(6, 6.3)
    assert [word.text for word in found.words] == ["sat"]
    assert found.removal.tolist() == pytest.approx([whole - 3 / math.hypot(3, 2.3)], abs=1e-6)
    with pytest.raises(EmbedderError, match="vectors of whole texts only"):
        explain_words(Subject(ToyEmbedder(), "cat", TEXT), 13, 17)


def test_a_transformer_that_takes_the_largest_value_has_effects_but_no_matrix(tmp_path) -> None:
    largest = load_embedder(str(tiny_model(tmp_path, pooling="max")))
    found = explain_document(Subject(largest, "the cat", "the cat sat. A mat."))
    assert "largest value" in found.matrix_refusal and found.matrix is None
    assert (found.effects_refusal, found.trouble) == ("", ())
    assert [math.isnan(each.removal) for each in found.sentences] == [False, False]


def test_a_matrix_that_is_not_exact_is_not_shown() -> None:
    class Twisted(TokenToy):
        def token_parts(self, texts, *, prompt="", batch=32):
            return [type(found)(found.tokens, found.parts + 0.1) for found in super().token_parts(texts)]

    found = explain_document(Subject(Twisted(VECTORS), "cat", TEXT))
    assert found.matrix is None
    assert "does more with its tokens than its modules say" in found.matrix_refusal


def test_a_model_that_fails_half_way_leaves_what_was_measured_and_a_sentence() -> None:
    # One pass for the query, one for the document and two for their parts; then it breaks down.
    found = explain_document(Subject(toy(fails_after=4), "cat", TEXT))
    assert found.matrix is not None and found.complete
    assert len(found.trouble) == len(STEPS) - 1  # nothing is unread, so nothing is asked about it
    assert found.trouble[0] == "The noise floor could not be measured: The toy broke down."
    assert all(math.isnan(each.removal) and math.isnan(each.alone) for each in found.sentences)
    with pytest.raises(EmbedderError, match="broke down"):
        explain_document(Subject(toy(fails_after=1), "cat", TEXT))


def test_a_stop_goes_through_and_leaves_the_steps_before() -> None:
    def stop(done: int, total: int, message: str) -> None:
        if message == "Hiding sentences":
            raise CancelledError("Stopped.")

    seen: list[DocumentExplanation] = []
    with pytest.raises(CancelledError):
        seen.extend(explanation_steps(Subject(toy(), "cat", TEXT, progress=stop)))
    steps = explanation_steps(Subject(toy(), "cat", TEXT, progress=stop))
    assert not math.isnan([next(steps), next(steps)][-1].noise_floor)


@pytest.mark.parametrize(
    "text",
    [
        "שלום עולם. hello مرحبا بالعالم؟ نعم",
        "忘れた。パスワードを再設定する！日本語",
        "🙂👩‍👩‍👧! 🎉🎉 é",
        "\ud800 x",
        "word " * 50_000,
    ],
    ids=["right to left", "japanese", "emoji", "surrogate", "a book"],
)
def test_any_text_is_explained(text: str) -> None:
    found = explain_document(Subject(toy(max_tokens=256), "cat שלום 🙂", text))
    assert found.complete and found.trouble == ()
    assert all(text[each.start : each.end] == each.text for each in found.sentences)


@pytest.mark.model
def test_minilm_explains_a_long_document_whose_answer_it_never_read(minilm) -> None:
    filler = "The office is open from nine to five, and the coffee in the kitchen is free for everybody. "
    answer = "To reset a forgotten password, open the settings and choose Security. "
    found = explain_document(Subject(minilm, "how do I reset a forgotten password", filler * 20 + answer + filler * 5))
    assert found.trouble == () and found.matrix is not None
    assert abs(found.matrix.cells.sum() - found.similarity) <= 1e-5
    assert answer.strip() in found.answering_unread.best.text
    assert found.answering_unread.best.similarity > found.answering_read.best.similarity + 0.3
    assert 0 < found.reach.read_end < found.text.index(answer)
