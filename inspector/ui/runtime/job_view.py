"""How a job looks while it lives: what it does, how far it is, how long it will take, and a way to stop it.

Invariant: the page polls only while the job lives, and runs once more when it ended.
"""

from __future__ import annotations

import streamlit as st

from inspector.text import ordinal
from inspector.ui.runtime import jobs
from inspector.ui.runtime.job_queue import JobKey, JobState, JobStatus

POLL_SECONDS = 0.7
ESTIMATE_FROM = 0.02
ESTIMATE_AFTER = 500
"""Finished share, or number, from which an estimate is shown: the first units carry loading and compiling."""


def watch(key: JobKey) -> JobStatus | None:
    """Draw a living job, polling until it ends; draw nothing otherwise.

    Returns:
        Its status as of this run, for the page to act on; None where there is no such job.
    """
    status = jobs.status(key)
    if status is not None and status.alive:
        _living(key)
    return status


@st.fragment(run_every=POLL_SECONDS)
def _living(key: JobKey) -> None:
    status = jobs.status(key)
    if status is None or not status.alive:
        st.rerun()
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(width="stretch"):
            st.progress(share(status), text=sentence(status))
        st.button(
            "Stop",
            icon=":material/stop_circle:",
            key=f"stop {key.kind} {key.key}",
            help="Stop this work for everyone who waits for it. What is finished is kept where that is possible.",
            on_click=jobs.stop,
            args=(key,),
        )


def share(status: JobStatus) -> float:
    """Give the finished share of a job, 0 to 1; 0 while it is unknown."""
    step = status.step
    return min(1.0, max(0.0, step.done / step.total)) if step.total > 0 else 0.0


def sentence(status: JobStatus) -> str:
    """Say in one line what a living job is doing: its title, its step, its place or its remaining time."""
    if status.state is JobState.QUEUED:
        return f"**{status.title}**: waiting, {ordinal(status.place)} in line"
    parts = [f"**{status.title}**"]
    step = status.step
    if step.message:
        counted = f" ({step.done:,} of {step.total:,})" if step.total > 1 else ""
        parts.append(f": {_plain(step.message)}{counted}")
    if step.seconds_left is not None and (share(status) >= ESTIMATE_FROM or step.done >= ESTIMATE_AFTER):
        parts.append(f", {time_left(step.seconds_left)} left")
    return "".join(parts)


def _plain(text: str) -> str:
    """Lower the first letter of a phrase that stands inside a sentence."""
    return text[:1].lower() + text[1:]


def time_left(seconds: float) -> str:
    """Write an estimate the way people say it: "about 40 s", "about 2 min", "about 1 h 10 min"."""
    if seconds < 59.5:
        return f"about {max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"about {minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"about {hours} h {rest} min" if rest else f"about {hours} h"


def draw_end(status: JobStatus | None, failed: str) -> None:
    """Say why a job ended without a result; draw nothing for one that is done or alive.

    Args:
        status: The job as `watch` gave it.
        failed: What the user lacks now, one sentence: "The map could not be drawn."
    """
    if status is None:
        return
    if status.state is JobState.FAILED:
        first, _, rest = status.error.partition("\n")
        st.error(f"{failed} {first}", icon=":material/error:")
        if rest:
            with st.expander("Last lines of its log"):
                st.code(rest, language=None)
    elif status.state is JobState.STOPPED:
        st.info(f"{status.title}: stopped.", icon=":material/stop_circle:")
