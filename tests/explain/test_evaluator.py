from dataclasses import replace

import numpy as np
import pytest

from inspector.explain.budget import Budget, OverBudgetError
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.vector_cache import VectorCache
from inspector.records.documents import Condition
from inspector.records.results import RanksAre
from inspector.stores.ann_spec import parse_ann
from tests import oracle
from tests.toy import ToyEmbedder
from tests.toy_index import toy_index

TEXTS = ("copy a nested list", "copy a nested", "", "json", "copy a nested list")


@pytest.fixture
def evaluator(tmp_path) -> IndexEvaluator:
    index = toy_index(tmp_path)
    model = ToyEmbedder()
    return IndexEvaluator(model, index.collection, ("copy", "E-1042", "empty"), VectorCache())


def stored(evaluator: IndexEvaluator) -> np.ndarray:
    return evaluator.collection.vectors(np.arange(evaluator.collection.count))


def test_similarities_are_those_of_the_oracle(evaluator: IndexEvaluator):
    rows = evaluator.collection.rows_of(evaluator.ids)
    expected = oracle.scores("cosine", ToyEmbedder().encode(TEXTS), stored(evaluator)[rows])
    assert evaluator.ask(TEXTS) == pytest.approx(expected, abs=1e-12)


def test_similarities_are_the_very_numbers_of_the_index(evaluator: IndexEvaluator):
    assert np.array_equal(evaluator.ask(TEXTS), evaluator.ranks(TEXTS).similarities)


def test_ranks_are_those_of_brute_force_over_all_documents(evaluator: IndexEvaluator):
    rows = evaluator.collection.rows_of(evaluator.ids)
    expected = oracle.ranks("cosine", ToyEmbedder().encode(TEXTS), stored(evaluator), rows)
    assert evaluator.ranks(TEXTS).ranks.tolist() == expected.tolist()


def test_lists_are_those_of_brute_force(evaluator: IndexEvaluator):
    vectors, documents = ToyEmbedder().encode(TEXTS), stored(evaluator)
    for hits, vector in zip(evaluator.lists(TEXTS, 3), vectors, strict=True):
        assert evaluator.collection.rows_of(hits.ids).tolist() == oracle.top("cosine", vector, documents, 3)


def test_another_document_filter_or_k_encodes_nothing(evaluator: IndexEvaluator):
    evaluator.ask(TEXTS)
    assert evaluator.embedder.calls == len(set(TEXTS))
    evaluator.ranks(TEXTS)
    evaluator.lists(TEXTS, 3)
    evaluator.lists(TEXTS, 7)
    replace(evaluator, ids=("json",), where=(Condition("kind", "howto"),)).ranks(TEXTS)
    assert evaluator.embedder.calls == len(set(TEXTS))
    assert evaluator.cost([*TEXTS, "new"]) == 1


def test_a_rerun_is_encoded_anew(evaluator: IndexEvaluator):
    evaluator.ask(["json"])
    calls = evaluator.embedder.calls
    assert evaluator.rerun("json", 2).ids == evaluator.lists(["json"], 2)[0].ids
    assert evaluator.embedder.calls == calls + 1


def test_an_unknown_document_has_no_similarity_and_the_others_keep_theirs(evaluator: IndexEvaluator):
    found = replace(evaluator, ids=("gone", "copy")).ask(TEXTS)
    assert np.isnan(found[:, 0]).all()
    assert np.array_equal(found[:, 1], evaluator.ask(TEXTS)[:, 0])


def test_no_document_gives_no_column(evaluator: IndexEvaluator):
    assert replace(evaluator, ids=()).ask(TEXTS).shape == (len(TEXTS), 0)


def test_the_prompt_of_the_contract_is_before_every_text(tmp_path):
    index = toy_index(tmp_path, query_prompt="query: ")
    found = IndexEvaluator(ToyEmbedder(), index.collection, ("copy",), VectorCache()).vectors(["copy"])
    assert np.array_equal(found, ToyEmbedder().encode(["query: copy"]))


def test_lists_say_whether_they_are_exact(tmp_path):
    for name in ("flat", "ann"):
        (tmp_path / name).mkdir()
    flat = toy_index(tmp_path / "flat")
    ann = toy_index(tmp_path / "ann", ann=parse_ann("hnsw"))
    one = IndexEvaluator(ToyEmbedder(), flat.collection, (), VectorCache())
    assert one.lists_are is RanksAre.EXACT
    assert replace(one, collection=ann.collection).lists_are is RanksAre.RETRIEVED
    assert replace(one, collection=ann.collection, exact=True).lists_are is RanksAre.EXACT


def test_more_encodes_than_the_budget_are_refused(evaluator: IndexEvaluator):
    with pytest.raises(OverBudgetError, match="4 encodes"):
        replace(evaluator, budget=Budget(3)).ask(TEXTS)
