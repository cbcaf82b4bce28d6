"""What an evaluation is asked with: judgements made here, the sample's, pasted or uploaded ones; and how it is made."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.errors import InspectorError
from inspector.evaluate.judged import export_texts
from inspector.evaluate.measures import DEFAULT_MEASURES
from inspector.records.judged import JudgedSet
from inspector.stores.collection import Collection
from inspector.text import shortened
from inspector.ui.parts.uploads import MAX_MEGABYTES, judged_field, queries_field, read
from inspector.ui.runtime import evaluating, judging
from inspector.ui.runtime.boundary import draw_error
from inspector.ui.runtime.given import Given, sample_judged

MAX_DEPTH = 1000
NAME_LENGTH = 60
RUN_FILES = ("run", "txt", "trec")
SETTINGS_KEYS = "evaluate measures", "evaluate k", "evaluate where", "evaluate exact"
QUERIES_SHOWN = '{"id": "q1", "text": "how do I reset my password"}\n{"id": "q2", "text": "error E-1042"}'
JUDGED_SHOWN = "query\tdoc\tgrade\nq1\tKB-17\t2\nq2\tKB-204\t3"
QUERIES_HELP = "JSON lines or a table with id and text; or one query a line, which then is its own id."
JUDGED_HELP = (
    "Query id, document id and grade, 0 for not relevant: a table with the header query, doc, grade; BEIR's "
    "query-id, corpus-id, score; TREC's four columns; or JSON lines."
)
RUN_HELP = (
    "Lists that another system or an earlier version gave for the same queries: query, Q0, document, rank, score, tag."
)


def draw_ask(path: Path, collection: Collection) -> None:
    """Draw the ways to give judged queries, and the settings.

    Args:
        path: The index folder.
        collection: The index, opened.
    """
    judged = judging.judged(judging.set_name(collection))
    here = bool(judged.judged)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if here:
            _draw_here(path, collection, judged)
        sample = sample_judged(collection.name)
        if sample:
            _draw_sample(path, collection, sample, first=not here)
    pasted, uploaded = st.tabs(["Paste", "Upload files"], key="evaluate ways")
    with pasted:
        _draw_paste(path, collection)
    with uploaded:
        _draw_upload(path, collection)
    _draw_settings(collection)


def _draw_sample(path: Path, collection: Collection, sample: tuple[Given, Given], *, first: bool) -> None:
    if st.button(
        "Use the sample's judged queries",
        icon=":material/play_arrow:",
        key="evaluate sample",
        type="primary" if first else "secondary",
    ):
        _start(path, collection, "the sample's judged queries", *sample)


def _draw_here(path: Path, collection: Collection, judged: JudgedSet) -> None:
    queries = len({each.query for each in judged.judged})
    if st.button(
        "Use the judgements made here",
        icon=":material/how_to_vote:",
        key="evaluate here",
        type="primary",
        help=f"{len(judged.judged):,} judgements on {queries:,} {'query' if queries == 1 else 'queries'}.",
    ):
        asked, said = export_texts(judged)
        _start(
            path, collection, "the judgements made here", Given("queries.jsonl", asked), Given("judgements.jsonl", said)
        )


def _draw_paste(path: Path, collection: Collection) -> None:
    left, right = st.columns(2, gap="medium")
    queries = left.text_area("Queries", key="evaluate text", height=150, placeholder=QUERIES_SHOWN, help=QUERIES_HELP)
    judged = right.text_area(
        "What is relevant", key="evaluate grades", height=150, placeholder=JUDGED_SHOWN, help=JUDGED_HELP
    )
    ready = bool(queries.strip() and judged.strip())
    if st.button("Evaluate with these", icon=":material/balance:", key="evaluate pasted", disabled=not ready):
        _start(path, collection, "pasted queries", Given("queries.txt", queries), Given("judgements.txt", judged))


def _draw_upload(path: Path, collection: Collection) -> None:
    left, right = st.columns(2, gap="medium")
    queries = queries_field(left, "evaluate queries", said=QUERIES_HELP)
    judged = judged_field(right, "evaluate judged", "What is relevant", said=JUDGED_HELP)
    missing = queries is None or judged is None
    clicked = st.button(
        "Evaluate with these files", icon=":material/balance:", key="evaluate uploaded", disabled=missing
    )
    if clicked and queries is not None and judged is not None:
        try:
            given, grades = read(queries), read(judged)
        except InspectorError as error:
            draw_error(error)
            return
        _start(path, collection, shortened(queries.name, NAME_LENGTH), given, grades)


def _draw_settings(collection: Collection) -> None:
    measures, depth, where, exact = SETTINGS_KEYS
    with st.expander(
        "Settings, and lists of another system to compare with", icon=":material/tune:", key="evaluate settings"
    ):
        st.text_input(
            "Measures",
            key=measures,
            placeholder=", ".join(DEFAULT_MEASURES),
            help="By their ir-measures names, the one that decides first. How much was judged is always taken beside.",
        )
        left, right = st.columns(2, gap="medium")
        left.number_input("Length of the lists (k)", 1, MAX_DEPTH, evaluating.DEPTH, key=depth)
        right.text_input("Only documents with", placeholder="field=value", key=where)
        if collection.has_ann:
            st.toggle("Search all vectors", key=exact, help="Leaves the ANN structure out, whatever production does.")
        st.file_uploader(
            "Ranked lists of another system (TREC run files)",
            type=list(RUN_FILES),
            accept_multiple_files=True,
            key="evaluate runs",
            max_upload_size=MAX_MEGABYTES,
            help=RUN_HELP,
        )


def _start(path: Path, collection: Collection, name: str, queries: Given, judged: Given) -> None:
    """Start the job, so that mistakes in what was given are said here."""
    try:
        runs = tuple(map(read, evaluating.uploads("evaluate runs")))
        evaluating.start(path, collection, name, queries, judged, evaluating.settings_typed(SETTINGS_KEYS), runs)
    except InspectorError as error:
        draw_error(error)
        return
    st.rerun()
