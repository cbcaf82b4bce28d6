from dataclasses import replace

import pytest

from inspector.explain.agreement import chance_agreement
from inspector.explain.rating import rate
from inspector.records.fidelity import Measured, Rating

SOUND = Measured(
    units=8,
    span=0.6,
    floor=0.03,
    missing=0.0,
    removal_sum=0.7,
    largest=0.2,
    error=0.01,
    comprehensiveness=0.8,
    random=0.4,
    expected=0.35,
    r_squared=0.8,
    r_squared_low=0.7,
    level_r_squared=-0.2,
    subsets=64,
    agreement=0.9,
    interaction_share=1.2,
)
NAN = float("nan")


def test_shares_that_pass_every_question_are_reliable_and_say_why():
    rating, reason = rate(SOUND)
    assert rating is Rating.RELIABLE
    assert reason == (
        "Word by word, the shares predict 80% of what tells sets of its words apart (at least 70% in 19 of 20 draws),"
        " and they stand out from noise."
    )


def test_a_single_word_is_not_said_to_predict_other_sets_of_words():
    rating, reason = rate(replace(SOUND, units=1, r_squared=1.0, r_squared_low=1.0, agreement=NAN))
    assert rating is Rating.RELIABLE
    assert reason == "The query is a single word, so its share is all that the query adds."


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"units": 0}, "no words"),
        ({"span": NAN}, "no finite vector"),
        ({"span": -0.03}, "no more than noise does (0.030): there is nothing to explain"),
        ({"missing": 0.031}, "miss the similarity by 0.031"),
        ({"largest": 0.04}, "the largest is 0.040, the noise 0.030, its own error 0.010"),
        ({"largest": 0.03, "error": NAN}, "the largest is 0.030, the noise 0.030."),
        (
            {"comprehensiveness": 0.44},
            "should lower the similarity by 0.210 more than a random order; it does by 0.024",
        ),
        ({"agreement": 0.6}, "rank correlation 0.60; chance alone brings 0.62"),
        ({"agreement": NAN}, "rank correlation nan"),
    ],
)
def test_each_objection_makes_them_not_reliable(changed: dict, said: str):
    rating, reason = rate(replace(SOUND, **changed))
    assert rating is Rating.UNRELIABLE
    assert said in reason


@pytest.mark.parametrize(
    "changed",
    [
        {"span": -0.031, "largest": 0.041, "comprehensiveness": 20.0},
        {"missing": 0.03},
        {"largest": 0.041},
        {"comprehensiveness": 0.46},
        {"expected": 0.09, "comprehensiveness": 0.4},  # 0.054 < 2 * 0.03: they claim too little to be tested
        {"agreement": chance_agreement(8) + 0.001},
        {"units": 4, "agreement": -1.0},  # of four words any order may be luck
        {"agreement": None},
        {"r_squared_low": 0.501},
    ],
)
def test_just_inside_each_limit_they_are_reliable(changed: dict):
    assert rate(replace(SOUND, **changed))[0] is Rating.RELIABLE


@pytest.mark.parametrize("low", [0.5, 0.1, -2.0, NAN])
def test_words_act_together_where_no_more_than_half_is_predicted_word_by_word(low: float):
    rating, reason = rate(replace(SOUND, r_squared=low, r_squared_low=low))
    assert rating is Rating.TOGETHER
    assert reason.endswith("the rest is what words do together.")


def test_a_limit_that_dips_below_half_is_enough_for_acting_together():
    assert rate(replace(SOUND, r_squared=0.6, r_squared_low=0.49))[0] is Rating.TOGETHER
