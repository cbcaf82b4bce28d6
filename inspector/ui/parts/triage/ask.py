"""What is to be triaged: pasted, uploaded, or for the sample its own judged queries; nothing starts by itself."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.errors import InspectorError
from inspector.evaluate.judgements import parse_judgements
from inspector.records.documents import condition
from inspector.records.results import Retriever
from inspector.records.triage import TRACED
from inspector.stores.collection import Collection
from inspector.triage.cases import cases_of
from inspector.triage.pasted import offer, parse_pasted
from inspector.triage.phrases import queries as in_words
from inspector.ui.components.prose import prose
from inspector.ui.parts.uploads import judged_field, queries_field, read
from inspector.ui.runtime import triage
from inspector.ui.runtime.boundary import draw_error
from inspector.ui.runtime.given import Given, sample_judged
from inspector.ui.runtime.triage import Asked

JUDGED_HELP = "Query id and document id, and if you like a grade: of a query's documents those with its highest count."
LONG = "For more than a thousand lines upload a file: a browser's text box becomes slow with them."
PLACEHOLDER = "how do I reset my password\nerror E-1042\tKB-204"
RETRIEVERS = {
    Retriever.EMBEDDING.value: "the embedding",
    Retriever.HYBRID.value: "hybrid search",
    Retriever.KEYWORD.value: "keyword search",
}
EXAMPLE = "Triage the sample's judged queries"


def draw_ask(path: Path, collection: Collection) -> None:
    """Draw the ways to give queries, and the settings.

    Args:
        path: The index folder.
        collection: The index, opened.
    """
    sample = sample_judged(collection.name)
    if sample:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(EXAMPLE, icon=":material/play_arrow:", key="triage sample", type="primary"):
                _start(path, collection, *sample)
            prose("Questions of its customers, each with the articles that answer it. Takes a few minutes.", "small")
    pasted, uploaded = st.tabs(["Paste queries", "Upload files"], key="triage ways")
    with pasted:
        text = st.text_area("Queries", key="triage text", height=160, placeholder=PLACEHOLDER, help=offer())
        prose(LONG, "small")
        if st.button("Triage these", icon=":material/rule:", key="triage pasted"):
            _start(path, collection, Given("pasted.txt", text))
    with uploaded:
        _draw_upload(path, collection)
    _draw_settings()


def _draw_upload(path: Path, collection: Collection) -> None:
    left, right = st.columns(2, gap="medium")
    queries = queries_field(left, "triage queries")
    judged = judged_field(right, "triage judged", "What they should find (optional)", said=JUDGED_HELP)
    if st.button("Triage this file", icon=":material/rule:", key="triage uploaded", disabled=queries is None):
        try:
            given = [read(file) for file in (queries, judged) if file is not None]
        except InspectorError as error:
            draw_error(error)
            return
        _start(path, collection, *given)


def _draw_settings() -> None:
    with st.expander("Settings", icon=":material/tune:", key="triage settings"):
        one, two, three = st.columns(3, gap="medium")
        one.number_input("Within the first", 1, 1000, 10, key="triage k", help="How long the list is, k.")
        two.selectbox("In the list of", list(RETRIEVERS), format_func=RETRIEVERS.__getitem__, key="triage retriever")
        three.number_input(
            "Causes looked for",
            0,
            100_000,
            TRACED,
            key="triage limit",
            help="Failing queries that are followed one by one, the most frequent first. Each takes up to a second.",
        )
        st.text_input("Only documents with", placeholder="field=value", key="triage where", help="The filter, if any.")


def _start(path: Path, collection: Collection, queries: Given, judged: Given | None = None) -> None:
    """Read what was given, so that mistakes are said here, and start the job."""
    try:
        asked, said = parse_pasted(queries.text, queries.name)
        found = cases_of(asked, parse_judgements(judged.text, judged.name) if judged else said)
        where = triage.widget_text("triage where").strip()
        if where:
            collection.matching((condition(where),))
        triage.start(
            path,
            collection,
            Asked(
                at=triage.now(),
                name=in_words(len(found.cases)),
                queries=str(triage.keep_input(queries)),
                judged=str(triage.keep_input(judged)) if judged else "",
                k=triage.widget_number("triage k", 10),
                retriever=triage.widget_text("triage retriever") or Retriever.EMBEDDING.value,
                where=(where,) if where else (),
                limit=triage.widget_number("triage limit", TRACED),
            ),
        )
    except InspectorError as error:
        draw_error(error)
        return
    st.rerun()
