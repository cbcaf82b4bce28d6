"""Health: is this index what its contract says, and what is wrong with it as a whole?

Reads top to bottom: the answer in a sentence, what was found, the contract field by field, what was not checked, what
was measured. The check is a job; its last result is kept and shown at once.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from inspector.diagnose.freshness.sample import sample_size
from inspector.diagnose.health import HEALTH_CHECKS
from inspector.diagnose.health.sentence import summary
from inspector.embedders.spending import paid_service
from inspector.records.health import Health
from inspector.stores.collection import Collection
from inspector.stores.extent import extent
from inspector.text import counted
from inspector.ui.components.prose import prose
from inspector.ui.parts.health.contract import show_contract
from inspector.ui.parts.health.drift import show_drift
from inspector.ui.parts.health.finding import show_finding
from inspector.ui.parts.health.made import show_made, show_not_checked
from inspector.ui.runtime import engine, health, job_view, links
from inspector.ui.runtime.boundary import boundary, plain
from inspector.ui.runtime.job_queue import JobState, JobStatus
from inspector.ui.runtime.left_filter import leave_filter

WIDTH = 1080
FAILED = "The check could not be made."
NOT_KEPT = "The check was made, but its result could not be kept on this machine's disk."


def render() -> None:
    """Draw the page for the index of the link."""
    choice = links.current_index()
    if choice.path is None:
        return
    leave_filter()
    collection = engine.collection(choice.path)
    with st.container(width=WIDTH):
        result = health.last_result(collection)
        if result is None:
            _offer(choice.path, collection)
        else:
            _show(choice.path, collection, result)
        with boundary("The comparison with then"):
            show_drift(choice.path, collection)


def _offer(path: Path, collection: Collection) -> None:
    """Draw what a check would do, with a way to start it, or how far it is."""
    st.title("Health", anchor=False)
    prose(offer(collection), "lead")
    _start(path, collection, None, "Check this index")


def offer(collection: Collection) -> str:
    """Say what a check looks at and what it takes."""
    return (
        f"{counted(len(HEALTH_CHECKS), 'check')} of {extent(collection)}: files, vectors, texts, "
        "the model and the approximate index. Some documents are embedded anew and compared. It takes about a minute."
    )


def sent(collection: Collection) -> str:
    """Say what a check sends over the network, to whom, and the limit; empty where the model is on this machine."""
    service = paid_service(collection.contract.model)
    if service is None:
        return ""
    return (
        f"A check sends the texts of about {counted(min(sample_size(), collection.count), 'document')} to the "
        f"embedding service at {service.host}, which may cost money: {service.limit}."
    )


def _show(path: Path, collection: Collection, result: Health) -> None:
    """Draw a result."""
    prose(summary(result), "title")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        prose(made(result), "small")
        _start(path, collection, result, "Check again")
    for place, finding in enumerate(result.findings):
        with boundary("This finding"):
            show_finding(path, collection, finding, place)
    with boundary("The contract"):
        show_contract(result)
    show_not_checked(result)
    show_made(result)


def made(result: Health) -> str:
    """Say when a result was made and on how much it rests."""
    when = datetime.fromisoformat(result.made_at).strftime("%Y-%m-%d %H:%M UTC")
    sample = f"{counted(result.sample, 'document')} embedded anew" if result.sample else "nothing embedded anew"
    return f"Checked {when}: {counted(result.count, 'document')}, {sample}."


def _start(path: Path, collection: Collection, last: Health | None, label: str) -> None:
    """Draw the button that starts a check, or the job that makes it."""
    status = job_view.watch(health.job_of(collection, last))
    if status is not None and status.alive:
        return
    _draw_end(status)
    sends = sent(collection)
    if sends:
        st.caption(plain(sends))
    st.button(
        label,
        icon=":material/monitor_heart:",
        type="tertiary" if last else "primary",
        on_click=health.start,
        args=(path, collection, last),
        key="check",
    )


def _draw_end(status: JobStatus | None) -> None:
    """Say why there is no new result."""
    if status is not None and status.state is JobState.DONE:
        st.error(NOT_KEPT, icon=":material/error:")
        return
    job_view.draw_end(status, FAILED)
