"""What a comparison of then and now gave: the answer, in what, what shows it best, what follows, the numbers."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.monitor import sentence
from inspector.records.drift import Drift, Drifting
from inspector.stores.collection import Collection
from inspector.text import shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.health.finding import EXAMPLES_HELP, name, question
from inspector.ui.runtime import links, state
from inspector.ui.runtime.boundary import plain

LINK_LENGTH = 60


def show_result(path: Path, collection: Collection, result: Drift) -> None:
    """Draw a result."""
    with st.container(border=True, gap="small", key="drift result"):
        prose(sentence.headline(result), "lead")
        prose(f"Then: {result.then_name}. Now: {result.now_name}.", "small", literal=True)
        if result.turnover is not None:
            prose(sentence.came_and_went(result.turnover))
        what, follows = st.columns([1, 1], gap="medium")
        with what, st.container(gap="small"):
            _in_what(result)
        with follows, st.container(gap="small"):
            _examples(path, collection, result)
            _moved(path, result)
        for note in result.notes:
            prose(note, "small", literal=True)
        lines = sentence.proof(result)
        if lines:
            with st.expander("The numbers behind this", icon=":material/straighten:", key="drift numbers"):
                for line in lines:
                    prose(f"{line}.", "small", literal=True)


def _in_what(result: Drift) -> None:
    if result.vocabulary is not None:
        prose("In which words", "small")
        for said in sentence.words(result.vocabulary):
            prose(said)
    lines = sentence.means(result)
    if lines:
        prose("In how the model reads them", "small")
        for line in lines:
            prose(line, literal=True)


def _examples(path: Path, collection: Collection, result: Drift) -> None:
    """Offer what shows best what came, each in its own search."""
    home = state.home()
    if not result.examples or home is None:
        return
    if result.drifting is Drifting.QUERIES:
        prose("Queries that show it best", "small")
        for example in result.examples:
            _query_link(home, path, example.id, shortened(example.title, LINK_LENGTH))
        return
    ids = [each.id for each in result.examples]
    known = [each for each, row in zip(ids, collection.rows_of(ids), strict=True) if row >= 0]
    if known:
        st.caption("Documents that show it best", width="content", help=EXAMPLES_HELP)
    for document in collection.documents(known):
        view = links.view_of(path, query=question(document), expected=document.id)
        st.page_link(home, label=plain(name(document)), query_params=view)


def _moved(path: Path, result: Drift) -> None:
    """Offer the queries whose neighbors changed most."""
    home = state.home()
    if result.neighbors is None or not result.neighbors.worst or home is None:
        return
    prose("Queries whose neighbors changed most", "small")
    for each in result.neighbors.worst:
        label = shortened(f"{each.new} of {each.of} new: {each.text}", LINK_LENGTH)
        _query_link(home, path, each.text, label)


def _query_link(home: object, path: Path, query: str, label: str) -> None:
    view = links.view_of(path, query=query[: links.MAX_QUERY], expected="")
    st.page_link(home, label=plain(label), query_params=view)  # type: ignore[arg-type]
