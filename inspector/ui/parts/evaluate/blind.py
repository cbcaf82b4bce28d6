"""The blind list: what all searches found for a query, in random order, to be judged without knowing who found it.

Invariant: nothing on the page tells a document's rank, score or search while it is judged: no marked words, no other
people's grades, and an order that depends on none of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from inspector.records.documents import Document
from inspector.records.inspection import Inspection
from inspector.records.judged import Judged
from inspector.records.results import HybridHit, KeywordHit, Neighbor
from inspector.stores.collection import Collection
from inspector.text import quoted, shortened
from inspector.ui.components.marked_text import marked_text
from inspector.ui.components.prose import prose
from inspector.ui.parts.evaluate.judge import draw_grades, draw_switch
from inspector.ui.parts.opened import Opened
from inspector.ui.runtime import judging

LOADING = "The model is still loading. The list follows when all searches have answered, so that none is left out."
KEYWORD_ONLY = "Only keyword search answers here: this index has no model that could be loaded."
NOTHING = "No search finds anything for this query."
DONE = 'All of them are judged. Turn off "Blind" to see which search found what.'
HOW = (
    'What all searches found, in random order. Who found it, and how high, is shown when you turn off "Blind". '
    "A grade pressed again is withdrawn."
)
BEFORE = "Type a query: what all searches find for it comes as one list in random order, for you to grade."
BEFORE_OPEN = "Type a query: each of its results can then be graded below the lists."
TEXT_LENGTH = 320
WIDTH = 860


def show_before(collection: Collection) -> None:
    """Draw what there is before a query is typed."""
    draw_switch(collection, "")
    prose(BEFORE if judging.blind() else BEFORE_OPEN, "lead")


def show_blind(setup: Opened, inspection: Inspection, switch: DeltaGenerator) -> None:
    """Draw the blind list of a query.

    Args:
        setup: The index, as far as it is ready.
        inspection: The answer.
        switch: Where the switch belongs.
    """
    collection, query = setup.index.collection, inspection.request.query.strip()
    with switch:
        draw_switch(collection, query)
    with st.container(width=WIDTH):
        if setup.loading:
            st.info(LOADING, icon=":material/hourglass_top:")
            return
        pooled = judging.blind_order(query, pool(inspection))
        if not pooled:
            st.info(NOTHING, icon=":material/search_off:")
            return
        found = judging.of_query(collection, query)
        done = sum(judging.grade_by(found.get(doc), judging.who()) is not None for doc in pooled)
        prose(f"How well do these {len(pooled):,} documents answer {quoted(shortened(query, 200))}?", "title")
        prose(HOW if setup.index.embedder else f"{HOW} {KEYWORD_ONLY}", "small")
        st.progress(done / len(pooled), text=f"{done:,} of {len(pooled):,} judged by you")
        if done == len(pooled):
            st.success(DONE, icon=":material/check_circle:")
        many = judging.shown(query)
        for doc in pooled[:many]:
            document = inspection.document(doc)
            if document is not None:
                _draw(setup, query, document, found.get(doc))
        if len(pooled) > many:
            st.button(
                f"Show more ({len(pooled) - many:,} left)", key="judge more", on_click=judging.show_more, args=(query,)
            )


def pool(inspection: Inspection) -> tuple[str, ...]:
    """Give every document of the three lists, each once."""
    found: tuple[Sequence[Neighbor | KeywordHit | HybridHit], ...] = (
        inspection.neighbors,
        inspection.keyword,
        inspection.hybrid,
    )
    return tuple(dict.fromkeys(hit.id for hits in found for hit in hits))


def _draw(setup: Opened, query: str, document: Document, found: Judged | None) -> None:
    with st.container(border=True, gap="xsmall", key=f"blind {document.id}"):
        prose(shortened(document.title, 160) if document.title.strip() else document.id, "lead", literal=True)
        text = document.text.strip()
        prose(shortened(text, TEXT_LENGTH) if text else "This document has no text.", "small", literal=True)
        if len(text) > TEXT_LENGTH:
            whole = st.expander("Whole text", key=f"blind text {document.id}", on_change="rerun", type="compact")
            if whole.open:
                with whole:
                    marked_text(document.text, key=f"blind whole {document.id}")
        draw_grades(setup.index.collection, query, document.id, found)
