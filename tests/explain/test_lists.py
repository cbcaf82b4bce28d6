from dataclasses import replace

import numpy as np
import pytest

from inspector.errors import RequestError
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.game import game_of
from inspector.explain.lists import list_change, list_changes, list_sentence
from inspector.explain.vector_cache import VectorCache
from inspector.records.documents import Condition
from inspector.records.results import RanksAre
from inspector.records.units import Unit
from tests import oracle
from tests.toy import ToyEmbedder
from tests.toy_index import toy_index

WORD = Unit("reset", ((0, 5),))


def change(whole: str, without: str, k: int = 4):
    return list_change(WORD, tuple(whole), tuple(without), k)


def test_who_enters_and_who_leaves_is_told_in_their_order():
    found = change("abcd", "cxay")
    assert (found.entered, found.left, found.shared, found.decides) == (("x", "y"), ("b", "d"), 2, 2)
    assert list_sentence(found, 4) == '"reset" decides 2 of the 4 results.'


def test_rank_biased_overlap_weighs_the_top():
    """p = 0.9, two of a kind swapped at the top: agreement 0, 1, 1, 1 -> 1 - (1 - p) * 1 = 0.9."""
    assert change("abcd", "bacd").rbo == pytest.approx(0.9)
    assert change("abcd", "abdc").rbo > 0.9
    assert change("abcd", "wxyz").rbo == 0.0


@pytest.mark.parametrize(
    ("whole", "without", "said"),
    [
        ("abcd", "abcd", 'Without "reset" the same 4 results come in the same order.'),
        ("abcd", "abdc", '"reset" decides no result, only their order.'),
        ("abc", "abcd", 'Without "reset" all 3 results stay, and 1 more come.'),
    ],
)
def test_a_word_that_decides_nothing_is_said_to(whole: str, without: str, said: str):
    assert list_sentence(change(whole, without), len(whole)) == said


def test_lists_without_each_word_are_those_of_brute_force(tmp_path):
    index = toy_index(tmp_path)
    evaluator = IndexEvaluator(ToyEmbedder(), index.collection, (), VectorCache())
    found = list_changes(game_of("copy a csv file"), evaluator, 4)
    documents = index.collection.vectors(np.arange(index.collection.count))
    texts = ["copy a csv file", "a csv file", "copy csv file", "copy a file", "copy a csv"]
    expected = [
        index.collection.ids_at(np.array(oracle.top("cosine", vector, documents, 4)))
        for vector in ToyEmbedder().encode(texts)
    ]
    assert [found.ids, *(each.ids for each in found.changes)] == expected
    assert found.lists_are is RanksAre.EXACT
    for each in found.changes:
        assert set(each.left) == set(found.ids) - set(each.ids)
        assert each.shared + each.decides == 4


def test_the_filter_holds_and_another_k_encodes_nothing(tmp_path):
    index = toy_index(tmp_path)
    model = ToyEmbedder()
    evaluator = IndexEvaluator(model, index.collection, (), VectorCache())
    list_changes(game_of("copy a csv file"), evaluator, 4)
    calls = model.calls
    filtered = replace(evaluator, where=(Condition("kind", "code"),))
    assert set(list_changes(game_of("copy a csv file"), filtered, 3).ids) == {"E-1042", "E-1024"}
    assert model.calls == calls == 5


def test_a_list_of_no_places_is_refused():
    with pytest.raises(RequestError, match="k is 0"):
        change("ab", "ab", 0)
