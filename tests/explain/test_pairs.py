from itertools import combinations

import numpy as np
import pytest

from inspector.explain.game import game_of, values
from inspector.explain.pairs import interaction_share, interactions, pair_effects, pair_sentence, predicted
from inspector.records.interactions import PairKind
from tests.explain.toys import ToyEvaluator, additive, any_of, just_one_of, letters, lookup, with_pairs


def test_words_that_only_add_up_have_no_interaction():
    found = interactions(game_of("reset my password"), ToyEvaluator(additive(reset=0.3, my=-0.1, password=0.5)))
    assert found.interaction == pytest.approx(np.zeros((3, 3, 1)))
    assert found.removal[:, 0] == pytest.approx([0.3, -0.1, 0.5])
    assert interaction_share(found) == pytest.approx([0.0])


def test_of_two_duplicates_removing_either_does_nothing_and_the_pair_is_redundant():
    """v = 1 with either word: effects 0 and 0; 1 - 1 - 1 + 0 = -1."""
    found = interactions(game_of("forgot reset"), ToyEvaluator(any_of("forgot", "reset")))
    assert found.removal.tolist() == [[0.0], [0.0]]
    assert found.interaction[0, 1, 0] == found.interaction[1, 0, 0] == -1.0
    (pair,) = pair_effects(found, 0, floor=0.02)
    assert (pair.kind, pair.beside, pair.without) == (PairKind.REDUNDANT, 0.0, 1.0)
    assert pair_sentence(pair) == (
        '"forgot" and "reset" stand in for each other: "forgot" gives +0.00 beside "reset" and +1.00 without it.'
    )


def test_words_that_count_only_together_need_each_other():
    """v = 0.6 with both: effects 0.6 and 0.6, interaction 0.6 - 0 - 0 + 0."""
    found = interactions(game_of("not found"), ToyEvaluator(with_pairs({}, {("not", "found"): 0.6})))
    (pair,) = pair_effects(found, 0, floor=0.02)
    assert (pair.kind, pair.interaction) == (PairKind.NEEDING, pytest.approx(0.6))
    assert pair_sentence(pair).startswith('"not" and "found" need each other: "not" gives +0.60 beside')


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (0.03, '"how" and "I" pull more together than one by one: "how" gives −0.03 beside "I" and −0.06 without it.'),
        (-0.03, '"how" and "I" pull less together than one by one: "how" gives −0.09 beside "I" and −0.06 without it.'),
    ],
)
def test_a_word_that_pushes_a_document_away_is_said_to_be_needed_by_nobody(pair: float, said: str):
    """v = -0.06 with "how", -0.02 with "I", and the pair beside: how gives -0.06 + pair where "I" is."""
    found = interactions(game_of("how I"), ToyEvaluator(with_pairs({"how": -0.06, "I": -0.02}, {("how", "I"): pair})))
    (one,) = pair_effects(found, 0, floor=0.01)
    assert pair_sentence(one) == said


def test_xor_is_redundant_and_its_effects_are_negative():
    """v(both) = 0, v(one) = 1, v(none) = 0: effects -1 and -1, interaction 0 - 1 - 1 + 0 = -2."""
    found = interactions(game_of("left right"), ToyEvaluator(just_one_of("left", "right")))
    assert found.removal[:, 0].tolist() == [-1.0, -1.0]
    assert found.interaction[0, 1, 0] == -2.0


def test_an_interaction_below_twice_the_noise_floor_is_not_named():
    found = interactions(game_of("not found"), ToyEvaluator(with_pairs({}, {("not", "found"): 0.6})))
    assert pair_effects(found, 0, floor=0.31) == ()
    assert len(pair_effects(found, 0, floor=0.29)) == 1


def test_the_pair_model_is_exact_for_any_two_words_of_any_game():
    game = letters(6)
    evaluator = ToyEvaluator(lookup(game, np.random.default_rng(0).normal(size=64)))
    found = interactions(game, evaluator)
    removed = [*combinations(range(6), 1), *combinations(range(6), 2)]
    expected = values(game, evaluator, [game.without(places) for places in removed])
    assert predicted(found, removed) == pytest.approx(expected, abs=1e-12)


def test_the_pair_model_is_exact_for_any_words_of_a_game_of_pairs():
    value = with_pairs({"w0": 0.1, "w1": 0.2, "w3": -0.3}, {("w0", "w3"): 0.5, ("w1", "w2"): -0.4})
    game, evaluator = letters(4), ToyEvaluator(value)
    removed = [places for size in range(5) for places in combinations(range(4), size)]
    expected = values(game, evaluator, [game.without(places) for places in removed])
    assert predicted(interactions(game, evaluator), removed) == pytest.approx(expected, abs=1e-12)


def test_the_interaction_share_is_the_size_of_pairs_by_that_of_words():
    """Effects 0.1 + 0.6 and 0.2 + 0.6, interaction 0.6."""
    value = with_pairs({"not": 0.1, "found": 0.2}, {("not", "found"): 0.6})
    assert interaction_share(interactions(game_of("not found"), ToyEvaluator(value))) == pytest.approx([0.6 / 1.5])


def test_without_any_effect_there_is_no_share():
    assert np.isnan(interaction_share(interactions(game_of("not found"), ToyEvaluator(additive())))).all()


def test_of_a_long_query_the_strongest_words_are_paired():
    value = additive(w1=0.5, w7=-0.4, w9=0.1)
    found = interactions(letters(12), ToyEvaluator(value), among=3)
    assert found.tried == 3
    tried = {(i, j) for i, j in combinations(range(12), 2) if not np.isnan(found.interaction[i, j, 0])}
    assert tried == {(1, 7), (1, 9), (7, 9)}
    assert predicted(found, [(0, 1, 7)])[0, 0] == pytest.approx(0.2 - 0.5 + 0.4)


def test_a_broken_document_spoils_only_itself():
    found = interactions(game_of("not found"), ToyEvaluator(lambda _: float("nan"), any_of("not", "found")))
    assert np.isnan(found.interaction[0, 1, 0])
    assert pair_effects(found, 0, 0.1) == ()
    assert found.interaction[0, 1, 1] == -1.0


@pytest.mark.parametrize("query", ["", "?!", "reset"])
def test_fewer_than_two_words_make_no_pair(query: str):
    found = interactions(game_of(query), ToyEvaluator(any_of("reset")))
    assert found.tried == 0
    assert pair_effects(found, 0, 0.0) == ()
    assert predicted(found, [()]).tolist() == [[found.whole[0]]]
