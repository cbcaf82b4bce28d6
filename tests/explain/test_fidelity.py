from itertools import permutations

import numpy as np
import pytest

from inspector.errors import RequestError
from inspector.explain.fidelity import SUBSETS, fidelity
from inspector.explain.game import game_of
from inspector.explain.pairs import interactions
from inspector.explain.shapley import fair_shares
from inspector.records.fidelity import Rating
from tests.explain.toys import ToyEvaluator, additive, any_of, letters, lookup, with_pairs


def rated(game, *values, floor: float = 0.02, document: str = "d0", shares: dict | None = None, **settings):
    evaluator = ToyEvaluator(*values)
    return fidelity(game, evaluator, fair_shares(game, evaluator, **(shares or {})), document, floor, **settings)


def test_words_that_add_up_are_reliable_and_fully_predicted():
    """Lost by the order 0.5, 0.3, 0.1: (0.5 + 0.8 + 0.9) / 3 of 0.9; in a random order (0.3 + 0.6 + 0.9) / 3."""
    found = rated(game_of("a b c"), additive(a=0.3, b=0.5, c=0.1))
    measured = found.measured
    assert found.rating is Rating.RELIABLE
    assert (measured.r_squared, measured.removal_sum) == (pytest.approx(1.0), pytest.approx(1.0))
    assert measured.comprehensiveness == pytest.approx((0.5 + 0.8 + 0.9) / 3 / 0.9)
    assert measured.random == pytest.approx((0.3 + 0.6 + 0.9) / 3 / 0.9)
    assert measured.expected == pytest.approx(measured.comprehensiveness - measured.random)
    assert measured.residual == pytest.approx(0.0, abs=1e-12)


def test_words_of_equal_weight_are_reliable_though_their_order_says_nothing():
    found = rated(game_of("a b c"), additive(a=0.3, b=0.3, c=0.3))
    assert found.rating is Rating.RELIABLE
    assert found.measured.expected == pytest.approx(0.0)


def test_words_that_count_only_all_together_are_said_to_act_together():
    """v = 0.9 with all three, else 0: shares 0.3 each predict 0.3 and 0.6 where there is nothing."""
    found = rated(game_of("a b c"), lambda there: 0.9 * (len(there) == 3))
    assert found.rating is Rating.TOGETHER
    total = 7 * (0.9 / 8) ** 2 + (0.9 - 0.9 / 8) ** 2
    assert (
        found.measured.r_squared
        == found.measured.level_r_squared
        == pytest.approx(1 - (3 * 0.3**2 + 3 * 0.6**2) / total)
    )


def test_redundant_words_act_together():
    found = rated(letters(5), any_of("w0", "w1", "w2", "w3", "w4"))
    assert found.rating is Rating.TOGETHER


def test_a_text_that_keeps_its_similarity_whichever_half_goes_is_still_told_apart_by_its_words():
    """v = square root of the sum of weights: concave in the number of words, yet heavier sets always win."""
    weights = additive(w0=0.4, w1=0.3, w2=0.15, w3=0.1, w4=0.05)
    measured = rated(letters(5), lambda there: weights(there) ** 0.5).measured
    assert measured.level_r_squared < measured.r_squared
    assert measured.r_squared > 0.8


def test_shares_among_sets_of_one_size_are_held_against_the_definition():
    """R squared of all 2^5 sets, each less the mean of its size, in plain loops."""
    game = letters(5)
    table = np.random.default_rng(3).normal(size=32)
    shares = fair_shares(game, ToyEvaluator(lookup(game, table))).shares[:, 0]
    missed = total = 0.0
    for size in range(6):
        masks = [mask for mask in range(32) if mask.bit_count() == size]
        sums = [sum(shares[place] for place in range(5) if mask >> place & 1) for mask in masks]
        for mask, each in zip(masks, sums, strict=True):
            true = table[mask] - np.mean(table[masks])
            missed += (true - (each - np.mean(sums))) ** 2
            total += true**2
    assert rated(game, lookup(game, table)).measured.r_squared == pytest.approx(1 - missed / total)


def test_a_document_the_query_does_not_move_is_not_explained():
    found = rated(game_of("a b c"), additive(a=0.01), additive(a=0.5))
    assert found.rating is Rating.UNRELIABLE
    assert "there is nothing to explain" in found.reason
    assert rated(game_of("a b c"), additive(a=0.01), additive(a=0.5), document="d1").rating is Rating.RELIABLE


def test_a_document_that_is_pushed_away_is_explained_by_what_pushes_most():
    found = rated(game_of("a b c"), additive(a=-0.3, b=-0.5, c=-0.1))
    assert found.rating is Rating.RELIABLE
    assert found.measured.comprehensiveness == pytest.approx((0.5 + 0.8 + 0.9) / 3 / 0.9)


