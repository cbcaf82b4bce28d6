"""The verdict on two sets, what refuses a comparison and what qualifies it."""

from dataclasses import replace

import numpy as np
import pytest

from inspector.contract import Contract
from inspector.monitor.groups import LEAST
from inspector.monitor.shift import caveats, clearest, farness, refusal, shift
from inspector.records.drift import Verdict

CONTRACT = Contract(model="some/model", dim=8, weights_sha256="a" * 64)


def vectors(count, seed, middle=0.0):
    return np.random.default_rng(seed).normal(size=(count, 8)) + middle


def test_a_shift_is_called_a_change_and_two_draws_of_one_source_are_not():
    assert shift(vectors(50, 0), vectors(50, 1, 1.0)).verdict is Verdict.CHANGED
    same = shift(vectors(50, 0), vectors(50, 1))
    assert same.verdict is Verdict.UNCHANGED
    assert same.test.p_value > 0.05


@pytest.mark.parametrize("sizes", [(LEAST - 1, 100), (100, LEAST - 1), (0, 100), (100, 0)])
def test_below_twenty_a_side_nothing_is_tested(sizes):
    found = shift(vectors(sizes[0], 0), vectors(sizes[1], 1))
    assert (found.verdict, found.test, found.separation) == (Verdict.TOO_FEW, None, None)
    assert found.scores.shape == (sizes[1],)


def test_farness_is_the_mean_cosine_with_its_sign_turned_and_the_farthest_is_the_clearest():
    then = np.array([[1.0, 0.0], [0.0, 2.0]])
    scores = farness(then, np.array([[3.0, 0.0], [-1.0, -1.0]]))
    assert scores == pytest.approx([-0.5, 2**0.5 / 2])
    assert clearest(scores, 1) == [1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dim": 9}, "8 dimensions then and have 9 now"),
        ({"model": "other/model"}, "some/model then and by other/model now"),
        ({"weights_sha256": "b" * 64}, "other weights"),
    ],
)
def test_vectors_of_another_length_or_model_are_refused(change, said):
    assert said in refusal(CONTRACT, replace(CONTRACT, **change))


def test_what_is_not_known_refuses_nothing_but_is_said():
    unknown = replace(CONTRACT, model="", weights_sha256="")
    assert refusal(CONTRACT, unknown) == ""
    assert "Nobody said" in caveats(CONTRACT, unknown)[0]
    assert refusal(CONTRACT, CONTRACT) == ""
    assert caveats(CONTRACT, CONTRACT) == ()


def test_another_way_of_making_the_vectors_is_said():
    (said,) = caveats(CONTRACT, replace(CONTRACT, recipe="{text}", max_tokens=64))
    assert said.startswith("Then and now differ in their text recipe and read length")
