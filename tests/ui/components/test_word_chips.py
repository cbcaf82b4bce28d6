from __future__ import annotations

import dataclasses

import numpy as np

from inspector.ui.components.word_chips import Pull, chips_of, signed
from inspector.vectors import read_only
from tests.ui.samples import contributions

DOCUMENT = "md-strike"


def chip(word: str):
    return next(chip for chip in chips_of(contributions(), DOCUMENT) if chip.text == word)


def test_chips_keep_the_order_of_the_query() -> None:
    assert [chip.text for chip in chips_of(contributions(), DOCUMENT)] == (
        ["how", "can", "I", "cross", "out", "words", "in", "a", "github", "comment"]
    )


def test_a_chip_says_effect_rank_and_distance_in_one_sentence() -> None:
    # similarity 0.513, effect +0.135: distance 1 - 0.513 = 0.487, without the word 1 - (0.513 - 0.135) = 0.622
    assert chip("github").help == (
        "Without “github” this document would be 2nd instead of 1st, distance 0.487 → 0.622."
    )
    assert chip("github").effect == "+0.135"
    assert chip("github").rank_without == "→ 2nd"


def test_a_word_below_the_noise_floor_pulls_nowhere_and_says_so() -> None:
    assert chip("in").pull is Pull.NONE  # 0.014 < 0.015
    assert chip("in").effect == "+0.014"
    assert "no measurable effect" in chip("in").help


def test_the_sign_decides_which_way_a_word_pulls() -> None:
    assert chip("words").pull is Pull.CLOSER
    assert chip("comment").pull is Pull.AWAY
    assert chip("comment").effect == "−0.063"


def test_all_chips_share_one_scale_whose_end_is_the_largest_effect() -> None:
    assert chip("github").share == 1.0
    assert chip("comment").share == 0.063 / 0.135


def test_an_effect_that_cannot_be_measured_is_called_unknown() -> None:
    unknown = dataclasses.replace(contributions(), removal=read_only(np.full((10, 1), np.nan)))
    first = chips_of(unknown, DOCUMENT)[0]
    assert (first.effect, first.pull, first.share) == ("unknown", Pull.NONE, 0.0)
    assert "cannot be measured" in first.help


def test_a_rank_that_cannot_be_known_is_left_out() -> None:
    unranked = dataclasses.replace(contributions(), rank_without=read_only(np.zeros((10, 1), dtype=np.int64)))
    first = chips_of(unranked, DOCUMENT)[0]
    assert first.rank_without == ""
    assert first.help == "Without “how”: distance 0.487 → 0.523."  # 1 - (0.513 - 0.036)


def test_an_unmoved_rank_is_said_to_stay() -> None:
    assert chip("how").help.startswith("Without “how” this document would still be 1st,")


def test_a_document_without_effects_has_no_chips() -> None:
    assert chips_of(contributions(), "another") == ()


def test_effects_that_round_to_nothing_have_no_side() -> None:
    assert [signed(0.0004), signed(-0.0004), signed(0.0), signed(-0.25)] == ["±0.000", "±0.000", "±0.000", "−0.250"]
