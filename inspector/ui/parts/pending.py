"""The progress of an index that is built or opened, on whatever page the user is meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from inspector.ui.runtime import job_view, links, state
from inspector.ui.runtime.job_queue import JobState


def draw_pending() -> None:
    """Draw the job this session waits for; turn to its index when it is there."""
    pending = state.pending_build()
    if pending is None:
        return
    status = job_view.watch(pending.job)
    if status is not None and status.alive:
        return
    state.wait_for_build(None)
    if status is not None and status.state is JobState.DONE:
        done = "built" if pending.index else "open"
        st.toast(f"The index of {pending.name} is {done}.", icon=":material/check_circle:")
        for warning in _warnings(status.result):
            st.toast(warning, icon=":material/info:", duration="long")
        links.choose_index(pending.index or Path(status.result["path"]))
        st.rerun()
    job_view.draw_end(status, f"{pending.name} could not be {'built' if pending.index else 'opened'}.")


def _warnings(result: Any) -> tuple[str, ...]:
    """Give what the work found worth saying."""
    found = result.get("warnings") if isinstance(result, dict) else None
    return tuple(map(str, found)) if isinstance(found, list) else ()
