"""Compare: what a change from this index to another would do to the queries, and which part of the change does it.

Reads top to bottom: the answer in a sentence, what changed, why documents left, how much of a list stays, the queries
one by one. The comparison is a job; its last answer for the pair is kept and shown at once.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.compare.sentence import summary
from inspector.records.comparison import IndexComparison
from inspector.ui.components.prose import prose
from inspector.ui.parts.compare.ask import Collections, Pair, describe_offer, draw_ask
from inspector.ui.parts.compare.changed import show_changed
from inspector.ui.parts.compare.other import choose_other, offer_swapped
from inspector.ui.parts.compare.queries import show_agreement, show_queries
from inspector.ui.parts.compare.why_left import show_reasons
from inspector.ui.runtime import comparing, engine, job_view, links
from inspector.ui.runtime.boundary import boundary
from inspector.ui.runtime.comparing import AskedLast
from inspector.ui.runtime.job_queue import JobState
from inspector.ui.runtime.left_filter import leave_filter

WIDTH = 1180
OFFER = (
    "What would your users see with another model, other chunks, other settings or newer documents? Choose the index "
    "as it would be; this one is how it is now."
)
SAME = "These are the same content: no query can show another list."
FAILED = "The comparison could not be made."
NOT_KEPT = "The comparison was made, but its answer could not be kept on this machine's disk."
INTERVALS = "In brackets: 95 % intervals."


def render() -> None:
    """Draw the page for the index of the link."""
    choice = links.current_index()
    if choice.path is None:
        return
    leave_filter()
    with st.container(width=WIDTH):
        _draw(choice.path)


def _draw(path: Path) -> None:
    title = st.empty()
    other = choose_other(path)
    if other is None:
        with title.container():
            st.title("Compare", anchor=False)
            prose(OFFER, "lead")
        return
    collections = engine.collection(path), engine.collection(other)
    if collections[0].fingerprint == collections[1].fingerprint:
        title.title("Compare", anchor=False)
        st.info(SAME, icon=":material/equal:")
        return
    asked = comparing.asked_last(*collections)
    busy = _draw_job(asked)
    found = comparing.answer(asked.key) if asked else None
    if found is None or asked is None:
        title.title("Compare", anchor=False)
        if not busy:
            describe_offer(collections)
            draw_ask((path, other), collections)
        return
    with title.container():
        prose(summary(found), "title")
    _show((path, other), collections, asked, found, busy=busy)


def _draw_job(asked: AskedLast | None) -> bool:
    """Draw the job that answers what was asked last; say whether it lives."""
    if asked is None:
        return False
    status = job_view.watch(comparing.job_of(asked.key))
    if status is None:
        return False
    if status.alive:
        return True
    if status.state is JobState.DONE and comparing.answer(asked.key) is None:
        st.error(NOT_KEPT, icon=":material/error:")
    else:
        job_view.draw_end(status, FAILED)
    return False


def _show(pair: Pair, collections: Collections, asked: AskedLast, found: IndexComparison, *, busy: bool) -> None:
    """Draw an answer."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        prose(f"Asked {asked.at[:16].replace('T', ' ')} UTC with {asked.name}. {INTERVALS}", "small", literal=True)
        offer_swapped(*pair)
    for note in found.notes:
        prose(note)
    with boundary("What changed"):
        show_changed(found)
    with boundary("The reasons"):
        show_reasons(found)
    with boundary("The agreement"):
        show_agreement(found)
    with boundary("The queries"):
        show_queries(pair, found, asked.where)
    if not busy:
        with st.expander("Ask something else", icon=":material/compare_arrows:", key="compare again"):
            draw_ask(pair, collections)
