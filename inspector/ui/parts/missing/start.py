"""Before anything is asked: what the page answers, and for the sample the searches that are known to fail."""

from __future__ import annotations

import streamlit as st

from inspector.records.stories import Story
from inspector.sample import location
from inspector.sample.stories import stories
from inspector.stores.collection import Collection
from inspector.ui.components.prose import prose
from inspector.ui.parts.missing.between import RETRIEVER
from inspector.ui.runtime import links, state
from inspector.ui.runtime.links import Param


def show_start(collection: Collection) -> None:
    """Draw the empty state."""
    prose("Name a query and the document that should have come: this page says why it did not.", "lead")
    told = stories_of(collection.name)
    if not told:
        prose("It follows the document from the index to the list, and tries what would bring it back.", "small")
        return
    prose("Or begin with one of these. Each document is missing for a reason of its own:", "small")
    for story in told:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"missing {story.id}"):
            st.button(story.query, icon=":material/search:", on_click=_ask, args=(story,))
            prose(story.asked, "small")


def stories_of(index: str) -> tuple[Story, ...]:
    """Give the stories that the index of that name tells: those of the sample, or of its copy with one fault."""
    fault = location.fault_of(index)
    return () if fault is None else tuple(story for story in stories() if story.fault == fault)


def _ask(story: Story) -> None:
    links.ask_for(story.query, story.expected)
    state.set_widget(Param.WHERE, [f"{each.field}={each.value}" for each in story.where])
    if state.widget_text(RETRIEVER) != story.retriever:
        state.set_widget(RETRIEVER, story.retriever)
