"""Missing document: why one document is not among the results of a query, and what would bring it back.

Reads top to bottom: question, cause, remedies, stages. The verdict comes first; remedies follow as they are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial

import streamlit as st

from inspector.inspection import OpenIndex
from inspector.records.results import Request, Retriever
from inspector.records.trace import Trace, TraceRequest
from inspector.ui.components.prose import prose
from inspector.ui.parts.cases.fill import fill_query
from inspector.ui.parts.cases.save import answer_of, save_button
from inspector.ui.parts.missing.answer import show_answer
from inspector.ui.parts.missing.between import asked_retriever
from inspector.ui.parts.missing.question import choose_document, show_chosen
from inspector.ui.parts.missing.remedies import show_remedies
from inspector.ui.parts.missing.stages import show_stages
from inspector.ui.parts.missing.start import show_start
from inspector.ui.parts.opened import opened
from inspector.ui.parts.query_bar import ask, asked_like
from inspector.ui.runtime import engine, explaining, links
from inspector.ui.runtime.boundary import boundary
from inspector.ui.runtime.refinements import Growing
from inspector.ui.runtime.tracing import trace_of

NO_QUERY = "Type the query that should have found it."
WAITS = "The verdict waits for the model: most causes can only be told apart with it."
FOLLOWING = "Following the document through the search …"


def render() -> None:
    """Draw the page for the index of the link."""
    choice = links.current_index()
    if choice.path is None:
        return
    ready = opened(engine.collection(choice.path))
    fill_query(ready.index)
    index, request = asked_like(ready.index, ask(ready.index, expecting=False))
    expected = links.expected_document()
    if expected:
        show_chosen(ready.index, request, expected)
    else:
        choose_document(ready.index)
    retriever = asked_retriever()
    if not expected:
        if not request.query.strip():
            show_start(ready.index.collection)
    elif not request.query.strip():
        prose(NO_QUERY, "lead")
    elif ready.loading and index.embedder is None:
        prose(WAITS, "lead")
    else:
        _show(index, request, trace_request(request, expected, retriever))


def trace_request(request: Request, expected: str, retriever: Retriever) -> TraceRequest:
    """Give the question why a document is missing from a list, made as the request says."""
    return TraceRequest(
        request.query, expected, request.k, request.where, retriever, request.weight, request.fusion, request.exact
    )


def _show(index: OpenIndex, request: Request, asked: TraceRequest) -> None:
    """Draw what is known so far, and how far the rest is."""
    growing = trace_of(index, asked)
    if growing.value is None:
        if growing.alive:
            prose(FOLLOWING, "lead")
        explaining.watch((growing,))
        return
    save = partial(save_button, index, request, partial(answer_of, index, request), asked.doc, asked.retriever)
    show_trace(growing.value, growing, save)


def show_trace(trace: Trace, growing: Growing[Trace], save: Callable[[], None] | None = None) -> None:
    """Draw an answer: the cause, then remedies beside stages; where nothing is to be tried, the stages alone.

    Args:
        trace: The answer so far.
        growing: How far it has come.
        save: Draws the way to keep it; None for none.
    """
    with boundary("The cause"):
        show_answer(trace)
    if save is not None:
        with boundary("Saving it as a case"):
            save()
    left: AbstractContextManager[object] = nullcontext()
    right: AbstractContextManager[object] = nullcontext()
    if trace.remedies or growing.alive:
        left, right = st.columns(2, gap="large")
    with left, boundary("What was tried"):
        if trace.remedies or growing.alive:
            st.subheader("What would bring it back", anchor=False)
            show_remedies(trace, alive=growing.alive)
        explaining.watch((growing,))
    with right, boundary("The way of the document"):
        st.subheader("Its way into the list", anchor=False)
        show_stages(trace.stages, trace.summary)
