"""What people judged in this app: how much, by whom, where they disagree, and the files to take along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from inspector.evaluate.judged import export_texts
from inspector.records.judged import Judged, JudgedSet
from inspector.stores.collection import Collection
from inspector.text import counted, listed, quoted, shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.evaluate.one_query import BLIND_VIEW
from inspector.ui.runtime import judging, state

NOBODY = "Nobody has judged anything in this app yet."
HOW = (
    'On Inspect, type a query and turn on "Judge": each result can be graded from 0 (does not answer it at all) to 3 '
    "(answers it fully). Blind, all three searches are put into one list in random order, so that no ranking "
    "influences the grades."
)
ANONYMOUS = "somebody without a name"
MOST_DISPUTED = 20
QUERY_LENGTH, DOC_LENGTH = 80, 40


def show_made_here(collection: Collection) -> None:
    """Draw the judgements made in this app."""
    judged = judging.judged(judging.set_name(collection))
    st.subheader("Judgements made here", anchor=False)
    prose(told(judged) if judged.statements else NOBODY)
    if judged.unreadable:
        lines = counted(len(judged.unreadable), "line")
        prose(
            f"{lines} of their file cannot be read; what they say is left out, and nothing of it is deleted.", "small"
        )
    if not judged.judged:
        prose(HOW, "small")
    _draw_disputed([each for each in judged.judged if each.disputed])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if judged.judged:
            _draw_downloads(judged)
        home = state.home()
        if home is not None:
            st.page_link(home, label="Judge blind", icon=":material/how_to_vote:", query_params=BLIND_VIEW)


def told(judged: JudgedSet) -> str:
    """Say how much was judged, by whom, and how often two people disagree."""
    queries = len({each.query for each in judged.judged})
    relevant = sum(each.grade > 0 for each in judged.judged)
    people = sorted({statement.who for each in judged.judged for statement in each.statements})
    said = (
        f"{counted(len(judged.judged), 'document')} judged for {queries:,} {'query' if queries == 1 else 'queries'}, "
        f"{relevant:,} of them relevant"
    )
    by = f", by {listed([each or ANONYMOUS for each in people])}" if any(people) else ""
    apart = judged.disagreements
    disputes = f" On {apart:,} of them people disagree; the later grade counts." if apart else ""
    return f"{said}{by}.{disputes}"


def _draw_disputed(disputed: Sequence[Judged]) -> None:
    if not disputed:
        return
    with st.expander(f"Where people disagree ({len(disputed):,})", icon=":material/forum:", key="evaluate disputed"):
        for each in disputed[:MOST_DISPUTED]:
            query, doc = quoted(shortened(each.query, QUERY_LENGTH)), shortened(each.doc, DOC_LENGTH)
            prose(f"{query}, {doc}: graded {who_said(each)}.")
        if len(disputed) > MOST_DISPUTED:
            prose(f"And {len(disputed) - MOST_DISPUTED:,} more; all are in the file of judgements.", "small")


def who_said(judged: Judged) -> str:
    """Say who gave a document which grade, in the order in which they were given."""
    return listed([f"{each.grade} by {each.who or ANONYMOUS}" for each in judged.statements])


def _draw_downloads(judged: JudgedSet) -> None:
    for label, name, place in (("Queries", "queries.jsonl", 0), ("Judgements", "judgements.jsonl", 1)):
        st.download_button(
            label,
            partial(_text, judged, place),
            name,
            "application/jsonl",
            key=f"evaluate made {label}",
            icon=":material/download:",
            on_click="ignore",
        )


def _text(judged: JudgedSet, place: int) -> bytes:
    return export_texts(judged)[place].encode("utf-8", errors="replace")
