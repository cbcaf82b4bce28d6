"""What all figures have in common: rows named from the top, nobody's markup, none of Plotly's own looks."""

from __future__ import annotations

import json

import pytest

from inspector.ui.figures import drawn, ground, lying_bars, named_rows, plain
from inspector.ui.palette import LIGHT


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


def test_a_figure_that_plotly_would_not_understand_is_refused() -> None:
    with pytest.raises(ValueError, match="bar"):
        drawn([{"type": "bar", "colour": "red"}], {})
