"""Links between Inspect and Missing document: the same index, query, filter, settings and expected document.

Invariant: a link carries what differs from the ordinary settings and nothing else; a query too long for a link is left
to the session, as everywhere.
"""

from __future__ import annotations

import streamlit as st

from inspector.records.results import Request, Retriever
from inspector.ui.parts.elsewhere import link_to
from inspector.ui.runtime import links, state
from inspector.ui.runtime.links import Param, View

RETRIEVER = "retriever"
"""The link's parameter for the list that the document should be in, and the key of its widget."""

SLUG = "missing"


def view_of(request: Request, expected: str) -> View | None:
    """Give the query parameters of a view of this index; None before one is open.

    Raises:
        StoreError: the index cannot be opened.
    """
    from inspector.ui.parts.query_bar import FUSIONS  # which draws the link, so it cannot be known earlier

    path = state.last_index()
    if path is None:
        return None
    view = links.view_of(path, query=request.query, expected=expected, where=request.where)
    usual = Request("")
    settings = {
        Param.K: (request.k, usual.k),
        Param.FUSION: (FUSIONS[request.fusion], FUSIONS[usual.fusion]),  # bound widgets put their labels into the link
        Param.WEIGHT: (request.weight, usual.weight),
    }
    view |= {param: str(value) for param, (value, ordinary) in settings.items() if value != ordinary}
    if links.liked_document():
        view[Param.LIKE] = links.liked_document()
    if request.exact:
        view[Param.EXACT] = "true"
    if len(request.query) > links.MAX_QUERY:
        del view[Param.QUERY]
    return view


def link_to_missing(request: Request, expected: str, label: str) -> None:
    """Draw a link to the page Missing document."""
    view = view_of(request, expected)
    if view is not None:
        link_to(SLUG, label, view)


def link_to_inspect(request: Request, expected: str) -> None:
    """Draw a link to Inspect."""
    view, home = view_of(request, expected), state.home()
    if view is not None and home is not None:
        st.page_link(home, label="Open in Inspect", icon=":material/troubleshoot:", query_params=view)


def asked_retriever() -> Retriever:
    """Draw the choice of the list that the document should be in, and give it."""
    chosen = st.segmented_control(
        "Missing from which list?",
        options=list(Retriever),
        default=Retriever.EMBEDDING,
        required=True,
        key=RETRIEVER,
        bind="query-params",
        persist_state="session",
        help="The list of the search that your users see: by meaning, by words, or both combined.",
    )
    return Retriever(chosen or Retriever.EMBEDDING)
