"""What is to be triaged: pasted, uploaded, or for the sample its own judged queries; nothing starts by itself."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.errors import InspectorError, RequestError
from inspector.evaluate.judgements import parse_judgements
from inspector.records.documents import condition
from inspector.records.results import Retriever
from inspector.records.triage import TRACED
from inspector.sample import location
from inspector.stores.collection import Collection
from inspector.triage.cases import cases_of
from inspector.triage.pasted import offer, parse_pasted
from inspector.triage.phrases import queries as in_words
from inspector.ui.components.prose import prose
from inspector.ui.runtime import triage
from inspector.ui.runtime.boundary import draw_error
from inspector.ui.runtime.triage import Asked

MAX_MEGABYTES = 100
QUERY_FILES = ("jsonl", "csv", "tsv", "txt")
JUDGED_FILES = ("tsv", "csv", "txt", "jsonl", "qrels")
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
    if location.fault_of(collection.name) is not None and location.QUERIES.is_file():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(EXAMPLE, icon=":material/play_arrow:", key="triage sample", type="primary"):
                _start(path, collection, location.QUERIES.read_bytes(), location.QUERIES.name, _sample_judged())
            prose("Questions of its customers, each with the articles that answer it. Takes a few minutes.", "small")
    pasted, uploaded = st.tabs(["Paste queries", "Upload files"], key="triage ways")
    with pasted:
        text = st.text_area("Queries", key="triage text", height=160, placeholder=PLACEHOLDER, help=offer())
        if st.button("Triage these", icon=":material/rule:", key="triage pasted"):
            _start(path, collection, text.encode("utf-8", errors="replace"), "pasted.txt", None)
    with uploaded:
        _draw_upload(path, collection)
    _draw_settings()


def _sample_judged() -> tuple[str, bytes]:
    return location.QRELS.name, location.QRELS.read_bytes()


def _draw_upload(path: Path, collection: Collection) -> None:
    left, right = st.columns(2, gap="medium")
    queries = left.file_uploader(
        "Queries",
        type=list(QUERY_FILES),
        key="triage queries",
        max_upload_size=MAX_MEGABYTES,
        help="JSON lines or a table with text, and if you like id and count (how often it was asked); or one a line.",
    )
    judged = right.file_uploader(
        "What they should find (optional)",
        type=list(JUDGED_FILES),
        key="triage judged",
        max_upload_size=MAX_MEGABYTES,
        help="Query id and document id, and if you like a grade: of a query's documents those with its highest count.",
    )
    if st.button("Triage this file", icon=":material/rule:", key="triage uploaded", disabled=queries is None):
        wanted = (judged.name, judged.getvalue()) if judged is not None else None
        if queries is not None:
            _start(path, collection, queries.getvalue(), queries.name, wanted)


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


def _start(path: Path, collection: Collection, queries: bytes, name: str, judged: tuple[str, bytes] | None) -> None:
    """Read what was given, so that mistakes are said here, and start the job."""
    try:
        asked, said = parse_pasted(_text(queries, name), name)
        found = cases_of(asked, parse_judgements(_text(judged[1], judged[0]), judged[0]) if judged else said)
        where = triage.widget_text("triage where").strip()
        if where:
            collection.matching((condition(where),))
        triage.start(
            path,
            collection,
            Asked(
                at=triage.now(),
                name=in_words(len(found.cases)),
                queries=str(triage.keep_input(name, queries)),
                judged=str(triage.keep_input(judged[0], judged[1])) if judged else "",
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


def _text(data: bytes, name: str) -> str:
    """Read a file as text.

    Raises:
        RequestError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(f"{name} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from error
