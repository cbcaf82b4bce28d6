"""Every stage has a name and a sign, stages without a subject are drawn as one, numbers are written for people."""

import math

import pytest

from inspector.records.trace import STAGE_TITLES, Number, Stage, StageStatus
from inspector.ui.parts.missing.stages import SIGNS, joined, numbers_line, written
from tests.ui import trace_samples as traces


def test_every_stage_has_its_own_name_and_every_status_its_own_sign_and_word():
    assert list(STAGE_TITLES) == list(Stage)
    assert len(set(STAGE_TITLES.values())) == len(Stage)
    assert set(SIGNS) == set(StageStatus)
    assert len({word for _, word in SIGNS.values()}) == len({sign for sign, _ in SIGNS.values()}) == len(StageStatus)


def test_stages_of_which_nothing_is_known_for_one_reason_are_one_row_and_no_stage_is_left_out():
    rows = joined(traces.NOT_INDEXED.stages)
    assert [len(row) for row in rows] == [1, len(Stage) - 1]
    assert [stage for row in rows for stage in row] == list(traces.NOT_INDEXED.stages)
    assert [len(row) for row in joined(traces.STAGES)] == [1] * len(Stage)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        (math.nan, "–"),
        (True, "yes"),
        (False, "no"),
        ("title only", "title only"),
        (37, "37"),
        (1_234_567, "1,234,567"),
        (4321.9, "4,322"),
        (0.05712, "0.057"),
        (-0.05712, "-0.057"),
        (0.0, "0.000"),
        (0.0000004, "nearly 0"),
    ],
)
def test_a_value_is_written_for_people(value, said):
    assert written(value) == said


def test_numbers_stand_in_one_line_with_their_names():
    assert numbers_line((Number("exact_rank", 37), Number("k", 10))) == "exact rank 37 · k 10"
    assert numbers_line((Number("score_foo_bar", 1.5),)) == "score of “foo_bar” 1.500"
