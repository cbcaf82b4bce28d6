"""The document that should have been found: chosen by id or by its words, marked in lists and map, and where it stands.

Invariant: only the link knows it, so a shared link shows the same expectation.
"""

from __future__ import annotations

import streamlit as st

from inspector.inspection import OpenIndex
from inspector.records.documents import Document
from inspector.records.inspection import Inspection
from inspector.text import quoted, shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.lists import embedding_label, hybrid_label, keyword_label
from inspector.ui.runtime import links
from inspector.ui.runtime.boundary import plain

OFFERED = 6
LABEL = 80


def choose_expected(index: OpenIndex) -> None:
    """Draw the choice of the expected document."""
    chosen = links.expected_document()
    with st.popover("Expected" if chosen is None else "Expected: 1", icon=":material/diamond:"):
        if chosen is not None:
            st.button("Expect none", icon=":material/close:", on_click=links.expect_document, args=(None,))
        wanted = st.text_input(
            "Which document should have been found?", placeholder="Its id, or words of it", key="expected words"
        )
        for document in candidates(index, wanted):
            name = document.title or document.id
            st.button(
                plain(name if len(name) <= LABEL else f"{name[:LABEL]}…"),
                key=f"expect {document.id}",
                help=plain(document.id),
                on_click=links.expect_document,
                args=(document.id,),
                type="tertiary",
            )


def candidates(index: OpenIndex, wanted: str) -> tuple[Document, ...]:
    """Give the document of that id, then those that keyword search finds for the words, at most `OFFERED`."""
    if not wanted.strip():
        return ()
    collection = index.collection
    exact = (wanted.strip(),) if collection.rows_of([wanted.strip()])[0] >= 0 else ()
    found = collection.ids_at(index.keyword.score(wanted).top(OFFERED)[0])
    return collection.documents(tuple(dict.fromkeys([*exact, *found]))[:OFFERED])


def show_expected(inspection: Inspection, expected: str) -> None:
    """Draw where the expected document stands, with a way to see why."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="expected"):
        prose(expected_sentence(inspection, expected), "body")
        st.button(
            "Show why",
            icon=":material/arrow_downward:",
            type="tertiary",
            on_click=links.select_document,
            args=(expected,),
        )


def expected_sentence(inspection: Inspection, expected: str) -> str:
    """Say where the three searches have the expected document."""
    document = inspection.document(expected)
    standing = inspection.standing(expected)
    name = quoted(shortened((document.title or document.id) if document else expected))
    places = [f"keyword {keyword_label(standing)}"]
    if inspection.neighbors:
        places = [f"embedding {embedding_label(standing)}", *places, f"hybrid {hybrid_label(inspection, expected)}"]
    return f"◆ You expected {name}: {', '.join(places)}."
