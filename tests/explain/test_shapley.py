from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.errors import RequestError
from inspector.explain.game import game_of
from inspector.explain.shapley import EXACT_UNITS, exact_shares, exact_weights, fair_shares
from tests.explain.toys import ToyEvaluator, additive, any_of, just_one_of, letters, lookup, with_pairs


def brute_force(count: int, table: np.ndarray) -> np.ndarray:
    """The mean gain over all n! orders, in plain loops."""
    total = np.zeros(count)
    orders = list(permutations(range(count)))
    for one in orders:
        mask = 0
        for place in one:
            total[place] += table[mask | 1 << place] - table[mask]
            mask |= 1 << place
    return total / len(orders)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 8])
def test_exact_shares_are_the_mean_gain_over_all_orders(count: int):
    game = letters(count)
    tables = [np.random.default_rng([count, seed]).normal(size=2**count) for seed in range(2 if count < 8 else 1)]
    found = exact_shares(game, ToyEvaluator(*(lookup(game, table) for table in tables)))
    for column, table in enumerate(tables):
        assert found.shares[:, column] == pytest.approx(brute_force(count, table), abs=1e-12)
    assert found.exact and found.rounds == 0 and not found.standard_error.any()


def test_where_words_only_add_up_each_share_is_the_words_own_weight():
    found = fair_shares(game_of("reset my password"), ToyEvaluator(additive(reset=0.3, my=-0.1, password=0.5)))
    assert found.shares[:, 0] == pytest.approx([0.3, -0.1, 0.5])


def test_duplicates_share_alike_and_xor_gives_nothing_to_either():
    """any_of: 1 with either word, so 1/2 each. XOR: 0 with both and with none, so 0 each."""
    found = fair_shares(
        game_of("forgot reset"), ToyEvaluator(any_of("forgot", "reset"), just_one_of("forgot", "reset"))
    )
    assert found.shares == pytest.approx(np.array([[0.5, 0.0], [0.5, 0.0]]))


def test_a_pair_is_shared_equally():
    """Alone 0.2 and 0.1, both together 0.6 more: 0.2 + 0.3 and 0.1 + 0.3."""
    value = with_pairs({"not": 0.2, "found": 0.1}, {("not", "found"): 0.6})
    assert fair_shares(game_of("not found"), ToyEvaluator(value)).shares[:, 0] == pytest.approx([0.5, 0.4])


@given(st.integers(3, 14), st.integers(0, 1_000))
def test_one_round_is_exact_where_words_act_alone_or_by_twos(count: int, seed: int):
    rng = np.random.default_rng(seed)
    weights, pairs = rng.normal(size=count), np.triu(rng.normal(size=(count, count)), 1)
    alone = {f"w{place}": weights[place] for place in range(count)}
    both = {(f"w{i}", f"w{j}"): pairs[i, j] for i in range(count) for j in range(i + 1, count)}
    found = fair_shares(letters(count), ToyEvaluator(with_pairs(alone, both)), rounds=1, exact_up_to=0, seed=seed)
    assert found.shares[:, 0] == pytest.approx(weights + (pairs + pairs.T).sum(axis=1) / 2, abs=1e-9)


@given(st.integers(1, 13), st.integers(1, 9), st.integers(0, 1_000))
def test_shares_sum_to_the_whole_less_the_empty_text_for_any_number_of_rounds(count: int, rounds: int, seed: int):
    game = letters(count)
    table = np.random.default_rng(seed).normal(size=2**count)
    found = fair_shares(game, ToyEvaluator(lookup(game, table)), rounds=rounds, exact_up_to=0, seed=seed)
    assert found.shares.sum() == pytest.approx(table[-1] - table[0], abs=1e-6)
    assert (found.whole[0], found.empty[0]) == (table[-1], table[0])


def test_the_empty_text_is_measured_not_assumed():
    found = fair_shares(game_of("red car"), ToyEvaluator(lambda there: 0.04 if not there else 0.5))
    assert found.empty[0] == 0.04
    assert found.shares.sum() == pytest.approx(0.5 - 0.04)


def test_more_rounds_begin_with_the_subsets_of_fewer_so_their_texts_are_known():
    few, many = ToyEvaluator(any_of("w1")), ToyEvaluator(any_of("w1"))
    fair_shares(letters(14), few, rounds=2)
    fair_shares(letters(14), many, rounds=5)
    assert few.asked < many.asked


def test_a_round_takes_at_most_twice_its_units_less_two_texts_and_two_more():
    evaluator = ToyEvaluator(any_of("w1"))
    found = fair_shares(letters(14), evaluator, rounds=4)
    assert found.texts == len(evaluator.asked) <= 4 * (2 * 14 - 2) + 2
    assert (found.exact, found.rounds) == (False, 4)


def test_all_subsets_are_tried_where_they_are_no_more_than_the_rounds():
    assert fair_shares(letters(5), ToyEvaluator(any_of("w1")), exact_up_to=0).exact  # 32 <= 2 + 2 * 5 * 4
    assert not fair_shares(letters(6), ToyEvaluator(any_of("w1")), exact_up_to=0).exact  # 64 > 2 + 2 * 5 * 5
    assert fair_shares(letters(EXACT_UNITS), ToyEvaluator(any_of("w1"))).exact
    assert not fair_shares(letters(EXACT_UNITS + 1), ToyEvaluator(any_of("w1"))).exact


