"""What a comparison says, word for word."""

from dataclasses import replace

import pytest

from inspector.monitor.groups import LEAST
from inspector.monitor.sentence import MEASURED, came_and_went, consequence, headline, means, proof, words
from inspector.records.drift import Measured, QueryFit, Side, Verdict
from tests.monitor.comparisons import DOCUMENTS, QUERIES


def test_a_change_says_the_test_the_classifier_and_the_consequence():
    assert headline(DOCUMENTS) == (
        "The documents have changed: the 120 new documents differ from the 900 documents then (p = 0.001); a "
        "classifier tells one from the other 93 times in 100 (AUC 0.93); 34 of 100 nearest neighbors of typical "
        "queries have changed."
    )


def test_no_change_says_how_many_could_not_show_one():
    assert headline(QUERIES) == (
        "No change that 200 queries a side could show (p = 0.61); "
        "9% of them are farther from the collection than 95 of 100 ordinary queries, 4% were then."
    )
    uneven = replace(QUERIES, then=Side("the 900 queries then", 900, 900, 0), fit=None)
    assert headline(uneven) == (
        "No change that 200 of the 200 queries now and 900 of the 900 queries then could show (p = 0.61)."
    )


@pytest.mark.parametrize(
    ("side", "said"),
    [
        (Side("the 8 new documents", 8, 8, 0), "there are only the 8 new documents"),
        (Side("the 30 new documents", 30, 12, 18), "of the 30 new documents only 12 could be compared"),
    ],
)
def test_too_few_says_how_many_there_are_and_how_many_are_needed(side, said):
    found = headline(replace(DOCUMENTS, verdict=Verdict.TOO_FEW, now=side, neighbors=None, separation=None, test=None))
    assert found == (
        f"Not enough to say whether the documents have changed: {said}, and at least {LEAST} a side are needed."
    )


def test_each_verdict_has_its_sentence():
    said = {headline(replace(DOCUMENTS, verdict=verdict, neighbors=None)) for verdict in Verdict}
    assert len(said) == len(Verdict)
    assert "The texts of the documents are the same then and now." in said
    still = replace(DOCUMENTS, verdict=Verdict.IDENTICAL, neighbors=replace(DOCUMENTS.neighbors, changed=0, arrived=0))
    assert headline(still).startswith("Nothing has changed: the documents are the same then and now; 0 of 100")


def test_how_documents_overlap_is_said_without_what_is_none():
    assert came_and_went(DOCUMENTS.turnover) == (
        "Of 1,000 documents now, 120 are new and 880 are as they were. 20 of the 900 documents then are gone."
    )


def test_words_are_quoted_with_their_counts_and_how_many_were_read():
    assert words(DOCUMENTS.vocabulary) == (
        'New words, in none of the 900 read of then: "passkey" (31), "e-2044" (7) and 12 more.',
    )
    assert words(QUERIES.vocabulary) == ("No word came or went more often than chance explains.",)


def test_means_have_units_and_intervals_and_what_is_none_on_both_sides_is_not_named():
    assert means(DOCUMENTS) == (
        "Words of a text: 200.0 then, 150.5 now (difference −60.0 to −39.0)",
        "Words the model splits into pieces: 8.1 % then, 31.0 % now (difference +14.7 % to +31.2 %)",
        "Texts longer than what the model reads: 50.0 % then, 25.0 % now",
    )
    assert set(MEASURED) == set(Measured)


def test_the_numbers_behind_it_name_samples_intervals_and_what_was_left_out():
    test, classifier, left_out, neighbors = proof(DOCUMENTS)
    assert test == ("Test: squared mean discrepancy 0.01234, p = 0.001 by 999 relabelings of 900 and 118 vectors")
    assert classifier == "Classifier: AUC 0.931, 95 % interval 0.900 to 0.962; 0.5 is guessing"
    assert left_out == "Of the 120 new documents, 2 of those drawn have no usable vector and are left out"
    assert neighbors == (
        "Neighbors: 340 of 1,000 changed (34.0%, 95 % interval 29.0% to 39.0%), 300 of them documents that are new or "
        "edited; the nearest 10 of 100 queries made from documents of then"
    )
    assert proof(QUERIES)[2:] == (
        "Best similarity, median percentile among ordinary queries': 52 then, 31 now",
        "Out of domain (below the 5th percentile): 4.0% then, 9.0% now (difference −1.0 % to +11.0 %)",
    )


def test_queries_that_all_fit_are_said_to():
    assert consequence(replace(QUERIES, fit=QueryFit(50, 50, 0, 0, 0, 0))) == "none of them is unlike the collection"
    assert consequence(replace(QUERIES, fit=None)) == ""


def test_the_same_texts_with_other_vectors_are_not_said_to_be_no_change():
    same = replace(DOCUMENTS, verdict=Verdict.IDENTICAL, neighbors=None, separation=None)
    assert headline(replace(same, notes=("Same text, another vector: 3 of 9 documents compared.",))) == (
        "The texts of the documents are the same then and now, but not their vectors."
    )
    moved = headline(replace(same, neighbors=replace(DOCUMENTS.neighbors, arrived=0), notes=()))
    assert moved.startswith("The texts of the documents are the same then and now; 34 of 100 nearest neighbors")


def test_neighbors_that_are_new_documents_are_not_said_to_have_changed():
    parted = replace(DOCUMENTS.neighbors, arrived=DOCUMENTS.neighbors.changed)
    assert consequence(replace(DOCUMENTS, neighbors=parted)) == (
        "34 of 100 nearest neighbors of typical queries are documents that are new or edited"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [(0, "0 of 100"), (4, "fewer than 1 of 100"), (5, "0 of 100"), (996, "more than 99 of 100"), (1000, "100 of 100")],
)
def test_few_changed_neighbors_are_not_said_to_be_none_nor_most_to_be_all(changed, said):
    """5 of 1,000 are 0.5 of 100."""
    neighbors = replace(DOCUMENTS.neighbors, changed=changed, neighbors=1000, arrived=None)
    assert consequence(replace(DOCUMENTS, neighbors=neighbors)) == (
        f"{said} nearest neighbors of typical queries have changed"
    )


def test_one_document_that_came_and_one_that_was_edited_are_told_as_one():
    one = replace(DOCUMENTS.turnover, new=1, edited=1, stayed=1, gone=0, now=3)
    assert came_and_went(one) == "Of 3 documents now, 1 is new, 1 has another text and 1 is as it was."
