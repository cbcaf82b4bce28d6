from dataclasses import replace

import numpy as np
import pytest

from inspector.explain.fidelity import fidelity
from inspector.explain.shapley import exact_shares, fair_shares
from inspector.explain.specific import parts
from inspector.ui.parts.details.together import adding_up, how_shares, part_rows, trust_lines
from tests.explain.toys import ToyEvaluator, additive, letters


@pytest.fixture
def game():
    return letters(3)


@pytest.fixture
def evaluator():
    return ToyEvaluator(additive(w0=0.4, w1=0.2, w2=-0.1))


def test_it_is_said_how_the_similarity_adds_up(game, evaluator):
    shares = exact_shares(game, evaluator)
    assert adding_up(shares, 0) == (
        "The empty text has similarity 0.00 to this document; the words add +0.50, which makes 0.50."
    )
    lifted = replace(shares, empty=np.array([0.05]), whole=np.array([0.55]))
    assert "similarity 0.05 to this document; the words add +0.50, which makes 0.55" in adding_up(lifted, 0)


def test_it_is_said_whether_shares_are_exact_or_estimated(game, evaluator):
    assert "all 8 subsets" in how_shares(exact_shares(game, evaluator))
    some = fair_shares(letters(8), evaluator, exact_up_to=0)
    assert f"estimated from {some.texts} subsets" in how_shares(some)
    assert some.texts < 2**8


def test_the_numbers_of_an_additive_game_are_perfect(game, evaluator):
    rated = fidelity(game, evaluator, exact_shares(game, evaluator), "d0", 0.01)
    lines = trust_lines(rated)
    assert "0.000000 of +0.500; removal effects alone would make 100%" in lines[0]
    assert lines[2] == "R² over all 8 sets of words: 1.00 among sets of one size, 1.00 among all."


def test_common_and_specific_parts_make_the_share(game):
    """w0: shares 0.4 and 0.2, so 0.3 in common, +0.1 for the first document; w2: -0.1 and 0.1, 0 in common, -0.1."""
    shares = exact_shares(game, ToyEvaluator(additive(w0=0.4, w1=0.2, w2=-0.1), additive(w0=0.2, w1=0.2, w2=0.1)))
    assert part_rows(shares, parts(shares.shares), 0, 0) == {
        "word": ["w0", "w1", "w2"],
        "fair share": ["+0.400", "+0.200", "−0.100"],
        "common": ["+0.300", "+0.200", "±0.000"],
        "specific": ["+0.100", "±0.000", "−0.100"],
    }
