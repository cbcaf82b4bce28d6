"""Has it drifted? An earlier index, the documents before a date, or earlier queries, against those of now."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path

import streamlit as st

from inspector.errors import InspectorError
from inspector.monitor.asked import read_list
from inspector.monitor.shift import ALPHA
from inspector.records.documents import FieldType
from inspector.stores.collection import Collection
from inspector.stores.manifest import read_manifest
from inspector.text import counted
from inspector.ui.components.prose import prose
from inspector.ui.parts.health.drift_result import show_result
from inspector.ui.runtime import drift, job_view, roots
from inspector.ui.runtime.boundary import draw_error
from inspector.ui.runtime.drift import Comparison
from inspector.ui.runtime.job_queue import JobState

FAILED = "The comparison could not be made."
NOT_KEPT = "The comparison was made, but its result could not be kept on this machine's disk."
MAX_MEGABYTES = 20
HELP = (
    f"p is how often chance alone would show as large a difference; at {ALPHA} or less it counts as a change. "
    "AUC is how often a classifier, shown one of then and one of now, picks the right one: 0.5 is guessing."
)


class Way(StrEnum):
    """What now is compared with, as people choose it."""

    INDEX = "An earlier index"
    DATE = "Before a date"
    QUERIES = "Earlier queries"


def show_drift(path: Path, collection: Collection) -> None:
    """Draw the section: what to compare with, and the answer."""
    st.subheader("Has it drifted?", anchor=False, help=HELP)
    prose(
        "Documents and queries change, and search changes with them. Compare then and now: are they different, in "
        "what, and how many results does it touch?",
        "small",
    )
    ways = [way for way in Way if way is not Way.DATE or _fields(collection)]
    way = st.segmented_control(
        "Compare with", ways, default=Way.INDEX, required=True, key="drift way", label_visibility="collapsed"
    )
    try:
        comparison = _asked(Way(way), path, collection)
    except InspectorError as error:
        draw_error(error)
        return
    if comparison is not None:
        _answer(path, collection, comparison)


def _asked(way: Way, path: Path, collection: Collection) -> Comparison | None:
    """Draw the form of a way; gives what was asked, None where it is not said yet."""
    if way is Way.INDEX:
        return _ask_index(path)
    return _ask_date(collection) if way is Way.DATE else _ask_queries()


def _ask_index(path: Path) -> Comparison | None:
    others = [other for other in roots.indexes() if other != path.resolve()]
    if not others:
        st.caption("There is no other index in the folders this app may open. Build one of the earlier documents.")
        return None
    then = st.selectbox(
        "The earlier index",
        others,
        index=None,
        format_func=label,
        placeholder="Choose the earlier index",
        help=roots.allowed(),
        key="drift then",
    )
    return drift.with_index(then) if then else None


def label(path: Path) -> str:
    """Say in one line which index a folder holds."""
    try:
        return f"{roots.name_of(path)} · {counted(read_manifest(path).counts.documents, 'document')}"
    except InspectorError:
        return path.name


def _fields(collection: Collection) -> list[str]:
    """Give the fields that an index can be parted by."""
    return [each.name for each in collection.fields if each.type is not FieldType.BOOLEAN]


def _ask_date(collection: Collection) -> Comparison | None:
    which, when = st.columns([1, 1], gap="small")
    with which:
        field = st.selectbox(
            "Field", _fields(collection), index=None, placeholder="Such as the date of a change", key="drift field"
        )
    with when:
        split = st.text_input(
            "Now begins with",
            placeholder="2025-01-01",
            help="Documents whose field is smaller are then, the others now. Dates are compared as they are written.",
            key="drift split",
        ).strip()
    return drift.with_parts(field, split) if field and split else None


def _ask_queries() -> Comparison | None:
    before, after = st.columns([1, 1], gap="small")
    with before:
        then = _ask_list("Queries then", "then")
    with after:
        now = _ask_list("Queries now", "now")
    return drift.with_queries(then, now) if then and now else None


def _ask_list(title: str, key: str) -> tuple[str, ...]:
    """Take a list of queries, pasted or uploaded; an upload counts where there is one."""
    pasted = st.text_area(f"{title}, one a line", height=140, key=f"drift queries {key}")
    file = st.file_uploader(
        f"Or a file of {title.lower()}", type=["txt", "jsonl"], max_upload_size=MAX_MEGABYTES, key=f"drift file {key}"
    )
    found = read_list(file.getvalue().decode("utf-8", errors="replace") if file else pasted or "")
    if found:
        st.caption(f"{len(found):,} queries" if len(found) != 1 else "1 query")
    return found


def _answer(path: Path, collection: Collection, comparison: Comparison) -> None:
    """Draw the last result, and the button that makes another, or the job that does."""
    last = drift.last_result(collection, comparison)
    status = job_view.watch(drift.job_of(collection, comparison, last))
    if status is None or not status.alive:
        if status is not None and status.state is JobState.DONE:
            st.error(NOT_KEPT, icon=":material/error:")
        else:
            job_view.draw_end(status, FAILED)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                "Compare again" if last else "Compare",
                icon=":material/compare_arrows:",
                type="tertiary" if last else "primary",
                on_click=drift.start,
                args=(path, collection, comparison, last),
                key="drift compare",
            )
            if last:
                prose(f"Compared {datetime.fromisoformat(last.made_at).strftime('%Y-%m-%d %H:%M UTC')}.", "small")
    if last:
        show_result(path, collection, last)
