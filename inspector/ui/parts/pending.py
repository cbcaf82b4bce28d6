"""The progress of an uploaded corpus while its index is built, on whatever page the user is meanwhile."""

from __future__ import annotations

import streamlit as st

from inspector.ui.runtime import job_view, links, state
from inspector.ui.runtime.job_queue import JobState


def draw_pending() -> None:
    """Draw the build this session waits for; open its index when it is there."""
    pending = state.pending_build()
    if pending is None:
        return
    status = job_view.watch(pending.job)
    if status is not None and status.alive:
        return
    state.wait_for_build(None)
    if status is not None and status.state is JobState.DONE:
        st.toast(f"The index of {pending.name} is built.", icon=":material/check_circle:")
        links.choose_index(pending.index)
        st.rerun()
    job_view.draw_end(status, f"{pending.name} could not be built.")
