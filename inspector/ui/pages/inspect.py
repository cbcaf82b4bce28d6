"""Inspect: one query, three lists, why each result is there, and where everything lies.

Reads top to bottom: question, verdict, lists, why, map. Each part fails alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from inspector.embedders.given import given_of
from inspector.inspection import OpenIndex
from inspector.records.inspection import Inspection
from inspector.records.results import Request
from inspector.report import report
from inspector.text import shortened
from inspector.ui.components.joined_lists import joined_lists
from inspector.ui.parts.cases.fill import fill_query
from inspector.ui.parts.cases.save import save_button
from inspector.ui.parts.evaluate.blind import show_before, show_blind
from inspector.ui.parts.evaluate.judge import draw_judging, with_grades
from inspector.ui.parts.expected import expected_here, show_expected
from inspector.ui.parts.health.note import show_note
from inspector.ui.parts.levers import show_levers
from inspector.ui.parts.lists import columns
from inspector.ui.parts.map_panel import Marked, show_map
from inspector.ui.parts.opened import Opened, opened
from inspector.ui.parts.query_bar import ask, asked_like, collapses
from inspector.ui.parts.start import show_start
from inspector.ui.parts.story import show_story
from inspector.ui.parts.verdict import show_verdict
from inspector.ui.parts.why import show_why
from inspector.ui.runtime import engine, judging, links, memo, state
from inspector.ui.runtime.boundary import boundary, plain
from inspector.ui.runtime.places import PLACES

LATER = "The model is still loading; this list follows."
COLLAPSED = "One result per parent: its best chunk, at its place in the whole list; the others are counted beside it."
WITHOUT = "Without its model, this index is searched by meaning only like a document: give its id above."


def render() -> None:
    """Draw the page for the index of the link."""
    choice = links.current_index()
    if choice.path is None:
        return
    setup = opened(engine.collection(choice.path))
    fill_query(setup.index)
    index, request = asked_like(setup.index, ask(setup.index))
    setup = replace(setup, index=index)
    if not request.query.strip():
        if judging.on():
            show_before(setup.index.collection)
        show_start(setup.index.collection)
        return
    with PLACES.taken(state.give_way):
        drawn = _draw(choice.path, setup, request)
    if drawn is not None:
        with PLACES.taken(state.give_way, second=True):
            _explain(choice.path, setup, *drawn)


def _draw(path: Path, setup: Opened, request: Request) -> tuple[Inspection, str, str | None] | None:
    """Answer the question and draw the answer; give it with the selected and the expected document, if any is there."""
    inspection = _inspection(setup.index, _with_documents(setup.index, request))
    # A switch that moves in the page's tree forgets to write itself into the link: both views leave its place alone.
    above, beside = st.container(), st.container()
    if judging.blind():
        with boundary("The blind list"):
            show_blind(setup, inspection, beside)
        return None
    with above:
        expected = expected_here(setup.index, request)
        selected = _answer(path, setup, request, inspection, expected)
    if selected is None:
        return None
    with beside:
        draw_judging(setup.index.collection, inspection, selected)
    return inspection, selected, expected


def _answer(path: Path, setup: Opened, request: Request, inspection: Inspection, expected: str | None) -> str | None:
    """Draw verdict and lists, and give the selected document; None where no list has any."""
    show_story(setup.index.collection.name, request)
    if expected:
        show_expected(setup.index, inspection, expected)
        with boundary("What was tried"):
            show_levers(setup.index, request, expected)
    show_verdict(inspection, loading=setup.loading and setup.index.embedder is None)
    with boundary("Saving it as a case"):
        save_button(setup.index, inspection.request, lambda: inspection, links.expected_document())
    with boundary("The health of the index"):
        show_note(path, setup.index.collection)
    return _lists(setup, inspection, expected)


def _explain(path: Path, setup: Opened, inspection: Inspection, selected: str, expected: str | None) -> None:
    """Draw why the selected document is there, and the map."""
    left, right = st.columns([3, 2], gap="large")
    with left, boundary("The explanation"):
        document = inspection.document(selected)
        if document:
            show_why(setup.index, inspection, document)
    with right, boundary("The map"):
        if setup.index.embedder and not given_of(setup.index.embedder):
            show_map(path, setup.index.collection, inspection, Marked(selected, expected))


def _later(ready: Opened) -> str:
    """Say why there is no embedding list yet; empty where there is one."""
    return "" if ready.index.embedder else LATER if ready.loading else WITHOUT


def _with_documents(index: OpenIndex, request: Request) -> Request:
    """Ask about the linked documents too, whichever list they are in, or none; of an expected parent about a chunk."""
    found = []
    chunk = expected_here(index, request)
    for linked, forget in (
        (links.selected_document(), links.select_document),
        (links.expected_document(), links.expect_document),
    ):
        if linked is None:
            continue
        if index.collection.rows_of([linked])[0] >= 0:
            found.append(linked)
            continue
        if chunk is not None and forget is links.expect_document:
            found.append(chunk)
            continue
        name = plain(shortened(linked))
        st.warning(f"The link names a document that this index does not have: {name}", icon=":material/link_off:")
        forget(None)
    return replace(request, also=tuple(dict.fromkeys(found)))


def _inspection(index: OpenIndex, request: Request) -> Inspection:
    """Give the answer, from the memo if somebody asked before."""
    parts = (
        index.collection.fingerprint,
        index.embedder.fingerprint if index.embedder else None,
        index.background is not None,
        request,
    )
    return memo.remembered("inspection", parts, lambda: report(index, request))


def _lists(setup: Opened, inspection: Inspection, expected: str | None) -> str | None:
    """Draw the lists and give the selected document: the linked one, else the first of the first list that has any."""
    folded = collapses(setup.index.collection)
    rows = columns(inspection, setup.index.keyword, _later(setup), collapse=folded)
    if folded:
        st.caption(COLLAPSED)
    if judging.on():
        with boundary("What was judged"):
            rows = with_grades(rows, judging.of_query(setup.index.collection, inspection.request.query))
    first = next((row.id for column in (rows[1], rows[0]) for row in column.rows), None)
    selected = links.selected_document() or first
    chosen = joined_lists(rows, selected=selected, expected=expected, key="lists")
    if chosen and chosen != selected:
        links.select_document(chosen)
        st.rerun()
    return selected
