"""Where the document stands and how far it is, in words."""

from dataclasses import replace

from inspector.records.results import Retriever
from inspector.records.trace import Places
from inspector.ui.parts.missing.answer import distance_sentence, standing
from tests.ui import trace_samples as traces


def test_each_search_says_its_place():
    assert standing(traces.EXACT_TERM) == (
        (Retriever.EMBEDDING, "37th"),
        (Retriever.KEYWORD, "1st"),
        (Retriever.HYBRID, "4th"),
    )


def test_a_document_that_is_near_and_not_returned_is_said_not_to_be_returned():
    assert standing(traces.ANN_MISS)[0] == (Retriever.EMBEDDING, "1st, not returned")
    assert standing(traces.FOUND)[0] == (Retriever.EMBEDDING, "3rd")


def test_without_a_place_it_is_said_why():
    absent = replace(traces.EXACT_TERM, ranks=Places(None, None, None, None))
    assert [label for _, label in standing(absent)] == ["no place", "no query word", "no place"]
    assert standing(traces.NOT_INDEXED) == ()


def test_the_distance_stands_beside_that_of_the_last_one_in_the_list():
    assert distance_sentence(traces.EXACT_TERM) == (
        "Distance to the query 0.512; the 10th nearest has 0.455. Smaller is closer."
    )
    assert distance_sentence(replace(traces.EXACT_TERM, kth_distance=float("nan"))) == "Distance to the query 0.512."
    assert distance_sentence(traces.NOT_INDEXED) == ""
