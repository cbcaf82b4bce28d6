"""The hybrid weight: not the one that happened to win, but the range that these queries cannot tell from it."""

from __future__ import annotations

import streamlit as st

from inspector.records.evaluation import Evaluation, Sweep
from inspector.records.results import Fusion
from inspector.ui.charts import STILL
from inspector.ui.components.prose import prose
from inspector.ui.parts.evaluate.figures import reach_of, sweep_lines
from inspector.ui.theme import current_palette

HELP = (
    "The share of the embedding in the hybrid list, from 0 (keyword search alone) to 1 (the embedding alone). The band "
    "is the 95 % interval; filled points and the grey ground are weights that these queries cannot tell from the best."
)
ADVICE = "Take a weight from the middle of the range: the best one of these queries is not the best one of the next."
TITLES = {Fusion.RRF: "Fused by ranks", Fusion.WEIGHTED: "Fused by scores"}


def show_sweep(found: Evaluation) -> None:
    """Draw the sweep of each fusion; nothing where there is none."""
    if not found.sweeps:
        return
    st.subheader("How much of the embedding the hybrid list should have", anchor=False, help=HELP)
    reach = reach_of(found.sweeps)
    for column, sweep in zip(st.columns(len(found.sweeps), gap="large"), found.sweeps, strict=True):
        with column:
            prose(sweep.sentence)
            st.plotly_chart(
                sweep_lines(sweep, reach, current_palette()),
                theme=None,
                config=STILL,
                key=f"evaluate sweep {sweep.fusion.value}",
                width="stretch",
            )
    if any(_wide(sweep) for sweep in found.sweeps):
        prose(ADVICE, "small")


def _wide(sweep: Sweep) -> bool:
    return sweep.lowest < sweep.highest
