"""What is asked: the document that should have come, found by id, title or passage, and the list it is missing from.

Invariant: only the link knows the document, so a shared link asks the same question.
"""

from __future__ import annotations

import streamlit as st

from inspector.inspection import OpenIndex
from inspector.records.documents import Document
from inspector.records.results import Request
from inspector.text import quoted, shortened
from inspector.ui.components.marked_text import marked_text
from inspector.ui.components.prose import prose
from inspector.ui.parts.missing.between import link_to_inspect
from inspector.ui.parts.missing.offers import PLACEHOLDER, draw_offers
from inspector.ui.runtime import links

TITLE = 120
LABEL = "Which document should have come?"


def choose_document(index: OpenIndex) -> None:
    """Draw the box to find the document in, and what it may be."""
    wanted = st.text_input(
        LABEL,
        key="missing words",
        placeholder=PLACEHOLDER,
        icon=":material/diamond:",
    )
    draw_offers(index, wanted, key="missing", unknown=True)


def show_chosen(index: OpenIndex, request: Request, expected: str) -> None:
    """Draw which document it is about, with its text, a way to choose another, and the same question in Inspect."""
    document = chosen_document(index, expected)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="chosen"):
        prose(chosen_sentence(document, expected))
        if document is not None:
            with st.popover("Read it", icon=":material/article:", type="tertiary"):
                marked_text(document.text, key="chosen text", label="Text of the document")
        st.button(
            "Choose another",
            icon=":material/edit:",
            type="tertiary",
            on_click=links.expect_document,
            args=(None,),
        )
        if request.query.strip():
            link_to_inspect(request, expected)


def chosen_document(index: OpenIndex, expected: str) -> Document | None:
    """Give the document of that id; None where there is none."""
    there = index.collection.rows_of([expected])[0] >= 0
    return index.collection.documents((expected,))[0] if there else None


def chosen_sentence(document: Document | None, expected: str) -> str:
    """Name the document that should have come."""
    if document is None or not document.title.strip():
        return f"◆ Should have come: {quoted(shortened(expected, TITLE))}"
    return f"◆ Should have come: {quoted(shortened(document.title, TITLE))} ({shortened(document.id)})"
