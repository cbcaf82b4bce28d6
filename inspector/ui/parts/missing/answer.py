"""The answer: the cause in one sentence with its word, what else is true, and where the document stands."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.records.trace import Trace
from inspector.text import ordinal
from inspector.ui.components.prose import prose
from inspector.ui.parts.missing.causes import TITLES, cause_word, paragraph_of
from inspector.ui.runtime import links
from inspector.ui.runtime.boundary import plain

COLOURS = {Retriever.EMBEDDING: "blue", Retriever.KEYWORD: "orange", Retriever.HYBRID: "violet"}
RANKS_HELP = (
    "The document's place in each search, 1 = first. The embedding's is its exact place among all documents that pass "
    "the filter, whatever the index returns."
)
UNKNOWN = "not known"
DISTANCE_HELP = "Cosine distance between query and document: 0 = same direction, 1 = unrelated, 2 = opposite."


def show_answer(trace: Trace) -> None:
    """Draw the answer."""
    with st.container(border=True, gap="small", key="answer"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _badge(trace.cause)
            if trace.cause is not None:
                with st.popover("What is this?", icon=":material/help:", type="tertiary"):
                    explain(trace.cause)
        prose(trace.summary, "title", literal=True)
        if trace.also:
            _also(trace.also)
        _standing(trace)
        _nearest(trace.nearest_ids)


def explain(cause: Cause) -> None:
    """Draw a cause's title and help paragraph."""
    st.markdown(f"**{TITLES[cause]}**")
    st.markdown(paragraph_of(cause))


def _badge(cause: Cause | None) -> None:
    if cause is None:
        st.badge(UNKNOWN, icon=":material/question_mark:", color="gray")
        return
    found = cause is Cause.FOUND
    st.badge(cause_word(cause), icon=":material/check:" if found else ":material/search_off:", color="gray")


def _also(causes: Sequence[Cause]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption("Also true:", width="content")
        for cause in causes:
            with st.popover(cause_word(cause), type="tertiary"):
                explain(cause)


def _standing(trace: Trace) -> None:
    places = " · ".join(f":{COLOURS[retriever]}[●] {NAMES[retriever]} **{at}**" for retriever, at in standing(trace))
    if places:
        st.markdown(places, help=RANKS_HELP)
    distances = distance_sentence(trace)
    if distances:
        st.caption(distances, help=DISTANCE_HELP)


NAMES = {Retriever.EMBEDDING: "embedding", Retriever.KEYWORD: "keyword", Retriever.HYBRID: "hybrid"}


def standing(trace: Trace) -> tuple[tuple[Retriever, str], ...]:
    """Say where each search has the document; nothing where there is none."""
    if trace.document is None:
        return ()
    ranks, k = trace.ranks, trace.request.k
    embedding = ordinal(ranks.exact) if ranks.exact else "no place"
    if ranks.exact and ranks.exact <= k and ranks.ann is None:
        embedding += ", not returned"
    keyword = ordinal(ranks.keyword) if ranks.keyword else "no query word"
    hybrid = ordinal(ranks.hybrid) if ranks.hybrid else "no place"
    return (Retriever.EMBEDDING, embedding), (Retriever.KEYWORD, keyword), (Retriever.HYBRID, hybrid)


def distance_sentence(trace: Trace) -> str:
    """Say how far the document is from the query, beside the last one of the list; empty where it has no distance."""
    if math.isnan(trace.distance):
        return ""
    own = f"Distance to the query {trace.distance:.3f}"
    if math.isnan(trace.kth_distance):
        return f"{own}."
    return f"{own}; the {ordinal(trace.request.k)} nearest has {trace.kth_distance:.3f}. Smaller is closer."


def _nearest(ids: Sequence[str]) -> None:
    """Offer the ids that are spelt like the one that is not there."""
    if not ids:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption("Did you mean", width="content")
        for each in ids:
            st.button(plain(each), key=f"instead {each}", on_click=links.expect_document, args=(each,), type="tertiary")
