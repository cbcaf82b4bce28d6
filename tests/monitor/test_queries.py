"""Queries then and now compared, and how well the collection still answers."""

import pytest

from inspector.errors import EmbedderError, RequestError
from inspector.monitor.queries import compare_queries
from inspector.records.drift import Drifting, Verdict
from tests.monitor.indexes import ANIMALS, MACHINES, collection, numbered, sentences
from tests.toy import ToyEmbedder

THEN = sentences(ANIMALS, 40, 5)
NOW = sentences(MACHINES, 30, 6)


@pytest.fixture
def animals(tmp_path):
    return collection(tmp_path, "animals", numbered("a", sentences(ANIMALS, 60, 0)))


def test_queries_on_another_subject_are_a_change_and_unlike_the_collection(animals):
    found = compare_queries(animals, ToyEmbedder(), THEN, NOW, names=("march.txt", "april.txt"))
    assert (found.drifting, found.verdict) == (Drifting.QUERIES, Verdict.CHANGED)
    assert (found.then_name, found.now_name) == ("march.txt", "april.txt")
    assert {each.term for each in found.vocabulary.came} == set(MACHINES)
    assert {each.id for each in found.examples} < set(NOW)
    assert found.fit.now_outside == 1.0
    assert found.fit.then_outside < 0.2
    assert found.fit.low > 0
    assert found.fit.now_percentile < found.fit.then_percentile


def test_the_same_queries_in_another_order_are_identical(animals):
    found = compare_queries(animals, ToyEmbedder(), THEN, list(reversed(THEN)))
    assert (found.verdict, found.test, found.examples) == (Verdict.IDENTICAL, None, ())
    assert found.fit.then_outside == found.fit.now_outside


def test_queries_of_the_same_kind_are_no_change(animals):
    found = compare_queries(animals, ToyEmbedder(), THEN, sentences(ANIMALS, 40, 7))
    assert found.verdict is Verdict.UNCHANGED


def test_a_query_without_a_direction_is_left_out_and_counted_and_a_repeated_one_counts_twice(animals):
    found = compare_queries(animals, ToyEmbedder(), [*THEN, "…"], [*NOW, NOW[0]])
    assert (found.then.count, found.then.sampled, found.then.left_out) == (41, 40, 1)
    assert found.now.sampled == 31
    assert len({each.id for each in found.examples}) == len(found.examples)


def test_a_few_queries_are_not_tested(animals):
    found = compare_queries(animals, ToyEmbedder(), THEN, NOW[:3])
    assert (found.verdict, found.now.name) == (Verdict.TOO_FEW, "the 3 queries now")


def test_an_empty_list_and_a_model_that_does_not_fit_are_refused(animals):
    with pytest.raises(RequestError, match=r"no query in now\.txt"):
        compare_queries(animals, ToyEmbedder(), THEN, [" "], names=("then.txt", "now.txt"))
    with pytest.raises(EmbedderError, match="32 dimensions, but toy/bag-of-words makes 16"):
        compare_queries(animals, ToyEmbedder(dim=16), THEN, NOW)
