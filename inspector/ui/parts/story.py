"""A failure story on the page: what was asked, what should have come, and why it does not."""

from __future__ import annotations

import streamlit as st

from inspector.records.results import Request
from inspector.records.stories import Story
from inspector.sample import location
from inspector.sample.stories import story_of
from inspector.ui.components.prose import prose

CAUSE_LABEL = "Cause: "


def cause_words(story: Story) -> str:
    """Give the cause as people write it: "exact term missed"."""
    return story.cause.replace("_", " ")


def tell_why(story: Story) -> None:
    """Draw why a story's search fails."""
    prose(story.why, "body")
    prose(f"{CAUSE_LABEL}{cause_words(story)}", "small")


def show_story(index_name: str, request: Request) -> None:
    """Draw the story that this view tells, if it is one of the sample's."""
    fault = location.fault_of(index_name)
    story = story_of(request.query, fault) if fault is not None else None
    if story is None:
        return
    with st.expander("The story behind this query", icon=":material/auto_stories:", expanded=False):
        prose(story.asked, "body")
        tell_why(story)
