from dataclasses import replace

import numpy as np
import pytest

from inspector.explain.margin import margin, margin_sentence
from tests.diagnose.samples import effects


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
