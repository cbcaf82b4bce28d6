"""The link of a view: what it carries. It, `cases.py` and `first_run.py` alone read or write query parameters.

Query, k, fusion and filters are widgets bound to the link by their key (`Param`): Streamlit reads and writes them.
Index, selected and expected document are plain parameters, written here. Invariant: the index stands in the link
always, by name and the first digits of its fingerprint, so a link never silently shows another index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from inspector.records.documents import Where, condition
from inspector.ui.runtime import engine, roots, state

MAX_QUERY = 1500
PREFIX = 8
TOO_LONG = f"This query is too long for a link (over {MAX_QUERY:,} characters). Save it as a case to share it."


View = dict[str, str | list[str]]
"""Query parameters of a view."""


class Param(StrEnum):
    """The parameters of a link; for a bound widget also its key."""

    INDEX = "index"
    OTHER = "other"
    DOC = "doc"
    EXPECTED = "expected"
    CASE = "case"
    PRESENT = "present"
    QUERY = "q"
    K = "k"
    WHERE = "where"
    FUSION = "fusion"
    WEIGHT = "weight"
    EXACT = "exact"
    COLLAPSE = "collapse"
    LIKE = "like"
    JUDGE = "judge"
    BLIND = "blind"


PLAIN = (Param.INDEX, Param.OTHER, Param.DOC, Param.EXPECTED, Param.CASE, Param.PRESENT)
"""Those that are bound to no widget."""


class Standing(StrEnum):
    """How the link and the indexes on this machine fit together."""

    OPEN = "open"
    NONE = "none"
    UNKNOWN = "unknown"
    OTHER_VERSION = "other_version"


@dataclass(frozen=True, slots=True)
class Choice:
    """The index this view is about.

    Attributes:
        standing: Whether it can be shown.
        path: Its folder; None unless there is one (for another version: the present one).
        name: As the link says it; empty where nothing is chosen.
        asked: First digits of the fingerprint the link was made for; empty where it says none.
        version: Fingerprint of the index that is open; empty where none is, or nobody looked.
    """

    standing: Standing
    path: Path | None = None
    name: str = ""
    asked: str = ""
    version: str = ""


def current_index() -> Choice:
    """Say which index this view is about, and write it into the link.

    It is the link's, else the session's last, else the one the app was started on, else the first one found, which is
    the sample where no other folder was named.

    Raises:
        RequestError: one of its files is a link that leads outside the roots.
        StoreError: the index cannot be opened.
    """
    state.clear_now()
    linked = st.query_params.get(Param.INDEX)
    if linked:
        return _resolve(linked)
    path = state.last_index() or roots.started_on() or next(iter(roots.indexes()), None)
    if path is None:
        return Choice(Standing.NONE)
    _write_index(path)
    return Choice(Standing.OPEN, path, roots.name_of(path))


def _resolve(linked: str) -> Choice:
    """Find the index a link names, and keep it as the session's own."""
    choice = _found(linked)
    if choice.standing is Standing.OPEN and choice.path is not None:
        state.remember_index(choice.path)
        if choice.asked != choice.version[:PREFIX]:
            _write_index(choice.path)
    return choice


def _found(linked: str) -> Choice:
    """Find the index a link names."""
    name, _, asked = linked.rpartition("~") if "~" in linked else (linked, "", "")
    paths = roots.paths_named(name)
    versions = {path: _fingerprint(path) for path in paths}
    for path, version in versions.items():
        if version.startswith(asked):
            return Choice(Standing.OPEN, path, name, asked, version)
    if paths:
        return Choice(Standing.OTHER_VERSION, paths[0], name, asked)
    return Choice(Standing.UNKNOWN, None, name, asked)


def choose_index(path: Path) -> None:
    """Turn the view to another index; what belongs to the old one (documents, filters) leaves the link.

    Raises:
        RequestError: it lies outside the roots, or one of its files does.
        StoreError: it cannot be opened.
    """
    _write_index(roots.inside(path))
    for param in (Param.DOC, Param.EXPECTED):
        _write(param, None)
    state.clear_next_run({Param.WHERE: [], Param.LIKE: ""})


def _write_index(path: Path) -> None:
    named = _named(path)  # an index that is refused is not remembered
    state.remember_index(path)
    _write(Param.INDEX, named)


def _named(path: Path) -> str:
    """Give an index as a link names it."""
    return f"{roots.name_of(path)}~{_fingerprint(path)[:PREFIX]}"


def _fingerprint(path: Path) -> str:
    """Open an index whose files all lie below the roots, and give its fingerprint."""
    return engine.collection(roots.contained_index(path)).fingerprint


