"""The map in a real browser: its points are drawn by WebGL, and a click on one gives its row."""

from __future__ import annotations

import numpy as np
import pytest

from inspector.ui.map_view import bounds
from tests.ui.chart_samples import view

MAP = "[...document.querySelectorAll('.js-plotly-plot')].find((plot) => plot._fullLayout?._plots?.xy?._scene)"
PLACE = f"""([x, y]) => {{
    const plot = {MAP};
    const {{xaxis, yaxis}} = plot._fullLayout, box = plot.getBoundingClientRect();
    return [box.left + xaxis._offset + xaxis.c2p(x), box.top + yaxis._offset + yaxis.c2p(y)];
}}"""


def click(page, row: int) -> None:
    """Click the point of a document."""
    page.wait_for_function(f"() => {MAP}")
    shown = view()
    x, y = page.evaluate(PLACE, [float(shown.x[row]), float(shown.y[row])])
    page.mouse.move(x, y)
    page.mouse.click(x, y)


def loneliest() -> int:
    """Give the document in the first view whose nearest other point is farthest."""
    shown = view()
    places = np.stack([shown.x, shown.y], axis=1)
    apart = np.abs(places[:, None] - places[None]).max(axis=-1)
    np.fill_diagonal(apart, np.inf)
    low, high = np.array(bounds(shown, [])).T
    inside = ((places > low + 0.5) & (places < high - 0.5)).all(axis=1)
    return int(np.where(inside, apart.min(axis=1), 0).argmax())


@pytest.mark.browser
def test_a_click_on_a_marked_document_gives_its_row(show) -> None:
    page = show("charts", ready=".js-plotly-plot .gl-container canvas")
    click(page, view().expected)
    page.get_by_text(f"Chosen row: {view().expected}").wait_for()


@pytest.mark.browser
def test_a_click_on_any_other_document_gives_its_row(show) -> None:
    row = loneliest()
    page = show("charts", ready=".js-plotly-plot .gl-container canvas")
    click(page, row)
    page.get_by_text(f"Chosen row: {row}").wait_for()
