"""One query of an evaluation: its relevant documents, where each search has them, and the pages that explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from inspector.records.results import Retriever
from inspector.records.runs import Query
from inspector.stores.collection import Collection
from inspector.text import counted, ordinal, quoted, shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.elsewhere import link_to
from inspector.ui.parts.evaluate.names import heading, label
from inspector.ui.parts.missing.between import RETRIEVER
from inspector.ui.runtime import evaluated, evaluating, links, state
from inspector.ui.runtime.evaluated import Kept
from inspector.ui.runtime.links import Param, View

MISSING = "missing"
MOST_DOCUMENTS = 8
TITLE_LENGTH = 90
FIRST = 10
"""A relevant document further down counts as missed here."""


def show_query(path: Path, collection: Collection, kept: Kept, place: int, run: str) -> None:
    """Draw one query.

    Args:
        path: The index folder.
        collection: The index, opened.
        kept: The evaluation.
        place: Which of its queries, 0-based.
        run: The run the table is about; what it misses is linked.
    """
    query = kept.found.queries[place]
    relevant = wanted(evaluated.grades(kept, query.id))
    names = kept.found.retrievers
    ranks = {name: evaluated.places(kept, name, query.id) for name in names}
    missed = [doc for doc in relevant if ranks[run].get(doc, FIRST + 1) > FIRST]
    with st.container(border=True, gap="small", key="evaluate query"):
        prose(quoted(shortened(query.text or query.id, 300)), "lead")
        if not relevant:
            prose("The judgements of this query are no longer kept; evaluate again to see them.", "small")
        else:
            prose(_counted(relevant, missed, run))
        titles = _titles(collection, relevant[:MOST_DOCUMENTS])
        for doc in relevant[:MOST_DOCUMENTS]:
            prose(_line(doc, titles, evaluated.grades(kept, query.id)[doc], ranks), "small")
        if len(relevant) > MOST_DOCUMENTS:
            prose(f"And {len(relevant) - MOST_DOCUMENTS:,} more.", "small")
        _links(path, kept, query, (missed or relevant or [""])[0], run, missed=bool(missed))


def wanted(grades: Mapping[str, int]) -> list[str]:
    """Give the relevant documents of a query, the highest grade first."""
    return [doc for doc, grade in sorted(grades.items(), key=lambda each: -each[1]) if grade > 0]


def _counted(relevant: Sequence[str], missed: Sequence[str], run: str) -> str:
    if len(relevant) == 1:
        return f"{heading(run)}: the relevant document is {'not ' if missed else ''}within the first {FIRST}."
    if not missed:
        return f"{heading(run)}: all {len(relevant):,} relevant documents are within the first {FIRST}."
    total = counted(len(relevant), "relevant document")
    verb = "is" if len(missed) == 1 else "are"
    return f"{heading(run)}: of {total}, {len(missed):,} {verb} not within the first {FIRST}."


def _line(doc: str, titles: Mapping[str, str], grade: int, ranks: Mapping[str, Mapping[str, int]]) -> str:
    stands = ", ".join(
        f"{label(name)} {ordinal(found[doc]) if doc in found else 'not found'}" for name, found in ranks.items()
    )
    title = titles.get(doc)
    named = f"{quoted(shortened(title, TITLE_LENGTH))} ({doc})" if title else quoted(doc)
    gone = "" if doc in titles else " is not in the index"
    return f"{named}{gone}, grade {grade}: {stands}."


def _titles(collection: Collection, docs: Sequence[str]) -> Mapping[str, str]:
    """Give the titles of those documents that are in the index."""
    known = [doc for doc, row in zip(docs, collection.rows_of(docs), strict=True) if row >= 0]
    return {document.id: document.title for document in collection.documents(known)} if known else {}


def _links(path: Path, kept: Kept, query: Query, doc: str, run: str, *, missed: bool) -> None:
    home = state.home()
    if home is None:
        return
    view = view_of(path, kept, query, doc)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if missed:
            retriever = {RETRIEVER: run} if run in set(Retriever) else {}
            link_to(MISSING, "Why it is missing", {**view, **retriever})
        st.page_link(home, label="Inspect", icon=":material/troubleshoot:", query_params=view)
        st.page_link(
            home,
            label="Judge it",
            icon=":material/how_to_vote:",
            query_params={**{key: value for key, value in view.items() if key != Param.EXPECTED}, **BLIND_VIEW},
            help="Its results in one list, without saying which search found them.",
        )


BLIND_VIEW: View = {Param.JUDGE: "true", Param.BLIND: "true"}


def view_of(path: Path, kept: Kept, query: Query, expected: str) -> View:
    """Give the query parameters of a view of one query as it was evaluated.

    Raises:
        StoreError: the index cannot be opened.
    """
    view = links.view_of(path, query=query.text, expected=expected, where=evaluating.where_of(kept.asked))
    if not expected:
        del view[Param.EXPECTED]
    if len(query.text) > links.MAX_QUERY:
        del view[Param.QUERY]
    if "--exact" in kept.asked.options:
        view[Param.EXACT] = "true"
    return view
