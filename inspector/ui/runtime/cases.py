"""Cases in the app: which one the link names, the shelf as it is listed, and what was deleted or saved just now.

Invariant: a case stands on the shelf or nowhere; the link carries its id alone. A file of the shelf is read again only
when it has changed. Cost: a look at the shelf asks the disk about each file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import streamlit as st

from inspector.cases import shelf
from inspector.cases.file import ID
from inspector.errors import InspectorError
from inspector.records.cases import Case
from inspector.ui.runtime import memo
from inspector.ui.runtime.links import Param

STEP = 20
"""Cases that a list shows at first, and further ones at a time."""
LINES = 2 * shelf.SHOWN
"""Lines of the list that are kept; more than one list of a full shelf has."""
_SHOWN = "_cases_shown"
_REMOVED = "_case_removed"
_SAVED = "_case_saved"
_FILLED = "_case_filled"
_REFUSED = "_case_refused"
_UPLOADS = "_case_uploads"


class Told(StrEnum):
    """What is presented, one story a screen."""

    CASES = "cases"
    STORIES = "stories"


@dataclass(frozen=True, slots=True)
class Removed:
    """A case this session deleted and may put back."""

    id: str
    title: str


def named() -> str:
    """Give the id of the case that the link names; empty where it names none."""
    return st.query_params.get(Param.CASE, "")


def name(case_id: str) -> None:
    """Let the link name a case, or none where it is empty; the chosen document of another one leaves the link."""
    for param, value in ((Param.CASE, case_id), (Param.DOC, "")):
        if value:
            st.query_params[param] = value
        elif param in st.query_params:
            del st.query_params[param]


def name_long_query(case_id: str) -> None:
    """Let the link of a view name the case that keeps its query, which is too long for a link."""
    st.query_params[Param.CASE] = case_id
    st.session_state[_FILLED] = case_id


def unname() -> None:
    """Let the link of a view name no case."""
    if Param.CASE in st.query_params:
        del st.query_params[Param.CASE]


def query_to_fill() -> str:
    """Give the id of the case whose query the box is to be filled with, once a link names it; else an empty text."""
    case_id = named()
    if not case_id or st.session_state.get(_FILLED) == case_id or st.query_params.get(Param.QUERY):
        return ""
    st.session_state[_FILLED] = case_id
    return case_id


def presented() -> Told | None:
    """Give what the link presents; None where it presents nothing. Any other word means all cases."""
    word = st.query_params.get(Param.PRESENT, "")
    return None if not word else Told(word) if word in list(Told) else Told.CASES


def present(what: Told | None, case_id: str = "") -> None:
    """Begin to present with a case, or with the first; with None, end, and leave the case on show."""
    name(case_id or (named() if what is None else ""))
    if what is not None:
        st.query_params[Param.PRESENT] = what.value
    elif Param.PRESENT in st.query_params:
        del st.query_params[Param.PRESENT]


def listed() -> shelf.Shelf:
    """Give what is on the shelf, newest first.

    Raises:
        CaseError: the folder cannot be read.
    """
    return shelf.shelf(line=_line)


def _line(path: Path) -> shelf.Shelved:
    """Give the line of a file, from what was read of it before unless it has changed since."""
    known: dict[str, tuple[tuple[int, int], shelf.Shelved]] = memo.remembered("case lines", (), dict)
    try:
        facts = path.stat()
    except OSError:
        return shelf.line_of(path)
    version = facts.st_mtime_ns, facts.st_size
    kept = known.get(str(path))
    if kept is None or kept[0] != version:
        if len(known) >= LINES:
            known.clear()
        kept = known[str(path)] = version, shelf.line_of(path)
    return kept[1]


def take(case_id: str) -> Case:
    """Give a case of the shelf.

    Raises:
        CaseError: there is none of this id, or its file is broken.
    """
    path = shelf.folder() / f"{case_id}.json"
    if not ID.fullmatch(case_id) or not path.is_file():
        return shelf.take(case_id)
    facts = path.stat()
    return memo.remembered("case", (str(path), facts.st_mtime_ns, facts.st_size), lambda: shelf.take(case_id))


def many_shown() -> int:
    """Give how many cases the list shows."""
    return int(st.session_state.get(_SHOWN, STEP))


def show_more() -> None:
    """Show more cases in the list."""
    st.session_state[_SHOWN] = many_shown() + STEP


def remove(case_id: str, title: str) -> None:
    """Delete a case, so that it can be put back, and go to the list; where that cannot be, `take_refusal` says why."""
    try:
        shelf.remove(case_id)
    except InspectorError as error:
        note_refusal(" ".join(part for part in (error.message, error.hint) if part))
        return
    st.session_state[_REMOVED] = Removed(case_id, title)
    name("")


def removed() -> Removed | None:
    """Give the case this session deleted last and did not put back."""
    found = st.session_state.get(_REMOVED)
    return found if isinstance(found, Removed) else None


def put_back() -> None:
    """Put back what was deleted last; where that cannot be, `take_refusal` says why."""
    found = removed()
    st.session_state[_REMOVED] = None
    try:
        if found is not None:
            shelf.put_back(found.id)
    except InspectorError as error:
        note_refusal(" ".join(part for part in (error.message, error.hint) if part))


def note_refusal(message: str) -> None:
    """Keep why a click came to nothing, for the run it starts."""
    st.session_state[_REFUSED] = message


def take_refusal() -> str:
    """Give why the last click came to nothing, once; empty where it did not."""
    return str(st.session_state.pop(_REFUSED, ""))


def saved(question: object) -> str:
    """Give the id of the case this session made of a question; empty where it made none."""
    found = st.session_state.get(_SAVED)
    return found[1] if isinstance(found, tuple) and found[0] == question else ""


def note_saved(question: object, case_id: str) -> None:
    """Keep which case this session made of a question."""
    st.session_state[_SAVED] = (question, case_id)


def uploads() -> int:
    """Give the number of imports so far; the box for files is a new one after each."""
    return int(st.session_state.get(_UPLOADS, 0))


def note_upload() -> None:
    """Note that what was uploaded has been taken."""
    st.session_state[_UPLOADS] = uploads() + 1


def next_to(ids: Sequence[str], case_id: str) -> tuple[int, str, str]:
    """Give a case's place among others, from 0, and the ids before and behind it; at the ends these are empty.

    Args:
        ids: All ids in order, at least one.
        case_id: One of them; any other means the first.
    """
    place = ids.index(case_id) if case_id in ids else 0
    return place, ids[place - 1] if place else "", ids[place + 1] if place + 1 < len(ids) else ""
