"""What all figures have in common: rows named from the top, nobody's markup, none of Plotly's own looks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inspector.records.results import TermScore
from inspector.ui import figures
from inspector.ui.charts import term_bars
from inspector.ui.figures import drawn, ground, lying_bars, named_rows, plain
from inspector.ui.map_figure import map_figure
from inspector.ui.palette import LIGHT
from tests.ui.chart_samples import view

TERMS = (TermScore("copy", 2.0), TermScore("list", 1.5))


def test_a_label_is_one_line_of_at_most_28_characters_without_markup() -> None:
    assert plain("<b>a</b>\n<script>") == "&lt;b&gt;a&lt;/b&gt; &lt;script&gt;"
    assert plain("x" * 28) == "x" * 28
    assert plain("x" * 29) == "x" * 27 + "…"
    assert named_rows(LIGHT, ["<i>"])["ticktext"] == ["&lt;i&gt;  "]


def test_a_figure_is_what_was_described_and_brings_none_of_plotlys_looks() -> None:
    bars = {**lying_bars(2), "x": [1.0, 3.0]}
    figure = json.loads(drawn([bars], ground(LIGHT, rows=2)).to_json())
    assert figure["data"] == [bars]
    assert figure["layout"]["height"] == 4 + 2 * 26 + 8
    looks = figure["layout"]["template"]
    assert "layout" not in looks
    assert {name for layers in looks["data"].values() for layer in layers for name in layer} <= {"type"}


def test_where_figures_are_checked_one_that_plotly_would_not_understand_is_refused() -> None:
    with pytest.raises(ValueError, match="bar"):
        drawn([{"type": "bar", "colour": "red"}], {})


def test_a_sound_figure_is_the_same_whether_it_was_checked_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def made() -> list[Any]:
        return [json.loads(figure.to_json()) for figure in (map_figure(view(50), LIGHT), term_bars(TERMS, LIGHT))]

    checked = made()
    monkeypatch.setattr(figures, "CHECKED", False)
    assert made() == checked
    drawn([{"type": "bar", "colour": "red"}], {})  # which shows that nothing was checked
