"""Before the first query: what to do, and for the sample a few searches that really fail."""

from __future__ import annotations

import streamlit as st

from inspector.sample import location
from inspector.sample.stories import stories
from inspector.stores.collection import Collection
from inspector.ui.components.prose import prose
from inspector.ui.parts.cases.live import link_to_presentation
from inspector.ui.runtime import links
from inspector.ui.runtime.cases import Told

EXAMPLES = 4
"""How many of the stories the start page offers: the first ones that the healthy index tells without a filter."""


def show_start(collection: Collection) -> None:
    """Draw the empty state."""
    prose("Type the query that went wrong, and see why each result is where it is.", "lead")
    if collection.name != location.NAME:
        prose("Word by word, on a map, and beside keyword search.", "small")
        return
    prose("Or begin with one of these. Each fails, for a reason of its own:", "small")
    for story in [story for story in stories() if not story.fault and not story.where][:EXAMPLES]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"example {story.id}"):
            st.button(story.query, icon=":material/search:", on_click=links.ask_for, args=(story.query, story.expected))
            prose(story.asked, "small")
    link_to_presentation(Told.STORIES, "Show the failure stories, one a screen")
    prose("The rest are on the page “Failure stories”, with broken copies of this index to try them on.", "small")
