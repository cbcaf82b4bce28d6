"""The map in a real browser: its points are drawn by WebGL, and a click on one gives its row."""

from __future__ import annotations

import numpy as np
import pytest

from inspector.ui.map_view import bounds
from tests.ui.chart_samples import view
from tests.ui.views import click_point
from tests.ui.waiting import shown


def loneliest() -> int:
    """Give the document in the first view whose nearest other point is farthest."""
    drawn = view()
    places = np.stack([drawn.x, drawn.y], axis=1)
    apart = np.abs(places[:, None] - places[None]).max(axis=-1)
    np.fill_diagonal(apart, np.inf)
    low, high = np.array(bounds(drawn, [])).T
    inside = ((places > low + 0.5) & (places < high - 0.5)).all(axis=1)
    return int(np.where(inside, apart.min(axis=1), 0).argmax())


@pytest.mark.browser
def test_a_click_on_a_marked_document_gives_its_row(show) -> None:
    page = show("charts", ready=".js-plotly-plot .gl-container canvas")
    click_point(page, view().expected)
    shown(page, f"Chosen row: {view().expected}")


@pytest.mark.browser
def test_a_click_on_any_other_document_gives_its_row(show) -> None:
    row = loneliest()
    page = show("charts", ready=".js-plotly-plot .gl-container canvas")
    click_point(page, row)
    shown(page, f"Chosen row: {row}")
