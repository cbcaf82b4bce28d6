from __future__ import annotations

from dataclasses import replace

from inspector.explain.document.explanation import explain_document, explanation_steps
from inspector.explain.document.sayings import document_headline, document_notes
from inspector.explain.document.subject import Subject
from inspector.records.passages import Answering
from tests.explain.document.toys import TokenToy
from tests.toy import ToyEmbedder

TOY = TokenToy({"cat": [1, 0], "dog": [0, 1]})


def test_the_sentence_that_pulls_most_is_named_with_what_is_left_without_it() -> None:
    found = explain_document(Subject(TOY, "cat", "A cat. A dog."))
    # cat + dog = (1, 1): 1 / sqrt(2) = 0.71; the dog alone is square to the cat.
    assert document_headline(found) == 'Without the sentence "A cat." its similarity falls from 0.71 to 0.00.'
    assert document_notes(found) == ()


def test_where_no_sentence_pulls_beyond_noise_that_is_said() -> None:
    found = explain_document(Subject(TOY, "cat", "A cat. One cat."))
    assert document_headline(found) == (
        "No single sentence brings it here (similarity 1.00): hiding any one lowers it no more than noise does (0.000)."
    )


def test_before_it_is_measured_and_where_it_cannot_be_that_is_said() -> None:
    assert "not been measured" in document_headline(next(explanation_steps(Subject(TOY, "cat", "A cat."))))
    found = explain_document(Subject(ToyEmbedder(), "cat", "A cat."))
    assert document_headline(found) == found.effects_refusal


def test_an_answer_in_the_unread_part_and_what_was_not_tried_are_said() -> None:
    short = TokenToy({"cat": [1, 0], "dog": [0, 1]}, max_tokens=2 + 3)
    found = explain_document(Subject(short, "cat", "A dog. A cat."))
    assert document_notes(found) == (
        "The model reads 5 of its 8 tokens: 50% of the text was never read and cannot bring it closer.",
        'The passage closest to the query lies where the model never read: "A cat." '
        "(1.00, against 0.00 in the part that it read).",
    )
    assert found.answering_unread is not None
    some = Answering(found.answering_unread.best, 96, 3009)
    assert document_notes(replace(found, answering_unread=some, trouble=("It broke.",)))[2:] == (
        "Of 3,009 passages of the unread part the likeliest 96 were compared with the query; a closer one may exist.",
        "It broke.",
    )


def test_sentences_that_were_not_tried_are_counted() -> None:
    found = explain_document(Subject(TOY, "cat", "A cat. A dog."))
    first, second = found.sentences
    partly = replace(found, sentences=(first, replace(second, removal=float("nan"))))
    assert document_notes(partly) == ("Of 2 sentences that were read the likeliest 1 were hidden, one at a time.",)
