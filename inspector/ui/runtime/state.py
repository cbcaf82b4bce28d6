"""What one session knows beyond its link, by typed names: the only file that touches Streamlit's session state.

Invariant: nothing is kept here that the link can carry; results are kept in `memo`, where all sessions share them.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from inspector.ui.runtime.job_queue import JobKey

_INDEX = "_index"
_UNBOUND = "_unbound_query"
_CLEAR = "_clear_widgets"
_PENDING = "_pending_build"
_CHOOSING = "_choosing_index"
_HOME = "_home_page"
_LOOKED_INTO = "_looked_into"
_FIRST = "_first_values"


@dataclass(frozen=True, slots=True)
class PendingBuild:
    """An index this session waits for.

    Attributes:
        job: Its build, or its opening.
        index: Where it will be; None where only the job knows.
        name: What the user uploaded or opened.
    """

    job: JobKey
    index: Path | None
    name: str


def pending_build() -> PendingBuild | None:
    """Give the index this session waits for."""
    value = st.session_state.get(_PENDING)
    return value if isinstance(value, PendingBuild) else None


def wait_for_build(pending: PendingBuild | None) -> None:
    """Note which index this session waits for, or that it waits no more."""
    st.session_state[_PENDING] = pending


def choosing_index() -> bool:
    """Say whether the dialog for another index is open: it outlives a run that something else began."""
    return bool(st.session_state.get(_CHOOSING))


def choose_index(choosing: bool) -> None:
    """Open the dialog for another index with the next run, or close it."""
    st.session_state[_CHOOSING] = choosing


def give_way() -> None:
    """End this run of the page where Streamlit was asked to: it looks whenever the session's state is read."""
    st.session_state.get(_INDEX)


def last_index() -> Path | None:
    """Give the index this session looked at last."""
    value = st.session_state.get(_INDEX)
    return value if isinstance(value, Path) else None


def remember_index(path: Path) -> None:
    """Keep the index for pages whose link does not name it."""
    st.session_state[_INDEX] = path


def widget_text(key: str) -> str:
    """Give the value of a text widget as of the last run; empty where it was never drawn."""
    value = st.session_state.get(key)
    return value if isinstance(value, str) else ""


def widget_values(key: str) -> tuple[str, ...] | None:
    """Give the values of a list widget as of the last run; None where it was never drawn."""
    values = st.session_state.get(key)
    return tuple(values) if isinstance(values, list) else None


def widget_flag(key: str) -> bool:
    """Say whether a toggle is on; not where it was never drawn."""
    return st.session_state.get(key) is True


def set_widget(key: str, value: str | int | float | list[str] | None) -> None:
    """Give a widget a value; only in a callback, or before the widget is drawn."""
    st.session_state[key] = value


def forget_widget(key: str) -> None:
    """Take the value of a widget away that this run does not draw."""
    st.session_state.pop(key, None)


def clear_next_run(empty: Mapping[str, str | list[str]]) -> None:
    """Empty widgets at the start of the next run, when their values may be written.

    Args:
        empty: What each widget has when it is empty, by its key; one of another type would stop its drawing.
    """
    st.session_state[_CLEAR] = empty


def clear_now() -> None:
    """Empty the widgets that the last run asked to; called before any widget is drawn."""
    for key, value in st.session_state.pop(_CLEAR, {}).items():
        st.session_state[key] = value


def query_was_unbound() -> bool:
    """Say whether the last run drew the query box without its link."""
    return bool(st.session_state.get(_UNBOUND))


def note_query_unbound(unbound: bool) -> None:
    """Keep whether this run draws the query box without its link."""
    st.session_state[_UNBOUND] = unbound


def keep_first(texts: Mapping[str, list[str]]) -> None:
    """Keep the values of widgets in a session's first run, each with its texts in the link; later runs keep nothing.

    Args:
        texts: What the link has of each widget, by its key.
    """
    if _FIRST not in st.session_state:
        st.session_state[_FIRST] = {key: (st.session_state.get(key), each) for key, each in texts.items()}


def give_back_first(linked: Container[str]) -> Mapping[str, list[str]]:
    """Give the widgets of a session's second run the values of its first that they are about to lose.

    Call it before they are drawn.

    Args:
        linked: Keys that the link still has; their widgets lose nothing.

    Returns:
        What the link had of each widget whose value was given back, by its key.
    """
    kept = st.session_state.get(_FIRST) or {}
    if kept:
        st.session_state[_FIRST] = {}
    lost = {
        key: each for key, each in kept.items() if key not in linked and st.session_state.get(key, each[0]) == each[0]
    }
    for key, (value, _) in lost.items():
        st.session_state[key] = value
    return {key: texts for key, (_, texts) in lost.items()}


def keep_home(page: Any) -> None:
    """Keep the app's first page, which links of other pages lead to."""
    st.session_state[_HOME] = page


def home() -> Any:
    """Give the app's first page; None where a page is drawn outside the app's navigation."""
    return st.session_state.get(_HOME)


def chart_state(key: str) -> Mapping[str, Any]:
    """Give what a chart last reported as selected; nothing where it was never drawn."""
    value = st.session_state.get(key)
    return value if isinstance(value, Mapping) else {}


def look_into(what: str, where: tuple[str, ...], place: int | None) -> None:
    """Keep which part of something is opened, or that none is.

    Args:
        what: The sort of part, such as a sentence.
        where: What it is a part of; parts of anything else are closed.
        place: Its place, 0-based.
    """
    st.session_state[f"{_LOOKED_INTO} {what}"] = (where, place)


def looked_into(what: str, where: tuple[str, ...]) -> int | None:
    """Give which part of something is opened; None where none is."""
    kept = st.session_state.get(f"{_LOOKED_INTO} {what}")
    return kept[1] if isinstance(kept, tuple) and kept[0] == where else None
