"""The first start: the sample is collected and built, with its progress; keyword search works as soon as it can."""

from __future__ import annotations

import streamlit as st

from inspector.ui.runtime import job_view, sample
from inspector.ui.runtime.sample import SampleStep

EXPLANATION = {
    SampleStep.COLLECT: (
        "There is no index yet, so the tool makes one to try it on: the docstrings of the Python on this machine. "
        "It collects them now, which takes a few seconds."
    ),
    SampleStep.BUILD: (
        "The sample's vectors are being made, which takes a few minutes, once. Keyword search works already; the "
        "embedding, the hybrid list and the map come when the vectors are there."
    ),
}


def draw_first_start() -> None:
    """Draw the progress of the sample, and run the page again when its next step is reached."""
    had_preview = sample.preview() is not None
    key = sample.ensure()
    if key is None:
        st.rerun()
    st.info(EXPLANATION[sample.step()], icon=":material/hourglass_top:")
    status = job_view.watch(key)
    if sample.ended_early(status):
        job_view.draw_end(status, "The sample could not be made.")
        st.button("Go on", icon=":material/play_arrow:", on_click=sample.again, key="sample again")
    elif sample.step() is SampleStep.BUILD and not had_preview:
        _wait_for_preview()


@st.fragment(run_every=0.5)
def _wait_for_preview() -> None:
    """Run the page again once keyword search is there."""
    if sample.preview() is not None:
        st.rerun()
