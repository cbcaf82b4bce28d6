"""The document that should have been found: chosen by id or by its words, marked in lists and map, and where it stands.

Invariant: only the link knows it, so a shared link shows the same expectation.
"""

from __future__ import annotations

import streamlit as st

from inspector.diagnose.trace.identity import best_chunk
from inspector.inspection import OpenIndex
from inspector.records.inspection import Inspection
from inspector.records.results import Request
from inspector.records.trace import TraceRequest
from inspector.text import listed, quoted, shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.lists import embedding_label, hybrid_label, keyword_label
from inspector.ui.parts.missing.between import link_to_missing
from inspector.ui.parts.missing.offers import PLACEHOLDER, draw_offers
from inspector.ui.runtime import links, memo


def choose_expected(index: OpenIndex) -> None:
    """Draw the choice of the expected document."""
    chosen = links.expected_document()
    with st.popover("Expected" if chosen is None else "Expected: 1", icon=":material/diamond:"):
        if chosen is not None:
            st.button("Expect none", icon=":material/close:", on_click=links.expect_document, args=(None,))
        wanted = st.text_input("Which document should have been found?", placeholder=PLACEHOLDER, key="expected words")
        draw_offers(index, wanted, key="expect")


def expected_here(index: OpenIndex, request: Request) -> str | None:
    """Give the document that the link expects, of a parent the chunk that stands best; None where there is none.

    Raises:
        EmbedderError: the model failed.
    """
    wanted = links.expected_document()
    if wanted is None or index.collection.rows_of([wanted])[0] >= 0:
        return wanted
    asked = TraceRequest(request.query, wanted, request.k, request.where)
    model = index.embedder.fingerprint if index.embedder else None
    return memo.remembered("chunk", (index.collection.fingerprint, model, asked), lambda: best_chunk(index, asked))


def show_expected(index: OpenIndex, inspection: Inspection, expected: str) -> None:
    """Draw where the expected document stands, with a way to see why; the link may name its parent."""
    wanted = links.expected_document() or expected
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="expected"):
        passes, parent = _passes(index, inspection, expected), wanted if wanted != expected else ""
        prose(expected_sentence(inspection, expected, passes=passes, parent=parent), "body")
        st.button(
            "Show why",
            icon=":material/arrow_downward:",
            type="tertiary",
            on_click=links.select_document,
            args=(expected,),
        )
        link_to_missing(inspection.request, wanted, "Why is it missing?")


def _passes(index: OpenIndex, inspection: Inspection, expected: str) -> bool:
    mask = index.collection.matching(inspection.request.where)
    return mask is None or bool(mask[index.collection.rows_of([expected])[0]])


def expected_sentence(inspection: Inspection, expected: str, *, passes: bool = True, parent: str = "") -> str:
    """Say where the three searches have the expected document.

    Args:
        inspection: The answer.
        expected: Id of the document.
        passes: Whether it passes the filter.
        parent: Id of the whole that was expected, where the document is its chunk that stands best; else empty.
    """
    document = inspection.document(expected)
    name = quoted(shortened((document.title or document.id) if document else expected))
    if parent:
        name = f"{quoted(shortened(parent))}, whose best chunk is {name}"
    if not passes:
        conditions = listed([f"{each.field}={each.value}" for each in inspection.request.where])
        return f"◆ You expected {name}: the filter {quoted(conditions)} leaves it out of all three lists."
    places = [f"keyword {keyword_label(inspection.standing(expected))}"]
    if inspection.neighbors:
        hybrid = f"hybrid {hybrid_label(inspection, expected)}"
        places = [f"embedding {_embedding_place(inspection, expected)}", *places, hybrid]
    return f"◆ You expected {name}: {', '.join(places)}."


def _embedding_place(inspection: Inspection, expected: str) -> str:
    """Say where the embedding really has a document, and whether the index that production uses returns it."""
    standing = inspection.standing(expected)
    label = embedding_label(standing)
    returned = any(hit.id == expected for hit in inspection.neighbors)
    within = standing and standing.neighbor_rank and standing.neighbor_rank <= len(inspection.neighbors)
    return f"{label} but not returned by the index" if within and not returned else label
