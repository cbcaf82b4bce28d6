"""A failure story that is no case yet: told as it is written, while its case is made or what that needs is missing."""

from __future__ import annotations

import streamlit as st

from inspector.ui.components.prose import prose
from inspector.ui.components.told_story import told_story
from inspector.ui.parts.cases.told import told_before
from inspector.ui.parts.model_status import show_model_status
from inspector.ui.runtime import copies, engine, explaining, job_view, story_cases
from inspector.ui.runtime.story_cases import StoryCase

MEASURES = "This story is being measured on the living index; ranks and remedies follow."
NO_COPY = "The index that shows this, a broken copy of the sample, is not made yet. The story is told as it is written."
NO_MODEL = "Without its model this story cannot be measured. It is told as it is written."


def show_unmade(looked: StoryCase, *, large: bool = False) -> None:
    """Draw what can be told of a story now, and how far the rest is.

    Args:
        looked: The story as far as it is a case; not made yet.
        large: In type for a projector.
    """
    story = looked.story
    told_story(
        told_before(story, story_cases.title_of(story)), large=large, key=f"story {'large' if large else 'page'}"
    )
    if looked.path is None:
        _copy(looked)
    elif looked.loading:
        contract = engine.collection(looked.path).contract
        show_model_status(lambda: engine.embedder(contract.model, contract.max_tokens))
        prose(MEASURES, "small")
    elif looked.growing is not None:
        if looked.growing.alive:
            prose(MEASURES, "small")
        explaining.watch((looked.growing,))
    else:
        prose(f"{NO_MODEL} {looked.refusal}", "small", literal=True)


def _copy(looked: StoryCase) -> None:
    """Offer to make the copy that a story needs."""
    if looked.fault is None:
        return
    status = job_view.watch(copies.job_of(looked.fault))
    job_view.draw_end(status, "The copy could not be made.")
    if status is not None and status.alive:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        prose(NO_COPY, "small")
        st.button(
            "Make this copy",
            icon=":material/content_copy:",
            key="story make copy",
            help="Builds the broken copy beside the sample; takes seconds to a minute.",
            on_click=copies.make,
            args=(looked.fault,),
        )
