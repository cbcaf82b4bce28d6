import numpy as np
import pytest

from inspector.explain.removal import removal_effects
from inspector.explain.variants import variants


def effects_of_two_words():
    """Query "red car" on two documents. Texts: query, "car", "red", three neutral edits, empty."""
    plan = variants("red car")
    assert plan.texts == ("red car", "car", "red", "red car.", "red car?", "please red car", "")
    similarities = np.array(
        [[0.8, 0.5], [0.6, 0.55], [0.1, 0.5], [0.79, 0.5], [0.82, 0.5], [0.75, 0.53], [0.02, -0.01]]
    )
    ranks = np.array([[1, 2], [1, 2], [9, 1], [1, 2], [1, 2], [1, 2], [0, 0]])
    return removal_effects(plan, ["a", "b"], similarities, ranks)


def test_removal_is_the_similarity_lost_when_the_word_is_cut():
    found = effects_of_two_words()
    assert found.removal == pytest.approx(np.array([[0.8 - 0.6, 0.5 - 0.55], [0.8 - 0.1, 0.5 - 0.5]]))


def test_ranks_without_a_word_are_those_of_its_variant():
    assert effects_of_two_words().rank_without.tolist() == [[1, 2], [9, 1]]


def test_the_noise_floor_is_the_largest_move_of_a_neutral_edit():
    assert effects_of_two_words().noise_floor == pytest.approx([0.8 - 0.75, 0.53 - 0.5])


def test_the_similarity_of_the_empty_text_is_measured_not_assumed():
    assert effects_of_two_words().empty_similarity == pytest.approx([0.02, -0.01])


def test_arrays_inside_the_record_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        effects_of_two_words().removal[0, 0] = 1.0


def test_a_query_without_words_has_effects_of_shape_zero_by_documents():
    plan = variants("?!")
    found = removal_effects(plan, ["a"], np.zeros((len(plan.texts), 1)), np.ones((len(plan.texts), 1), dtype=np.int64))
    assert found.removal.shape == (0, 1)
