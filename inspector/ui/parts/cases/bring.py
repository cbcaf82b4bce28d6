"""What brings cases here: files from elsewhere, and the sample's failure stories."""

from __future__ import annotations

import streamlit as st

from inspector.cases import shelf
from inspector.cases.file import LARGEST
from inspector.errors import InspectorError
from inspector.records.cases import Case
from inspector.records.stories import Story
from inspector.sample.faults import fault_named
from inspector.sample.stories import stories
from inspector.text import counted, quoted
from inspector.ui.components.prose import prose
from inspector.ui.parts.cases.live import turn_to_case, turn_to_presentation
from inspector.ui.parts.story import cause_words
from inspector.ui.runtime import cases, copies, story_cases
from inspector.ui.runtime.boundary import draw_error
from inspector.ui.runtime.cases import Told

MEGABYTES = LARGEST // 1_000_000
"""Files are refused above this before they are read."""
AT_ONCE = 50


def draw_import() -> None:
    """Draw the button behind which files are taken."""
    with st.popover("Import", icon=":material/upload_file:"):
        files = st.file_uploader(
            "Cases that were saved elsewhere",
            type=["json"],
            accept_multiple_files=True,
            max_upload_size=MEGABYTES,
            key=f"case files {cases.uploads()}",
        )
        if st.button("Put on the shelf", icon=":material/save:", key="case import", disabled=not files):
            take_in([(each.name, each.getvalue()) for each in files or ()])


def take_in(given: list[tuple[str, bytes]]) -> None:
    """Put files on the shelf, each checked, and say which of them are no cases; where all are, the list shows them.

    Args:
        given: Name and content of each.
    """
    taken: list[Case] = []
    refused: list[InspectorError] = []
    for name, data in given[:AT_ONCE]:
        try:
            taken.append(shelf.import_case(data, name))
        except InspectorError as error:
            refused.append(error)
    for each in refused:
        draw_error(each)
    if len(given) > AT_ONCE:
        prose(f"Only the first {AT_ONCE} files were taken; import the others next.")
    if taken and not refused:
        cases.note_upload()
        if len(given) == 1:
            cases.name(taken[0].id)
        st.rerun()
    elif taken:
        prose(f"{counted(len(taken), 'case')} imported.")


def offer_stories(*, unfolded: bool) -> None:
    """Offer the sample's failure stories as cases; nothing without the sample.

    Args:
        unfolded: Whether they are open at once, because there is nothing else.
    """
    if not story_cases.ids():
        return
    if unfolded:
        _stories()
        return
    opened = st.expander(
        "Failure stories of the sample", icon=":material/auto_stories:", key="case stories", on_change="rerun"
    )
    if opened.open:
        with opened:
            _stories()


def _stories() -> None:
    turn_to_presentation(Told.STORIES, "Show the failure stories, one a screen")
    for story in stories():
        with st.container(border=True, gap="xsmall", key=f"case story {story.id}"):
            turn_to_case(f"{story_cases.BEFORE}{story.id}", story.query)
            prose(story.asked)
            prose(_facts(story), "small")


def _facts(story: Story) -> str:
    fault = fault_named(story.fault)
    made = "" if fault is None or copies.index_of(fault) is not None else ", whose copy is made first"
    where = f"on a broken copy, {quoted(fault.title.lower())}{made}" if fault else "on the healthy sample"
    return f"{cause_words(story)} · {where}"
