from __future__ import annotations

import numpy as np
import pytest

from inspector.explain.document.places import BESIDE, Places
from inspector.records.alignment import AlignedWord, Alignment, WordBadge
from inspector.records.shares import FairShares
from inspector.records.units import Unit
from inspector.ui.explanation_charts import aligned_bars, location_table, share_steps
from inspector.ui.palette import LIGHT

UNITS = (Unit("reset", ((0, 5),)), Unit("<b>it</b>", ((6, 15),)))


def shares(error: float = 0.0) -> FairShares:
    column = np.array([[0.4], [-0.1]])
    return FairShares(UNITS, ("d",), column, np.full((2, 1), error), np.array([0.35]), np.array([0.05]), 0, True, 4)


def test_steps_begin_at_the_empty_text_and_end_at_the_similarity():
    """0.05 + 0.4 - 0.1 = 0.35."""
    bars = share_steps(shares(), 0, 0.02, LIGHT).data[0]
    assert list(bars.x) == [0.05, 0.4, -0.1, 0.35]
    assert list(bars.base) == pytest.approx([0.0, 0.05, 0.45, 0.0])
    assert bars.base[2] + bars.x[2] == pytest.approx(0.35)
    assert list(bars.text) == ["+0.050", "+0.400", "−0.100", "0.350"]


def test_the_error_of_an_estimate_is_printed_and_a_share_below_the_floor_has_no_colour():
    bars = share_steps(shares(0.004), 0, 0.2, LIGHT).data[0]
    assert bars.text[1] == "+0.400 ± 0.004"
    assert [bars.marker.color[row] for row in (1, 2)] == [LIGHT.embedding.mark, LIGHT.quiet]


def test_keyword_and_embedding_stand_side_by_side_with_their_badges():
    words = (
        AlignedWord(UNITS[0], 2.5, False, 0.3, WordBadge.BOTH),
        AlignedWord(UNITS[1], 0.0, True, 0.001, WordBadge.NEITHER),
    )
    left, right = aligned_bars(Alignment("d", words, 2.5, 0.0, 0.02), LIGHT).data
    assert list(left.text) == ["2.50", "ignored"]
    assert list(right.text) == ["+0.300 · both", "+0.001 · neither"]
    assert list(right.marker.color) == [LIGHT.embedding.mark, LIGHT.quiet]


def test_labels_of_people_are_no_markup():
    figure = share_steps(shares(), 0, 0.02, LIGHT)
    assert "<b>" not in str(figure.layout.yaxis.ticktext)
    assert "<b>" not in str(figure.data[0].hovertext)


def test_of_many_sentences_the_others_are_summed_so_that_the_cells_keep_their_sum():
    cells = np.arange(1.0, 41.0).reshape(2, 20)
    table = location_table(Places(("reset", BESIDE), (*range(19), -1), cells), LIGHT).data[0]
    shown = np.asarray(table.z)
    assert shown.shape == (2, 10)  # 8 sentences, the others, beside
    assert shown.sum() == pytest.approx(40 * 41 / 2)


def test_numbers_of_the_table_take_little_room():
    cells = np.array([[0.034, -0.1, 0.0049, 1.25]])
    table = location_table(Places((BESIDE,), (0, 1, 2, -1), cells), LIGHT).data[0]
    assert list(table.text[0]) == [".03", "−.10", "·", "1.25"]
