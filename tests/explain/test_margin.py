from dataclasses import replace

import numpy as np
import pytest

from inspector.explain.game import game_of
from inspector.explain.margin import FairMargin, fair_margin, fair_margin_sentence, margin, margin_sentence
from inspector.explain.shapley import fair_shares
from tests.diagnose.samples import effects
from tests.explain.toys import ToyEvaluator, additive, letters, lookup


def gap():
    """A 0.6, B 0.5; "reset" favours A by 0.3 - 0.1, "E-1042" favours B by 0.1."""
    found = effects("reset E-1042", ("a", "b"), [[0.3, 0.1], [0.1, 0.2]], 0.02)
    return replace(found, similarity=np.array([0.6, 0.5]))


def test_parts_are_differences_of_effects():
    assert margin(gap(), 0, 1).parts == pytest.approx([0.3 - 0.1, 0.1 - 0.2])


def test_without_a_word_the_margin_loses_its_part():
    assert margin(gap(), 0, 1).without == pytest.approx([(0.6 - 0.5) - 0.2, (0.6 - 0.5) + 0.1])


def test_the_word_whose_removal_swaps_them_is_named():
    found = margin(gap(), 0, 1)
    assert [word.text for word in found.swapping] == ["reset"]
    assert margin_sentence(found) == 'Removing "reset" turns the two around.'


def test_the_margin_seen_from_the_other_side_is_its_negative():
    assert margin(gap(), 1, 0).margin == pytest.approx(-margin(gap(), 0, 1).margin)
    assert [word.text for word in margin(gap(), 1, 0).swapping] == ["reset"]


def test_equal_documents_have_nothing_to_swap():
    assert margin(gap(), 0, 0).swapping == ()


def shared(*values) -> FairMargin:
    return fair_margin(fair_shares(game_of("reset my E-1042"), ToyEvaluator(*values)), 0, 1)


def test_the_parts_of_fair_shares_sum_to_the_margin_less_the_empty_one():
    """A: 0.1 + reset 0.4; B: 0.05 + my 0.1 + E-1042 0.2. M = 0.5 - 0.35, empty 0.1 - 0.05."""
    own, other = additive(reset=0.4), additive(my=0.1, **{"E-1042": 0.2})
    found = shared(lambda there: 0.1 + own(there), lambda there: 0.05 + other(there))
    assert found.parts == pytest.approx([0.4, -0.1, -0.2])
    assert (found.margin, found.empty) == (pytest.approx(0.15), pytest.approx(0.05))
    assert found.parts.sum() == pytest.approx(found.margin - found.empty, abs=1e-6)
    assert not found.standard_error.any()


def test_the_word_for_and_the_word_against_are_named_from_the_closer_ones_side():
    own, other = additive(reset=0.4), additive(my=0.1, **{"E-1042": 0.2})
    said = 'Of the gap of 0.10, "reset" speaks most for the closer one (+0.40) and "E-1042" most against it (−0.20).'
    assert fair_margin_sentence(shared(own, other), 0.05) == said
    assert fair_margin_sentence(shared(other, own), 0.05) == said


def test_parts_below_the_noise_are_not_named():
    found = shared(additive(reset=0.01), additive(my=0.02))
    assert fair_margin_sentence(found, 0.05) == "No word tells the two apart by more than noise does."


def test_the_error_of_a_part_is_at_most_the_sum_of_both_errors():
    game = letters(12)
    rng = np.random.default_rng(0)
    shares = fair_shares(game, ToyEvaluator(*(lookup(game, rng.normal(size=2**12)) for _ in range(2))))
    found = fair_margin(shares, 0, 1)
    assert found.standard_error == pytest.approx(shares.standard_error.sum(axis=1))
    assert found.parts.sum() == pytest.approx(found.margin - found.empty, abs=1e-6)
