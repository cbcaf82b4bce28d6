"""Which change would have saved this query: everything that can be turned, tried for the expected document.

Nothing is tried before somebody opens it.
"""

from __future__ import annotations

import streamlit as st

from inspector.inspection import OpenIndex
from inspector.records.results import Request, Retriever
from inspector.records.trace import Trace, TraceRequest
from inspector.ui.components.prose import prose
from inspector.ui.parts.missing.remedies import show_remedies
from inspector.ui.runtime import explaining
from inspector.ui.runtime.refinements import Growing
from inspector.ui.runtime.tracing import trace_of

WAITS = "Each change is tried once the model is loaded."
FOLLOWING = "Following the document through the search …"


def show_levers(index: OpenIndex, request: Request, expected: str) -> None:
    """Draw the changes that were tried for the expected document, once they are asked for."""
    opened = st.expander("What would have saved this query?", icon=":material/tune:", key="levers", on_change="rerun")
    if not opened.open:
        return
    with opened:
        if index.embedder is None and not index.model_refusal:
            prose(WAITS, "small")
            return
        asked = (request.k, request.where, Retriever.EMBEDDING, request.weight, request.fusion, request.exact)
        draw_levers(trace_of(index, TraceRequest(request.query, expected, *asked)))


def draw_levers(growing: Growing[Trace]) -> None:
    """Draw what was tried so far."""
    if growing.value is None:
        prose(FOLLOWING, "small")
    elif growing.value.remedies or growing.alive:
        show_remedies(growing.value, alive=growing.alive)
    else:
        prose(growing.value.summary, "small", literal=True)
    explaining.watch((growing,))
