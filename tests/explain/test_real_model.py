"""The exactness of explanations with the real model, on a small real index."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from inspector.explain.counterfactual import counterfactual
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.game import game_of, values
from inspector.explain.hiding import hidden_effects
from inspector.explain.lists import list_changes
from inspector.explain.pairs import interactions, predicted
from inspector.explain.shapley import exact_shares, fair_shares
from inspector.explain.specific import order_without, parts
from inspector.explain.vector_cache import BATCH, VectorCache
from inspector.vectors import cosine_similarity
from tests import oracle
from tests.explain.toys import ToyEvaluator
from tests.toy_index import TWELVE, toy_index

pytestmark = pytest.mark.model
QUERY = "how to put list items in order"
IDS = tuple(row[0] for row in TWELVE)


@pytest.fixture(scope="module")
def evaluator(minilm, tmp_path_factory) -> IndexEvaluator:
    index = toy_index(tmp_path_factory.mktemp("real"), embedder=minilm)
    return IndexEvaluator(minilm, index.collection, IDS, VectorCache())


def stored(evaluator: IndexEvaluator) -> np.ndarray:
    return evaluator.collection.vectors(np.arange(evaluator.collection.count))


def test_exact_shares_sum_to_the_similarity_less_that_of_the_empty_text(evaluator: IndexEvaluator):
    found = exact_shares(game_of(QUERY), evaluator)
    expected = cosine_similarity(evaluator.embedder.encode([QUERY]), stored(evaluator))[0]
    assert found.whole == pytest.approx(expected, abs=1e-6)
    assert found.shares.sum(axis=0) == pytest.approx(found.whole - found.empty, abs=1e-9)
    assert np.abs(found.empty).max() > 1e-3  # the empty text is not at 0


@pytest.mark.parametrize("rounds", [1, 5])
def test_estimated_shares_sum_exactly_and_lie_near_the_exact_ones(evaluator: IndexEvaluator, rounds: int):
    game = game_of(QUERY)
    close, exact = fair_shares(game, evaluator, rounds=rounds, exact_up_to=0), exact_shares(game, evaluator)
    assert close.shares.sum(axis=0) == pytest.approx(exact.whole - exact.empty, abs=1e-6)
    assert np.abs(close.shares - exact.shares).max() < np.abs(exact.shares).max() / 2


def test_a_text_has_the_same_similarities_alone_and_in_the_batch(evaluator: IndexEvaluator):
    game = game_of(QUERY)
    texts, _ = game.texts([game.without([place]) for place in range(len(game.units))])
    together = evaluator.ask(texts)
    alone = np.vstack([cosine_similarity(evaluator.embedder.encode([text]), stored(evaluator)) for text in texts])
    assert together == pytest.approx(alone, abs=1e-6)


def test_ranks_without_each_word_are_those_of_brute_force(evaluator: IndexEvaluator):
    game = game_of(QUERY)
    texts, _ = game.texts([game.without([place]) for place in range(len(game.units))])
    expected = oracle.ranks("cosine", evaluator.vectors(texts), stored(evaluator), range(len(IDS)))
    assert evaluator.ranks(texts).ranks.tolist() == expected.tolist()


def test_the_order_without_each_word_follows_from_its_specific_parts(evaluator: IndexEvaluator):
    found = interactions(game_of(QUERY), evaluator)
    split = parts(found.removal)
    for word in range(len(found.units)):
        true_order = np.argsort(-(found.whole - found.removal[word]), kind="stable").tolist()
        assert order_without(found.whole, split.specific[word]) == true_order


def test_the_pair_model_is_exact_for_two_words_and_better_than_effects_alone_for_three(evaluator: IndexEvaluator):
    game = game_of(QUERY)
    found = interactions(game, evaluator)
    two, three = list(combinations(range(7), 2)), list(combinations(range(7), 3))
    truth = values(game, evaluator, [game.without(places) for places in two])
    assert predicted(found, two) == pytest.approx(truth, abs=1e-9)
    truth = values(game, evaluator, [game.without(places) for places in three])
    alone = np.array([found.whole - found.removal[list(places)].sum(axis=0) for places in three])
    assert np.abs(predicted(found, three) - truth).mean() < np.abs(alone - truth).mean()


def test_counterfactuals_hold_when_searched_for_anew_and_no_smaller_set_does_it(evaluator: IndexEvaluator):
    game = game_of(QUERY)
    answers = {document: counterfactual(game, evaluator, document, 2).found for document in ("sort", "copy", "json")}
    assert any(answers.values())
    for document, found in answers.items():
        if found is None:
            continue
        assert found.verified and found.minimal
        row = IDS.index(document)
        for size in range(1, len(found.units)):
            masks = [game.without(places) for places in combinations(range(7), size)]
            inside = [
                oracle.rank("cosine", vector, stored(evaluator), row) <= 2
                for vector in evaluator.vectors([game.text(mask) for mask in masks])
            ]
            assert set(inside) == {found.rank_before <= 2}


def test_less_than_a_tenth_of_what_the_model_reads_is_padding(minilm):
    """Batches are cut from the longest text on; each is padded to its longest."""
    read = padded = 0
    for query in (QUERY, "what does the sync client do when it has lost its token and its folder over http"):
        texts = ToyEvaluator(lambda _: 0.0)
        fair_shares(game_of(query), texts, exact_up_to=0)
        counts = np.sort(minilm.token_counts(sorted(texts.asked)))[::-1]
        for start in range(0, len(counts), BATCH):
            batch = counts[start : start + BATCH]
            read, padded = read + batch.sum(), padded + batch[0] * len(batch)
    assert 1 - read / padded < 0.1


def test_everything_after_the_exact_shares_is_free(evaluator: IndexEvaluator):
    game = game_of(QUERY)
    exact_shares(game, evaluator)
    encodes = evaluator.cache.encodes
    interactions(game, evaluator)
    list_changes(game, evaluator, 3)
    evaluator.ranks(game.texts(list(range(2**7)))[0])
    assert evaluator.cache.encodes == encodes


def test_hiding_words_moves_similarities_in_the_direction_cutting_them_out_does(evaluator: IndexEvaluator):
    game = game_of(QUERY)
    hidden, cut = hidden_effects(game, evaluator), interactions(game, evaluator).removal
    assert hidden is not None and hidden.shape == cut.shape
    assert np.corrcoef(hidden.ravel(), cut.ravel())[0, 1] > 0.5
