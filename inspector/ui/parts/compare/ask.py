"""What both indexes are asked with: the sample's judged queries, documents, pasted or uploaded queries."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.errors import InspectorError
from inspector.records.comparison import DOCUMENTS_ASKED
from inspector.stores.collection import Collection
from inspector.text import shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.uploads import judged_field, queries_field, read
from inspector.ui.runtime import comparing
from inspector.ui.runtime.boundary import draw_error
from inspector.ui.runtime.given import Given, sample_judged

MAX_K = 50
JUDGED_HELP = "Query id, document id and grade: TSV, BEIR's or TREC's form."
PLACEHOLDER = "how do I reset my password\nerror E-1042"
SETTINGS_KEYS = "compare k", "compare exact", "compare where"
NAME_LENGTH = 60

Pair = tuple[Path, Path]
Collections = tuple[Collection, Collection]


def draw_ask(pair: Pair, collections: Collections) -> None:
    """Draw the ways to ask, and the settings.

    Args:
        pair: The two index folders.
        collections: The two indexes, opened.
    """
    sample = sample_judged(collections[0].name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if sample and st.button("Ask the sample's judged queries", icon=":material/play_arrow:", type="primary"):
            _start(pair, collections, "the sample's judged queries", *sample)
        if st.button(
            "Ask with documents",
            icon=":material/description:",
            type="secondary" if sample else "primary",
            key="compare documents",
            help=f"{DOCUMENTS_ASKED} documents that both indexes have ask for what is near to them: no queries needed.",
        ):
            _start(pair, collections, "documents in place of queries")
    pasted, uploaded = st.tabs(["Paste queries", "Upload files"], key="compare ways")
    with pasted:
        text = st.text_area("Queries, one a line", key="compare text", height=140, placeholder=PLACEHOLDER)
        if st.button("Ask these", icon=":material/compare_arrows:", key="compare pasted", disabled=not text.strip()):
            _start(pair, collections, "pasted queries", Given("pasted.txt", text))
    with uploaded:
        _draw_upload(pair, collections)
    with st.expander("Settings", icon=":material/tune:", key="compare settings"):
        left, right = st.columns(2, gap="medium")
        left.number_input("Length of the lists (k)", 1, MAX_K, 10, key=SETTINGS_KEYS[0])
        right.text_input("Only documents with", placeholder="field=value", key=SETTINGS_KEYS[2])
        st.toggle(
            "Search all vectors",
            key=SETTINGS_KEYS[1],
            help="Leaves ANN structures out on both sides, so that only documents, vectors and model differ.",
        )


def _draw_upload(pair: Pair, collections: Collections) -> None:
    left, right = st.columns(2, gap="medium")
    queries = queries_field(left, "compare queries")
    judged = judged_field(right, "compare judged", "What is relevant (optional)", said=JUDGED_HELP)
    clicked = st.button(
        "Ask this file", icon=":material/compare_arrows:", key="compare uploaded", disabled=queries is None
    )
    if clicked and queries is not None:
        try:
            given, grades = read(queries), read(judged) if judged is not None else None
        except InspectorError as error:
            draw_error(error)
            return
        _start(pair, collections, shortened(queries.name, NAME_LENGTH), given, grades)


def _start(
    pair: Pair, collections: Collections, name: str, queries: Given | None = None, judged: Given | None = None
) -> None:
    """Start the job, so that mistakes in what was given are said here."""
    try:
        comparing.start(pair, collections, name, comparing.settings_typed(SETTINGS_KEYS), queries, judged)
    except InspectorError as error:
        draw_error(error)
        return
    st.rerun()


def describe_offer(collections: Collections) -> None:
    """Draw what the page does, before anything was asked."""
    before, after = collections
    prose(
        f'Ask "{before.name}" and "{after.name}" the same things, and see how many lists change, by how much, and '
        "which change does it. Takes seconds to minutes, mostly for reading the queries.",
        "lead",
    )