def test_the_same_seed_gives_the_same_numbers_and_another_one_others():
    game = letters(12)
    evaluator = ToyEvaluator(lookup(game, np.random.default_rng(0).normal(size=2**12)))
    first = fair_shares(game, evaluator, seed=3)
    assert np.array_equal(first.shares, fair_shares(game, evaluator, seed=3).shares)
    assert not np.array_equal(first.shares, fair_shares(game, evaluator, seed=4).shares)


def smooth_game(count: int, seed: int) -> np.ndarray:
    """A game like a model's: what units do in threes and more counts, the less the more of them."""
    rng = np.random.default_rng([count, seed])
    masks = np.arange(2**count)
    there = masks[:, None] >> np.arange(count) & 1
    return np.tanh(there @ rng.normal(size=count) / 2) + there @ rng.normal(size=count) / 4


def random_orders(game, table: np.ndarray, pairs: int, seed: int) -> np.ndarray:
    """The usual estimate: the mean gain over random orders, each forward and backward."""
    count, rng = len(game.units), np.random.default_rng(seed)
    gains = np.zeros(count)
    for _ in range(pairs):
        one = rng.permutation(count)
        for walk in (one, one[::-1]):
            mask = 0
            for place in walk:
                gains[place] += table[mask | 1 << int(place)] - table[mask]
                mask |= 1 << int(place)
    return gains / (2 * pairs)


def test_one_round_is_an_antithetic_pair_of_walks():
    game, table = letters(9), np.random.default_rng(4).normal(size=2**9)
    found = fair_shares(game, ToyEvaluator(lookup(game, table)), rounds=1, exact_up_to=0, seed=7)
    walk, gains = np.random.default_rng([7, 9]).permutation(9), np.zeros(9)
    for one in (walk, walk[::-1]):
        mask = 0
        for place in one:
            gains[place] += (table[mask | 1 << int(place)] - table[mask]) / 2
            mask |= 1 << int(place)
    assert found.shares[:, 0] == pytest.approx(gains)
    assert np.isnan(found.standard_error).all()


def test_five_rounds_err_less_than_half_as_much_as_five_pairs_of_random_orders():
    ours, theirs = [], []
    for seed in range(20):
        game, table = letters(9), smooth_game(9, seed)
        exact = exact_weights(9) @ table
        found = fair_shares(game, ToyEvaluator(lookup(game, table)), exact_up_to=0, seed=seed)
        ours.append(np.square(found.shares[:, 0] - exact).mean())
        theirs.append(np.square(random_orders(game, table, 5, seed) - exact).mean())
    assert np.mean(ours) ** 0.5 < np.mean(theirs) ** 0.5 / 2


def test_the_error_shown_covers_the_exact_share():
    """1.7 standard errors to either side are to hold it in nine of ten cases."""
    inside = []
    for seed in range(30):
        game, table = letters(9), smooth_game(9, seed)
        found = fair_shares(game, ToyEvaluator(lookup(game, table)), exact_up_to=0, seed=seed)
        inside.append(np.abs(found.shares[:, 0] - exact_weights(9) @ table) <= 1.7 * found.standard_error[:, 0])
    assert 0.85 <= np.mean(inside) <= 0.98


def test_the_weights_of_a_unit_sum_to_nothing_and_units_are_treated_alike():
    weights = exact_weights(6)
    assert weights.sum(axis=1) == pytest.approx(np.zeros(6), abs=1e-12)
    assert sorted(weights[0]) == pytest.approx(sorted(weights[5]))


def test_documents_do_not_meet_and_a_broken_one_spoils_only_itself():
    found = fair_shares(game_of("red car"), ToyEvaluator(lambda _: float("nan"), additive(red=1.0, car=0.5)))
    assert np.isnan(found.shares[:, 0]).all()
    assert found.shares[:, 1] == pytest.approx([1.0, 0.5])


@pytest.mark.parametrize("query", ["", "?!"])
def test_a_query_without_words_has_no_shares_but_both_ends(query: str):
    found = fair_shares(game_of(query), ToyEvaluator(additive(red=1.0)))
    assert found.shares.shape == (0, 1)
    assert (found.whole[0], found.empty[0]) == (0.0, 0.0)


def test_a_single_word_has_all_of_it():
    assert fair_shares(game_of("E-1042?"), ToyEvaluator(any_of("E-1042"))).shares.tolist() == [[1.0]]


def test_a_query_of_300_words_is_shared_out_among_its_phrases():
    game = game_of(" ".join(f"w{place}" for place in range(300)))
    found = fair_shares(game, ToyEvaluator(lambda there: len(there) / 300), rounds=1)
    assert len(found.units) == 60
    assert found.shares[:, 0] == pytest.approx([5 / 300] * 60)


def test_no_rounds_are_refused():
    with pytest.raises(RequestError, match="0 rounds"):
        fair_shares(letters(12), ToyEvaluator(any_of("w1")), rounds=0)
