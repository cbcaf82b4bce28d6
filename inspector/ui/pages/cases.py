"""Cases: kept searches, their list, one of them with what was seen and whether it still fails, and the presentation.

The link says which: a case, a presentation, or neither, which is the list. Nothing here needs an index to be open.
"""

from __future__ import annotations

import streamlit as st

from inspector.errors import InspectorError
from inspector.ui.components.prose import prose
from inspector.ui.parts.cases.all_replayed import ask_all, show_all
from inspector.ui.parts.cases.bring import draw_import, offer_stories
from inspector.ui.parts.cases.listing import show_list
from inspector.ui.parts.cases.live import turn_to_list, turn_to_presentation
from inspector.ui.parts.cases.presenting import show_presentation
from inspector.ui.parts.cases.unmade import show_unmade
from inspector.ui.parts.cases.view import draw_refusal, show_case
from inspector.ui.runtime import cases, story_cases
from inspector.ui.runtime.boundary import boundary, draw_error
from inspector.ui.runtime.cases import Told
from inspector.ui.runtime.left_filter import leave_filter

WIDTH = 1080
OFFER = (
    "A case keeps a search that went wrong: what was asked, what should have come, what came, and why. It opens from "
    "one link or one file, also when the index is gone, and says whether it still fails."
)
HOW = (
    'Save one with "Save as a case" on Inspect or Missing document, import a file, or begin with the searches of the '
    "sample that are known to fail."
)


def render() -> None:
    """Draw the list, a case, or the presentation, as the link says."""
    leave_filter()
    what, named = cases.presented(), cases.named()
    if what is not None:
        show_presentation(what)
    elif named:
        _case(named)
    else:
        with st.container(width=WIDTH):
            _list()


def _case(case_id: str) -> None:
    """Draw the case of that id, or why there is none."""
    with boundary("The case"):
        try:
            story = story_cases.story_named(case_id)
            if story is None:
                show_case(cases.take(case_id))
                return
        except InspectorError as error:
            draw_error(error)
            turn_to_list()
            return
        looked = story_cases.look(story)
        if looked.case is not None:
            show_case(looked.case, story=True, note=story.asked)
            return
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            turn_to_list()
            turn_to_presentation(Told.STORIES, "Present", case_id)
        show_unmade(looked)


def _list() -> None:
    """Draw the list, or what to do where nothing is on the shelf."""
    shelf = cases.listed()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="cases head"):
        st.title("Cases", anchor=False, width="stretch")
        if shelf.cases:
            turn_to_presentation(Told.CASES, "Present")
            ask_all([line.id for line in shelf.cases if not line.broken])
        draw_import()
    _undo()
    if not shelf.cases:
        prose(OFFER, "lead")
        prose(HOW)
        offer_stories(unfolded=True)
        return
    wanted = st.text_input(
        "Search the cases",
        key="cases search",
        placeholder="Words of title, query, cause, index or document",
        label_visibility="collapsed",
        icon=":material/search:",
    )
    with boundary("The replays"):
        show_all()
    with boundary("The list"):
        show_list(shelf, wanted)
    with boundary("The stories"):
        offer_stories(unfolded=False)


def _undo() -> None:
    """Offer to put back what was deleted last, and say what the last click could not do."""
    draw_refusal()
    found = cases.removed()
    if found is not None:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key="case removed"):
            prose(f"Deleted: “{found.title}”.", literal=True)
            st.button("Put it back", icon=":material/undo:", key="case undo", on_click=cases.put_back)
