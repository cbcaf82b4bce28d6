"""Triage: many queries at once; what the failing ones have in common, and which single change would help how many.

Reads top to bottom: the answer in a sentence, the groups worst first, the changes that were tried, what to know. The
work is a job that goes on where it was stopped; its last result is kept and shown at once.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.records.triage import Triage
from inspector.stores.collection import Collection
from inspector.stores.extent import extent
from inspector.text import quoted
from inspector.ui.components.prose import prose
from inspector.ui.parts.triage.ask import draw_ask
from inspector.ui.parts.triage.groups import show_groups
from inspector.ui.parts.triage.levers import show_levers
from inspector.ui.parts.triage.made import made, show_made
from inspector.ui.runtime import engine, job_view, links, triage
from inspector.ui.runtime.boundary import boundary
from inspector.ui.runtime.job_queue import JobState
from inspector.ui.runtime.left_filter import leave_filter
from inspector.ui.runtime.triage import Asked

WIDTH = 1080
FAILED = "The triage could not be made."
NOT_KEPT = "The triage was made, but its result could not be kept on this machine's disk."
OFFER = (
    "Give the queries people complain about, or a day of your search log. This page says which of them fail, what they "
    "have in common, and which single change would help how many."
)


def render() -> None:
    """Draw the page for the index of the link."""
    choice = links.current_index()
    if choice.path is None:
        return
    leave_filter()
    collection = engine.collection(choice.path)
    with st.container(width=WIDTH):
        result = triage.last_result(collection)
        busy = _draw_job(choice.path, collection, result)
        if result is None:
            if not busy:
                _offer(choice.path, collection)
            return
        prose(result.summary, "title")
        prose(made(result), "small")
        if not busy:  # near the place where the job is drawn, so that whoever starts one sees it
            with st.expander("Triage other queries", icon=":material/rule:", key="triage others"):
                draw_ask(choice.path, collection)
        _show(choice.path, result)


def _offer(path: Path, collection: Collection) -> None:
    st.title("Triage", anchor=False)
    prose(OFFER, "lead")
    prose(f"They are asked of {quoted(collection.name)}, {extent(collection)}.", "small")
    draw_ask(path, collection)


def _show(path: Path, result: Triage) -> None:
    """Draw what stands below the sentence of a result."""
    with boundary("The groups"):
        show_groups(path, result)
    with boundary("The changes"):
        show_levers(result)
    show_made(result)


def _draw_job(path: Path, collection: Collection, last: Triage | None) -> bool:
    """Draw what is being made or was stopped; say whether it is being made."""
    asked = triage.waiting(collection, last)
    if asked is None:
        return False
    status = job_view.watch(triage.job_of(collection, asked))
    if status is not None and status.alive:
        return True
    if status is not None and status.state is JobState.DONE:
        st.error(NOT_KEPT, icon=":material/error:")
    elif status is not None and status.state is JobState.FAILED:
        job_view.draw_end(status, FAILED)
    _draw_stopped(path, collection, asked)
    return False


def _draw_stopped(path: Path, collection: Collection, asked: Asked) -> None:
    """Offer to go on with a triage that was stopped."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key="triage stopped"):
        prose(f"The triage of {asked.name} is not finished. What was found until now is kept.")
        st.button(
            "Go on",
            icon=":material/play_arrow:",
            key="triage go on",
            type="primary",
            on_click=triage.start,
            args=(path, collection, asked),
        )
        st.button("Leave it", key="triage leave", type="tertiary", on_click=triage.forget, args=(collection,))
