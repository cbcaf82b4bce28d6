import numpy as np
import pytest

from inspector.explain.neutral import (
    ALL_EDITS,
    NEUTRAL_EDITS,
    article,
    dots,
    neutral_variants,
    noise_floor,
    stammer,
    thanks,
    with_floor,
)
from inspector.records.noise import NoiseFloor
from inspector.text import words
from tests.diagnose.samples import effects
from tests.explain.toys import ToyEvaluator

QUERIES = ("How do I reset it?", "reset it.", "reset", "please reset it", "the car", "E-1042…", "如何重置")
POLITE = {"please", "thanks", "hello", "thank", "you", "the", "is"}


def test_the_first_pass_makes_three_of_the_eight():
    assert len(ALL_EDITS) == 8
    assert ALL_EDITS[: len(NEUTRAL_EDITS)] == NEUTRAL_EDITS
    assert len(NEUTRAL_EDITS) == 3


@pytest.mark.parametrize("query", QUERIES)
def test_every_edit_changes_the_text_and_no_two_do_the_same(query: str):
    found = neutral_variants(query, ALL_EDITS)
    assert query not in found
    assert len(set(found)) == len(ALL_EDITS)


@pytest.mark.parametrize("query", QUERIES)
def test_every_edit_keeps_the_words_that_mean_something(query: str):
    own = [word.text for word in words(query) if word.text.lower() not in POLITE]
    for text in neutral_variants(query, ALL_EDITS):
        kept = [word.text for word in words(text) if word.text.lower() not in POLITE]
        assert list(dict.fromkeys(kept)) == own


def test_edits_take_back_what_is_there_already():
    assert dots("reset it...") == "reset it"
    assert dots("reset it…") == "reset it"
    assert article("The car") == " car"
    assert thanks("reset it?") == "reset it, thank you"


def test_a_small_word_is_said_twice_a_word_that_only_holds_it_is_not():
    assert stammer("reset the isle") == "reset the the isle"
    assert stammer("isle island") == "isle island is"


def test_the_floor_is_the_90th_percentile_of_eight_moves():
    """Moves 0.01 to 0.08: the 90th percentile lies 0.3 of the way from the 7th to the 8th: 0.07 + 0.3 * 0.01."""

    class Places(ToyEvaluator):
        def ask(self, texts):
            return np.arange(len(texts))[:, None] * np.array([[0.01, -0.01]])

    found = noise_floor("reset it", Places(len, len))
    assert found.moves[:, 1] == pytest.approx(np.arange(1, 9) * 0.01)
    assert found.floor == pytest.approx([0.07 + 0.3 * 0.01] * 2)
    largest = noise_floor("reset it", Places(len, len), NEUTRAL_EDITS, percentile=100)
    assert largest.floor == pytest.approx([0.03] * 2)


def test_a_model_that_counts_politeness_as_meaning_has_a_high_floor():
    polite = ToyEvaluator(lambda there: 0.5 - 0.2 * ("please" in there), lambda there: 0.5)
    assert noise_floor("reset it", polite, NEUTRAL_EDITS, percentile=100).floor == pytest.approx([0.2, 0.0])


def test_an_edit_that_changes_nothing_is_left_out():
    found = noise_floor("reset", ToyEvaluator(lambda there: 0.5), edits=(lambda query: query,))
    assert found.edits == ()
    assert found.floor.tolist() == [0.0]


def test_effects_are_held_against_the_refined_floor_of_the_documents_it_knows():
    first = effects("reset it", ("a", "b"), [[0.1, 0.1], [0.0, 0.0]], 0.01)
    moves = np.array([[0.05], [0.07]])
    refined = NoiseFloor(("b",), ("reset it.", "reset it?"), moves, 100.0, np.array([0.07]))
    assert with_floor(first, refined).noise_floor.tolist() == [0.01, 0.07]
    assert first.noise_floor.tolist() == [0.01, 0.01]
