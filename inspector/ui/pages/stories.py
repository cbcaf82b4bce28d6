"""Failure stories: searches of the sample that really fail, each one click from its view.

Those that need a broken index offer to make the copy first, as a job.
"""

from __future__ import annotations

import streamlit as st

from inspector.records.stories import Story
from inspector.sample.faults import FAULTS, Fault
from inspector.sample.stories import stories
from inspector.text import quoted
from inspector.ui.components.prose import prose
from inspector.ui.parts.cases.live import link_to_case, link_to_presentation
from inspector.ui.parts.story import tell_why
from inspector.ui.runtime import copies, job_view, links, state, story_cases
from inspector.ui.runtime.boundary import boundary
from inspector.ui.runtime.cases import Told
from inspector.ui.runtime.left_filter import leave_filter

WIDTH = 860
MISSING = (
    "The sample data is not beside the program: the folder sample_data is missing. Clone the repository again, or work "
    "on an index of your own."
)


def render() -> None:
    """Draw the page."""
    leave_filter()
    with st.container(width=WIDTH):
        st.title("Failure stories", anchor=False)
        told = stories()
        if not told or copies.index_of(None) is None:
            st.warning(MISSING, icon=":material/folder_off:")
            return
        st.markdown(
            "Searches in the help centre of an invented product, with a real model. Each one fails. Open it and see "
            "whether you can tell why before you read the story."
        )
        link_to_presentation(Told.STORIES, "Present these, one a screen")
        st.header("On a healthy index", anchor=False)
        for story in told:
            if not story.fault:
                _draw(story, None)
        st.header("On an index that broke", anchor=False)
        for fault in FAULTS:
            with boundary(fault.title):
                _draw_fault(fault, [story for story in told if story.fault == fault.name])


def _draw_fault(fault: Fault, told: list[Story]) -> None:
    """Draw a fault with the stories it tells, or with the way to make its copy."""
    st.subheader(fault.title, anchor=False)
    prose(fault.says)
    if copies.index_of(fault) is None:
        status = job_view.watch(copies.job_of(fault))
        job_view.draw_end(status, "The copy could not be made.")
        if status is None or not status.alive:
            st.button(
                "Make this copy",
                icon=":material/content_copy:",
                key=f"make {fault.name}",
                help="Builds a broken copy of the sample's index beside it; takes a few seconds.",
                on_click=copies.make,
                args=(fault,),
            )
    for story in told:
        _draw(story, fault)


def _draw(story: Story, fault: Fault | None) -> None:
    with st.container(border=True, gap="xsmall", key=f"story {story.id}"):
        prose(quoted(story.query), "lead")
        prose(story.asked)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            path, home = copies.index_of(fault), state.home()
            if path is not None and home is not None:
                view = links.view_of(path, query=story.query, expected=story.expected, where=story.where)
                st.page_link(home, label="Open this search", icon=":material/arrow_forward:", query_params=view)
                link_to_case(f"{story_cases.BEFORE}{story.id}", "As a case")
            with st.popover("Why it fails", type="tertiary"):
                tell_why(story)
