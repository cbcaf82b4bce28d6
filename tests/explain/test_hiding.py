from dataclasses import replace

import numpy as np
import pytest

from inspector.explain.budget import Budget, OverBudgetError
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.game import game_of
from inspector.explain.hiding import hidden_effects
from inspector.explain.vector_cache import VectorCache
from inspector.text import without_spans
from tests import oracle
from tests.toy import ToyEmbedder
from tests.toy_index import toy_index


class HidingToy(ToyEmbedder):
    """A bag of words whose words can be hidden, which for a bag is the same as cutting them out."""

    split_refusal = ""

    def read_tokens(self, text, *, prompt=""):
        raise NotImplementedError

    def token_parts(self, texts, *, prompt="", batch=32):
        raise NotImplementedError

    def encode_without(self, text, removed, *, prompt="", batch=32):
        return self.encode([without_spans(text, spans) for spans in removed], prompt=prompt)


def test_for_a_bag_of_words_hiding_is_cutting_out(tmp_path):
    index = toy_index(tmp_path)
    evaluator = IndexEvaluator(HidingToy(), index.collection, ("csv", "gone", "copy"), VectorCache())
    found = hidden_effects(game_of("read a csv"), evaluator)
    documents = index.collection.vectors(index.collection.rows_of(["csv", "copy"]))
    whole, *without = oracle.scores(
        "cosine", ToyEmbedder().encode(["read a csv", "a csv", "read csv", "read a"]), documents
    )
    assert found[:, [0, 2]] == pytest.approx(np.array([whole - each for each in without]), abs=1e-9)
    assert np.isnan(found[:, 1]).all()


def test_a_model_that_hides_nothing_has_no_second_way(tmp_path):
    evaluator = IndexEvaluator(ToyEmbedder(), toy_index(tmp_path).collection, ("csv",), VectorCache())
    assert hidden_effects(game_of("read a csv"), evaluator) is None


def test_it_is_paid_for_from_the_budget(tmp_path):
    evaluator = IndexEvaluator(HidingToy(), toy_index(tmp_path).collection, ("csv",), VectorCache())
    with pytest.raises(OverBudgetError):
        hidden_effects(game_of("read a csv"), replace(evaluator, budget=Budget(2)))


def test_other_documents_hide_nothing_again_and_it_may_be_stopped_between_steps(tmp_path):
    messages = []
    index = toy_index(tmp_path)
    evaluator = IndexEvaluator(
        HidingToy(), index.collection, ("csv",), VectorCache(), progress=lambda *said: messages.append(said)
    )
    first = hidden_effects(game_of("read a csv"), evaluator)
    calls = evaluator.embedder.calls
    again = hidden_effects(game_of("read a csv"), replace(evaluator, ids=("csv", "copy")))
    assert evaluator.embedder.calls == calls
    assert np.array_equal(again[:, 0], first[:, 0])
    assert (0, 3, "Hiding words of the query") in messages
