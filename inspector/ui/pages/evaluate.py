"""Evaluate: which way of searching is best for judged queries, and how far the difference can be believed.

Reads top to bottom: the answer in a sentence, what to know, the numbers, what the differences are worth, the hybrid
weight, the queries worst first, what to take along. The work is a job; its last result is kept and shown at once.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from inspector.errors import InspectorError
from inspector.stores.collection import Collection
from inspector.stores.extent import extent
from inspector.text import quoted
from inspector.ui.components.prose import prose
from inspector.ui.parts.evaluate.ask import draw_ask
from inspector.ui.parts.evaluate.gate import show_gate
from inspector.ui.parts.evaluate.made_here import show_made_here
from inspector.ui.parts.evaluate.means import show_differences, show_means
from inspector.ui.parts.evaluate.queries import show_queries
from inspector.ui.parts.evaluate.summary import could_show, summary
from inspector.ui.parts.evaluate.sweep import show_sweep
from inspector.ui.parts.evaluate.taken_along import show_files
from inspector.ui.runtime import engine, evaluated, evaluating, job_view, links
from inspector.ui.runtime.boundary import boundary, draw_error
from inspector.ui.runtime.evaluated import Kept
from inspector.ui.runtime.evaluating import Asked
from inspector.ui.runtime.job_queue import JobState
from inspector.ui.runtime.left_filter import leave_filter

WIDTH = 1080
FAILED = "The evaluation could not be made."
OFFER = (
    "Which search is best for your users: the embedding, keyword search, or both together? Give queries and which "
    "documents answer them; this page says what each search reaches, and whether the difference is more than chance."
)


def render() -> None:
    """Draw the page for the index of the link."""
    choice = links.current_index()
    if choice.path is None:
        return
    leave_filter()
    collection = engine.collection(choice.path)
    with st.container(width=WIDTH):
        title = st.container()
        busy = _draw_job(choice.path, collection)
        kept = evaluated.last(collection)
        if kept is not None:
            _show(choice.path, collection, kept)
        elif busy:
            title.title("Evaluate", anchor=False)
        else:
            _offer(choice.path, collection)
        if not busy and kept is not None:
            with st.expander("Evaluate with other queries", icon=":material/balance:", key="evaluate others"):
                draw_ask(choice.path, collection)
        with boundary("The judgements made here"):
            show_made_here(collection)


def _offer(path: Path, collection: Collection) -> None:
    st.title("Evaluate", anchor=False)
    prose(OFFER, "lead")
    prose(f"They are asked of {quoted(collection.name)}, {extent(collection)}.", "small")
    draw_ask(path, collection)


def _show(path: Path, collection: Collection, kept: Kept) -> None:
    """Draw a result."""
    found = kept.found
    prose(summary(found), "title")
    said = could_show(found)
    if said:
        prose(said, "lead")
    when = datetime.fromisoformat(kept.asked.at).strftime("%Y-%m-%d %H:%M UTC")
    filtered = "".join(f", only {each.field} = {each.value}" for each in evaluating.where_of(kept.asked))
    prose(f"{when}, with {kept.asked.name}{filtered}. In brackets: 95 % intervals.", "small", literal=True)
    for note in found.notes:
        prose(note, "small")
    with boundary("The numbers"):
        show_means(found)
    with boundary("The differences"):
        show_differences(found)
    with boundary("The hybrid weight"):
        show_sweep(found)
    with boundary("The queries"):
        show_queries(path, collection, kept)
    with boundary("The files"):
        show_files(kept)
    with boundary("The gate"):
        show_gate(path, kept)


def _draw_job(path: Path, collection: Collection) -> bool:
    """Draw the job that answers what was asked last, and keep what it found; say whether it lives."""
    asked = evaluating.waiting(collection)
    if asked is None:
        return False
    status = job_view.watch(evaluating.job_of(collection, asked))
    if status is not None and status.alive:
        return True
    if status is not None and status.state is JobState.DONE:
        try:
            evaluating.take(collection, asked, status.result)
        except InspectorError as error:
            draw_error(error)
        return False
    if status is not None and status.state is JobState.FAILED:
        job_view.draw_end(status, FAILED)
    _draw_stopped(path, collection, asked)
    return False


def _draw_stopped(path: Path, collection: Collection, asked: Asked) -> None:
    """Offer to begin anew with an evaluation that ended without a result."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key="evaluate stopped"):
        prose(f"The evaluation with {asked.name} is not finished.", literal=True)
        st.button(
            "Begin anew",
            icon=":material/replay:",
            key="evaluate go on",
            on_click=evaluating.go_on,
            args=(path, collection, asked),
        )
        st.button("Leave it", key="evaluate leave", type="tertiary", on_click=evaluating.forget, args=(collection,))