def test_the_random_order_of_exact_shares_is_the_mean_over_all_orders():
    game = letters(5)
    table = np.random.default_rng(0).normal(size=32)
    lost = [
        table[31] - np.mean([table[31 & ~sum(1 << place for place in one[:count])] for count in range(1, 6)])
        for one in permutations(range(5))
    ]
    measured = rated(game, lookup(game, table)).measured
    assert measured.random == pytest.approx(np.mean(lost) / (table[31] - table[0]))
    assert measured.subsets == 32


def test_beyond_ten_words_predictions_are_held_out_and_a_random_order_costs_nothing():
    game = letters(12)
    evaluator = ToyEvaluator(additive(**{f"w{place}": place / 100 for place in range(12)}))
    shares = fair_shares(game, evaluator)
    tried = set(evaluator.asked)
    found = fidelity(game, evaluator, shares, "d0", 0.02)
    assert found.measured.subsets == SUBSETS
    assert found.measured.random == pytest.approx((12 + 1) / 2 / 12)  # each unit lost adds a twelfth, on average
    assert len(evaluator.asked - tried) <= SUBSETS + 12 + 12  # held out, its own order, removal effects
    assert len(evaluator.asked - tried) >= SUBSETS
    assert found.measured.r_squared == pytest.approx(1.0)
    assert found.rating is Rating.RELIABLE


def test_another_document_costs_its_own_order_only_and_none_where_exact():
    game = letters(12)
    evaluator = ToyEvaluator(additive(w1=0.5, w2=0.4), additive(w8=0.5, w3=0.4))
    shares = fair_shares(game, evaluator)
    fidelity(game, evaluator, shares, "d0", 0.02)
    before = len(evaluator.asked)
    fidelity(game, evaluator, shares, "d1", 0.02)
    assert len(evaluator.asked) - before <= 12
    exact = ToyEvaluator(any_of("w1"), any_of("w2"))
    fidelity(letters(6), exact, fair_shares(letters(6), exact), "d1", 0.02)
    assert len(exact.asked) == 2**6


def test_the_lower_limit_lies_below_where_only_some_subsets_were_tried():
    game = letters(12)
    noise = np.random.default_rng(0).normal(scale=0.03, size=2**12)
    weights = np.array([sum(place / 66 for place in range(12) if mask >> place & 1) for mask in range(2**12)])
    measured = rated(game, lookup(game, weights + noise)).measured
    assert measured.r_squared_low < measured.r_squared < 1.0
    r = measured.r_squared
    sizes = round(4 * r * (1.6449 * (1 - r) / (r - measured.r_squared_low)) ** 2)  # sets less one mean for each size
    assert SUBSETS - 12 <= sizes < SUBSETS


def test_a_second_way_to_remove_words_is_compared_by_rank():
    game, value = letters(6), additive(w0=0.1, w1=0.2, w2=0.3, w3=0.4, w4=0.5, w5=0.6)
    alike = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    assert rated(game, value, second=alike).measured.agreement == pytest.approx(1.0)
    against = rated(game, value, second=-alike)
    assert (against.measured.agreement, against.rating) == (pytest.approx(-1.0), Rating.UNRELIABLE)
    assert rated(game, value).measured.agreement is None


def test_the_interaction_share_is_that_of_the_pairs():
    game = game_of("not found")
    evaluator = ToyEvaluator(with_pairs({"not": 0.1, "found": 0.2}, {("not", "found"): 0.6}))
    shares, pairs = fair_shares(game, evaluator), interactions(game, evaluator)
    found = fidelity(game, evaluator, shares, "d0", 0.02, pairs=pairs)
    assert found.measured.interaction_share == pytest.approx(0.6 / 1.5)
    assert fidelity(game, evaluator, shares, "d0", 0.02).measured.interaction_share is None


@pytest.mark.parametrize("query", ["", "?!"])
def test_a_query_without_words_is_not_explained(query: str):
    found = rated(game_of(query), additive(a=0.5))
    assert (found.rating, found.reason) == (Rating.UNRELIABLE, "The query has no words.")


def test_one_word_is_all_there_is():
    assert rated(game_of("E-1042"), any_of("E-1042")).rating is Rating.RELIABLE


def test_a_broken_document_is_not_explained():
    found = rated(game_of("a b c"), lambda _: float("nan"), additive(a=0.5))
    assert (found.rating, found.reason) == (Rating.UNRELIABLE, "The document has no finite vector.")


def test_a_document_that_is_not_on_show_is_refused():
    with pytest.raises(RequestError, match="not one of the documents"):
        rated(game_of("a b"), any_of("a"), document="gone")
