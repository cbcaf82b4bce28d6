"""What was seen when a case was kept, from its own evidence: lists, words, findings, stages, settings.

Invariant: neither index nor model is asked; a document that the case does not hold is shown by its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from inspector.cases.page.facts import rows_of
from inspector.cases.page.story import name_of, own_document
from inspector.cases.views import inspection_of, trace_of
from inspector.records.cases import Case, Part
from inspector.records.documents import Document
from inspector.records.inspection import Inspection
from inspector.records.trace import Trace
from inspector.search.keyword import KeywordIndex
from inspector.search.keyword_query import KeywordQuery, read_query
from inspector.text import quoted, shortened
from inspector.ui.components.joined_lists import joined_lists
from inspector.ui.components.marked_text import marked_text
from inspector.ui.components.prose import prose
from inspector.ui.components.word_chips import word_chips
from inspector.ui.parts.lists import columns
from inspector.ui.parts.missing.remedies import show_remedies
from inspector.ui.parts.missing.stages import show_stages
from inspector.ui.parts.verdict import show_verdict
from inspector.ui.runtime import links
from inspector.ui.runtime.boundary import boundary, plain

NO_LIST = "The case keeps no such list: there was no model when it was kept."
CUT = "The case keeps the beginning of this text."
LEFT_OUT = "The text was left out of this case."
EMPTY = "This document has no text."
NAME = 80


class _AsThen(KeywordIndex):
    """Reads a query as keyword search did when the case was kept: what it ignored then is ignored."""

    def __init__(self, ignored: Sequence[str]) -> None:
        self._ignored = frozenset(word.casefold() for word in ignored)

    def analyze(self, query: str) -> KeywordQuery:
        return read_query(query, self._ignored, lambda token: True)


def show_seen(case: Case) -> None:
    """Draw what was seen: lists, the chosen document, findings."""
    inspection = _inspection(case)
    with boundary("The lists"):
        st.subheader("What each search found", anchor=False)
        chosen = _lists(case, inspection)
    with boundary("The words"):
        if chosen is not None:
            _document(case, inspection, chosen)
    with boundary("The findings"):
        if inspection.checked or inspection.findings:
            st.subheader("What the checks believed", anchor=False)
            show_verdict(inspection)


def _inspection(case: Case) -> Inspection:
    """Give the answer as it was shown, with a document for every row of its lists."""
    found = inspection_of(case)
    known = {each.id for each in found.documents}
    lists = (found.keyword, found.neighbors, found.hybrid)
    missing = dict.fromkeys(hit.id for hits in lists for hit in hits if hit.id not in known)
    return replace(found, documents=(*found.documents, *(Document(each, "", "") for each in missing)))


def wanted_of(case: Case) -> str | None:
    """Give the document that the first expected id means; None where nothing was expected."""
    place = next(iter(case.seen.expected), None)
    if place is None:
        return next(iter(case.expectation.ids), None)
    own = own_document(case, place)
    return own.id if own else place.id


def _lists(case: Case, inspection: Inspection) -> str | None:
    """Draw the lists and give the chosen document: the linked one, else the expected, else the first of a list."""
    wanted = wanted_of(case)
    rows = columns(inspection, _AsThen(inspection.ignored), NO_LIST)
    first = next((row.id for column in (rows[1], rows[0]) for row in column.rows), None)
    linked = links.selected_document()
    known = {each.id for each in inspection.documents}
    selected = linked if linked in known else wanted if wanted in known else first
    chosen = joined_lists(rows, selected=selected, expected=wanted, key="case lists")
    if chosen and chosen != selected:
        links.select_document(chosen)
        st.rerun()
    return selected


def _document(case: Case, inspection: Inspection, document_id: str) -> None:
    """Draw what the words of the query did to a document, and its text as far as it is kept."""
    kept = case.document(document_id)
    name = quoted(shortened(name_of(kept, document_id), NAME))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="case document"):
        sign = "◆ " if document_id == wanted_of(case) else ""
        prose(f"{sign}{name}{f' ({shortened(document_id)})' if kept and kept.title.strip() else ''}", "lead")
        if kept is not None:
            with st.popover("Read it", icon=":material/article:", type="tertiary"):
                if kept.text:
                    marked_text(kept.text, key="case text", label="Text of the document")
                if kept.cut or not kept.text:
                    st.caption(CUT if kept.cut else LEFT_OUT if Part.TEXTS in case.left_out else EMPTY)
    if inspection.contributions is not None:
        word_chips(inspection.contributions, document_id, key="case chips")
    elif inspection.effects_refusal:
        prose(inspection.effects_refusal, "small")


def show_way(case: Case) -> None:
    """Draw the way of an expected document into the list, beside what was tried."""
    traces = [trace_of(case, each) for each in case.seen.traces]
    if not traces:
        return
    trace = traces[0] if len(traces) == 1 else _chosen(case, traces)
    left, right = st.columns(2, gap="large")
    with left, boundary("What was tried"):
        st.subheader("What would bring it back", anchor=False)
        show_remedies(trace, alive=False)
    with right, boundary("The way of the document"):
        st.subheader("Its way into the list", anchor=False)
        show_stages(trace.stages, trace.summary)


def _chosen(case: Case, traces: Sequence[Trace]) -> Trace:
    """Let the reader choose which of several expected documents it is about."""
    names = {place: _name(case, trace) for place, trace in enumerate(traces)}
    place = st.selectbox("Which document?", list(names), format_func=names.__getitem__, key=f"case trace {case.id}")
    return traces[place or 0]


def _name(case: Case, trace: Trace) -> str:
    own = trace.document.id if trace.document else trace.request.doc
    return shortened(f"{name_of(case.document(own), own)} · {trace.request.doc}", NAME)


def show_facts(case: Case) -> None:
    """Draw settings and versions."""
    st.subheader("Settings and versions", anchor=False)
    rows = [f"| {_cell(label)} | {_cell(value)} |" for label, value in rows_of(case)]
    st.markdown("\n".join(["| | |", "|:--|:--|", *rows]))


def _cell(text: str) -> str:
    return plain(shortened(text, 400))