def compared_index() -> Choice:
    """Say which index the view's own is compared with, and write it into the link with its fingerprint.

    Raises:
        RequestError: one of its files is a link that leads outside the roots.
        StoreError: the index cannot be opened.
    """
    linked = st.query_params.get(Param.OTHER)
    choice = _found(linked) if linked else Choice(Standing.NONE)
    if choice.standing is Standing.OPEN and choice.path is not None:
        _write(Param.OTHER, _named(choice.path))
    return choice


def compare_with(path: Path | None) -> None:
    """Say which index to compare with, or none.

    Raises:
        RequestError: it lies outside the roots, or one of its files does.
        StoreError: it cannot be opened.
    """
    _write(Param.OTHER, None if path is None else _named(roots.inside(path)))


def swap(path: Path, other: Path) -> None:
    """Turn the view to the index it is compared with, and compare with its own; errors as in `choose_index`."""
    choose_index(other)
    compare_with(path)


def selected_document() -> str | None:
    """Give the id of the selected document."""
    return st.query_params.get(Param.DOC) or None


def select_document(document_id: str | None) -> None:
    """Select a document, or none."""
    _write(Param.DOC, document_id)


def expected_document() -> str | None:
    """Give the id of the document that should have been found."""
    return st.query_params.get(Param.EXPECTED) or None


def expect_document(document_id: str | None) -> None:
    """Say which document should have been found, or none."""
    _write(Param.EXPECTED, document_id)


def _write(param: Param, value: str | None) -> None:
    """Write a plain parameter, if it changes; every write is a message to the browser."""
    if value == st.query_params.get(param):
        return
    if value is None:
        del st.query_params[param]
    else:
        st.query_params[param] = value


def view_of_index(path: Path) -> View:
    """Give the query parameters that name an index and nothing else.

    Raises:
        StoreError: the index cannot be opened.
    """
    return {Param.INDEX: _named(path)}


def view_of(path: Path, *, query: str, expected: str, where: Where = ()) -> View:
    """Give the query parameters of a view of another index: a query, what should have come, and a filter.

    Raises:
        StoreError: the index cannot be opened.
    """
    filters = [f"{each.field}={each.value}" for each in where]
    # Said even where there is none: the browser adds the filter of a search it has not left yet to a link without one.
    return {Param.INDEX: _named(path), Param.QUERY: query, Param.EXPECTED: expected, Param.WHERE: filters or ""}


def query_binding() -> Literal["query-params"] | None:
    """Give the `bind` of the query box, which a query too long for a link goes without.

    Call it once a run, just before the box is drawn with key `Param.QUERY` and `persist_state="session"`.
    """
    query = state.widget_text(Param.QUERY)
    unbound = len(query) > MAX_QUERY
    if state.query_was_unbound() and not unbound:
        # Streamlit writes a bound value into the link when it changes, and this one changed while it was not bound.
        state.set_widget(Param.QUERY, query)
    state.note_query_unbound(unbound)
    return None if unbound else "query-params"


def query_is_too_long() -> bool:
    """Say whether the link leaves the query out; `TOO_LONG` is the sentence for it."""
    return state.query_was_unbound()


def widget_list(param: Param) -> tuple[str, ...]:
    """Give the values of a list widget as of the last run, or of the link before the widget is first drawn."""
    values = state.widget_values(param)
    return tuple(value for value in st.query_params.get_all(param) if value) if values is None else values


def widget_flag(param: Param) -> bool:
    """Give whether a toggle is on: in this run once it is drawn, else as of the last one."""
    return state.widget_flag(param)


def liked_document() -> str:
    """Give the id of the document whose vector is the query, as of the last run or of the link; empty for none."""
    return (state.widget_text(Param.LIKE) or st.query_params.get(Param.LIKE, "")).strip()


def whole_link() -> str:
    """Give the link of this view as the browser shows it."""
    values = {key: st.query_params.get_all(key) for key in st.query_params}
    return f"{st.context.url or ''}?{urlencode(values, doseq=True)}"


def ask_for(query: str, expected: str) -> None:
    """Put a query into the box and say which document should come; only in a callback, or before the box is drawn."""
    state.set_widget(Param.QUERY, query)
    expect_document(expected)


def ask(query: str) -> None:
    """Put a query into the box, whatever is expected; only in a callback, or before the box is drawn."""
    state.set_widget(Param.QUERY, query)


def request_where(values: Sequence[str]) -> Where:
    """Read the filter widget's values, each written "field=value".

    Raises:
        RequestError: a value has no "=".
    """
    return tuple(condition(value) for value in values)
