"""Save what is on screen as a case: the button, what is asked first, and what can be done with the case then.

Invariant: nothing is made before somebody saves; the trace is what is known of it by then, and is waited for by nobody.
Cost: of saving, a search for expected documents outside the lists; nothing is encoded that the page had not encoded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from inspector import fingerprint
from inspector.cases import shelf
from inspector.cases.make import make_case
from inspector.cases.redaction import redacted
from inspector.errors import InspectorError
from inspector.inspection import OpenIndex
from inspector.projection.points import MAX_POINTS
from inspector.projection.record import MapSettings
from inspector.projection.saved import load_map
from inspector.records.cases import Case
from inspector.records.inspection import Inspection
from inspector.records.results import Request, Retriever
from inspector.records.trace import Trace, TraceRequest
from inspector.report import report
from inspector.text import shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.cases.live import draw_leaving_out, link_to_case, permalink, show_share
from inspector.ui.runtime import cases, links, memo
from inspector.ui.runtime.boundary import draw_error
from inspector.ui.runtime.tracing import trace_of

LABEL = "Save as a case"
TITLE = 200
NOTE = 4000
FOLLOWED = "Why the document is not there is being looked into, and goes into the case as far as it is known."


def save_button(
    index: OpenIndex,
    request: Request,
    answer: Callable[[], Inspection],
    expected: str | None,
    retriever: Retriever = Retriever.EMBEDDING,
) -> None:
    """Draw the button behind which the case is described and saved.

    Args:
        index: The index that was asked.
        request: What was asked.
        answer: Gives the answer on screen, whole.
        expected: Id of the document that should come; None where none is named.
        retriever: Whose list it should be in.
    """
    question: Question = (index.collection.fingerprint, request.query, request.k, request.where, expected, retriever)
    popover = st.popover(LABEL, icon=":material/bookmark_add:", type="tertiary", key="case save", on_change="rerun")
    if not popover.open:
        return
    with popover:
        made = cases.saved(question)
        if made:
            _made(made)
        else:
            trace = _known(index, request, expected, retriever)
            described = _describe(request, answer, expected)
            if described is not None:
                _save(index, answer, retriever, trace, described, question)


def answer_of(index: OpenIndex, request: Request) -> Inspection:
    """Give the answer that a page without lists does not show, from the memo if Inspect has shown it.

    Args:
        index: The index.
        request: What was asked.

    Raises:
        EmbedderError: the model failed on the query.
    """
    model = index.embedder.fingerprint if index.embedder else None
    parts = (index.collection.fingerprint, model, index.background is not None, request)
    return memo.remembered("inspection", parts, lambda: report(index, request))


def _known(index: OpenIndex, request: Request, expected: str | None, retriever: Retriever) -> Trace | None:
    """Give what is known of why the expected document is not there; the first look begins it, none waits."""
    if not expected or index.embedder is None:
        return None
    asked = (request.k, request.where, retriever, request.weight, request.fusion, request.exact)
    growing = trace_of(index, TraceRequest(request.query, expected, *asked))
    if growing.alive:
        prose(FOLLOWED, "small")
    return growing.value


Question = tuple[object, ...]

Described = tuple[str, str, tuple[str, ...], bool, bool]
"""Title, note, expected ids, whether texts and whether metadata are left out."""


def _describe(request: Request, answer: Callable[[], Inspection], expected: str | None) -> Described | None:
    """Draw the form; give what it says in the run in which it was sent."""
    known = {each.id: each.title for each in answer().documents}
    typed = fingerprint.of_bytes(request.query.encode("utf-8", errors="replace"))
    if expected:
        known = {expected: known.get(expected, ""), **known}
    title = st.text_input("Title", key=f"case new title {typed}", placeholder=shortened(request.query), max_chars=TITLE)
    wanted = st.multiselect(
        "What should have come",
        list(known),
        default=[expected] if expected else [],
        format_func=lambda each: shortened(f"{known.get(each) or ''} ({each})" if known.get(each) else each, 70),
        key=f"case new expected {expected or ''}",
        accept_new_options=True,
        placeholder="Documents, by title or id",
        help="All of them must come for the case to pass. Type any id, also a parent's, of which any chunk counts.",
    )
    note = st.text_area("Note", key=f"case new note {typed}", max_chars=NOTE, height=80)
    texts, metadata = draw_leaving_out("case new")
    if st.button("Save", key="case new save", icon=":material/save:", type="primary"):
        return title, note, tuple(map(str, wanted)), texts, metadata
    return None


def _save(
    index: OpenIndex,
    answer: Callable[[], Inspection],
    retriever: Retriever,
    trace: Trace | None,
    described: Described,
    question: Question,
) -> None:
    """Make the case, put it on the shelf, and draw the page again with it."""
    title, note, expected, texts, metadata = described
    try:
        drawn = load_map(index.collection, MapSettings(MAX_POINTS, 0))
        traces: Sequence[Trace] = (trace,) if trace is not None else ()
        made: Case = make_case(
            index, answer(), expected=expected, retriever=retriever, traces=traces, title=title, note=note, drawn=drawn
        )
        kept = shelf.shelve(redacted(made, texts=texts, metadata=metadata))
    except InspectorError as error:
        draw_error(error)
        return
    cases.note_saved(question, kept.id)
    if len(kept.request.query) > links.MAX_QUERY:
        cases.name_long_query(kept.id)
    st.rerun()


def _made(case_id: str) -> None:
    """Draw what can be done with the case."""
    try:
        case = cases.take(case_id)
    except InspectorError as error:
        draw_error(error)
        return
    prose("Saved as a case.", "lead")
    st.code(permalink(case_id), language=None, wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        link_to_case(case_id, "Open case")
        show_share(case, None, linked=False)
