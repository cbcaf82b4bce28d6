"""Figures with sample records, for the gallery."""

from __future__ import annotations

import numpy as np
import streamlit as st

from inspector.records.inspection import Timings
from inspector.records.results import Neighbor, TermScore
from inspector.ui import charts
from inspector.ui.map_figure import CONFIG, chosen_row, map_figure
from inspector.ui.map_view import MapView
from inspector.ui.palette import palette
from tests.ui import samples


def view(count: int = 3000, seed: int = 0) -> MapView:
    """Clusters of points with a query between two of them; the neighbors lie close together but for three."""
    random = np.random.default_rng(seed)
    centers = random.normal(size=(24, 2)) * 6
    home = random.integers(0, 24, count)
    points = (centers[home] + random.normal(size=(count, 2)) * random.uniform(0.2, 0.9, (count, 1))).astype(np.float32)
    near = np.argsort(np.abs(points - centers[3]).sum(axis=1))[: min(7, count)]
    neighbors = (*near.tolist(), *(at for at in (5, 11, 17) if at < count))
    return MapView(
        rows=np.arange(count, dtype=np.int64),
        x=points[:, 0],
        y=points[:, 1],
        misplaced=random.random(count) < 0.06,
        query=(float(centers[3, 0] + 0.4), float(centers[3, 1] + 1.2)),
        neighbors=neighbors,
        keyword=(*neighbors[:3], *(at for at in (40, 41, 42, 43) if at < count)),
        hybrid=(*neighbors[:2], *(at for at in (60,) if at < count)),
        expected=43 if count > 43 else None,
        selected=neighbors[0] if neighbors else None,
    )


def neighbors() -> tuple[Neighbor, ...]:
    """Ten hits, one with markup in its title."""
    titles = ["<b>bold</b> <script>alert(1)</script>", *(f"Result {rank}" for rank in range(2, 11))]
    return tuple(
        Neighbor(rank, rank, f"d{rank}", title, 0.4, 0.6, 90.0, None) for rank, title in enumerate(titles, start=1)
    )


def show() -> None:
    """Draw all figures; the row of a clicked point is printed."""
    colours = palette(st.context.theme.type)
    count = int(st.query_params.get("points", 3000))
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader("Why")
        terms = (TermScore("github", 2.11), TermScore("comment", 1.2), TermScore("<b>words</b>", 0.99))
        st.plotly_chart(charts.term_bars(terms, colours), key="terms", config=charts.STILL, theme=None)
        figure = charts.words_by_documents(samples.effects_on_ten(), neighbors(), colours)
        st.plotly_chart(figure, key="words", config=charts.STILL, theme=None)
        timings = Timings(encode=11.2, search=0.9, keyword=1.4, fuse=0.1, explain=28.3, diagnose=3.9, total=47.4)
        st.plotly_chart(charts.timings_bar(timings, colours), key="times", config=charts.STILL, theme=None)
    with right:
        figure = map_figure(view(count), colours)
        event = st.plotly_chart(
            figure, key="map", on_select="rerun", selection_mode="points", config=CONFIG, theme=None
        )
        st.write(f"Chosen row: `{chosen_row(event)}`")
