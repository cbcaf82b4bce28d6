from __future__ import annotations

import numpy as np
import pytest

from inspector.records.inspection import Timings
from inspector.records.results import TermScore
from inspector.ui import charts
from inspector.ui.palette import DARK, LIGHT
from tests.ui.chart_samples import neighbors
from tests.ui.samples import effects_on_ten


def test_term_bars_print_each_share_and_its_per_cent() -> None:
    figure = charts.term_bars((TermScore("comment", 1.0), TermScore("github", 3.0)), LIGHT)
    assert list(figure.data[0].text) == ["3.00 · 75 %", "1.00 · 25 %"]  # 3 of 4, 1 of 4
    assert list(figure.data[0].x) == [3.0, 1.0]
    assert [label.strip() for label in figure.layout.yaxis.ticktext] == ["github", "comment"]


def test_a_query_of_no_terms_draws_an_empty_figure() -> None:
    assert len(charts.term_bars((), LIGHT).data[0].x) == 0


def test_labels_are_never_markup() -> None:
    assert charts.plain("<b>a</b>\n<script>") == "&lt;b&gt;a&lt;/b&gt; &lt;script&gt;"
    assert charts.plain("x" * 40) == "x" * 27 + "…"
    figure = charts.words_by_documents(effects_on_ten("<i>one</i> two"), neighbors(), LIGHT)
    assert "<script" not in str(figure.data[0].hovertext)
    assert "<i>" not in str(figure.layout.yaxis.ticktext)


def test_effects_are_coloured_on_one_scale_and_only_above_the_floor() -> None:
    table = charts.words_by_documents(effects_on_ten(), neighbors(), LIGHT).data[0]
    assert (table.zmin, table.zmid, table.zmax) == (-0.135, 0, 0.135)  # the largest effect, of "github"
    in_, github = (np.asarray(table.z)[row] for row in (6, 8))
    assert in_[0] == 0.0  # 0.014 is below the floor of 0.015, but printed
    assert "effect +0.0140" in table.hovertext[6][0]
    assert github[1] == pytest.approx(0.135 * 0.91)


def test_an_unknown_effect_is_a_question_mark_without_colour() -> None:
    table = charts.words_by_documents(effects_on_ten(), neighbors(), DARK).data[0]
    assert all("effect unknown" in row[9] for row in table.hovertext)
    assert {row[9] for row in table.z} == {0.0}


def test_a_result_without_effects_is_no_column() -> None:
    one = neighbors()[:1]
    figure = charts.words_by_documents(effects_on_ten(), (*one, *one), LIGHT)
    assert list(figure.layout.xaxis.ticktext) == ["1", "1"]
    stranger = neighbors()[0].__class__(11, 11, "stranger", "", 0.9, 0.1, None, None)
    assert len(charts.words_by_documents(effects_on_ten(), (stranger,), LIGHT).data[0].x) == 0


def test_each_stage_begins_where_the_one_before_ends() -> None:
    timings = Timings(encode=10.0, search=2.0, keyword=1.0, total=15.0)
    bars = charts.timings_bar(timings, LIGHT).data[0]
    assert list(bars.base) == [0, 10, 12, 13]
    assert list(bars.text) == ["10.0 ms", "2.0 ms", "1.0 ms", "2.0 ms"]  # 15 - (10 + 2 + 1) = 2 of other work


def test_stages_that_did_not_run_are_left_out() -> None:
    assert charts.stage_times(Timings(keyword=1.0, total=1.01)) == (("keyword", 1.0),)
    assert charts.stage_times(Timings()) == ()


def test_a_cell_says_how_the_result_moves_without_the_word() -> None:
    assert [charts.rank_move(*pair) for pair in ((1, 7), (7, 1), (3, 3), (0, 3), (3, 0))] == ["↓6", "↑6", "·", "?", "?"]
    effects = effects_on_ten()
    table = charts.words_by_documents(effects, neighbors(), LIGHT).data[0]
    assert table.text[0][0] == charts.rank_move(int(effects.rank[0]), int(effects.rank_without[0, 0]))


def test_the_selected_result_is_framed_and_what_a_word_decides_is_written_beside_its_row() -> None:
    decides = (0, 3, *[0] * 8)
    figure = charts.words_by_documents(effects_on_ten(), neighbors(), LIGHT, selected="d2", decides=decides)
    (frame,) = figure.layout.shapes
    assert (frame.x0, frame.x1) == (0.5, 1.5)  # the second column
    assert [note.text.strip() for note in figure.layout.annotations][:2] == ["", "decides 3 of 10"]
