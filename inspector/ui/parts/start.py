"""Before the first query: what to do, and for the sample a few queries that are worth a look."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from inspector.stores.collection import Collection
from inspector.ui.components.prose import prose
from inspector.ui.runtime import links, sample


@dataclass(frozen=True, slots=True)
class Example:
    """A query of the sample that shows something.

    Attributes:
        query: As people type it.
        shows: What there is to see, one short sentence that holds whatever the sample's exact ranks are.
    """

    query: str
    shows: str


EXAMPLES = (
    Example("nlargest", "A function's exact name: keyword search has it at once, the embedding far down."),
    Example("how do I copy a nested list", "Some results are one and the same text. Is copy.deepcopy among them?"),
    Example(
        "copy a file but not its permissions", "Neither search reads “not”: the first results are about permissions."
    ),
    Example("how do I bake bread", "Nothing in this collection answers that. Does the page notice?"),
)


def show_start(collection: Collection) -> None:
    """Draw the empty state."""
    prose("Type the query that went wrong, and see why each result is where it is.", "lead")
    if collection.name != sample.NAME:
        prose("Word by word, on a map, and beside keyword search.", "small")
        return
    prose("Or begin with one of these:", "small")
    for number, example in enumerate(EXAMPLES):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"example-{number}"):
            st.button(example.query, icon=":material/search:", on_click=links.set_query, args=(example.query,))
            prose(example.shows, "small")
