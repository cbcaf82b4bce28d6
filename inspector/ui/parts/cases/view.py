"""A case on the page: its story, whether it still fails, what was seen, and its settings.

Reads top to bottom; each part fails alone. Everything but the replay comes from the case itself.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from inspector.cases import shelf
from inspector.cases.redaction import left_out_sentence
from inspector.errors import InspectorError
from inspector.records.cases import Case
from inspector.ui.components.told_story import told_story
from inspector.ui.parts.cases.live import name_of, show_share, turn_to_list, turn_to_presentation
from inspector.ui.parts.cases.replayed import show_replay
from inspector.ui.parts.cases.seen import show_facts, show_seen, show_way
from inspector.ui.parts.cases.told import day_of, told
from inspector.ui.runtime import cases
from inspector.ui.runtime.boundary import boundary, draw_error, plain
from inspector.ui.runtime.cases import Told

EDITED = "The file of this case was changed by hand since it was saved: what it says may not be what was seen."


def show_case(case: Case, *, story: bool = False, note: str | None = None) -> None:
    """Draw a case.

    Args:
        case: The case.
        story: Whether it is one of the sample's stories, which lies in no file.
        note: What is said about it in place of its own note.
    """
    bar = st.container(horizontal=True, vertical_alignment="center", gap="small", key="case bar")
    draw_refusal()
    _remarks(case)
    with boundary("The story"):
        told_story(told(case, _head(case, story=story), note), key="case story")
    answer = None
    with boundary("The replay"):
        answer = show_replay(case)
    with bar:
        turn_to_list()
        turn_to_presentation(Told.STORIES if story else Told.CASES, "Present", case.id)
        show_share(case, answer)
        if not story:
            _edit(case)
            st.button(
                "Delete",
                icon=":material/delete:",
                key="case delete",
                type="tertiary",
                on_click=cases.remove,
                args=(case.id, name_of(case)),
            )
    show_seen(case)
    with boundary("The way of the document"):
        show_way(case)
    with boundary("Settings and versions"):
        show_facts(case)


def draw_refusal() -> None:
    """Draw why the last click came to nothing, once."""
    refusal = cases.take_refusal()
    if refusal:
        st.warning(plain(refusal), icon=":material/error:")


def _head(case: Case, *, story: bool) -> str:
    where = f"{case.index.name}, {case.index.count:,} documents"
    return f"A failure story of the sample · {where}" if story else f"Kept {day_of(case.created_at)} UTC · {where}"


def _remarks(case: Case) -> None:
    """Say what a reader has to know before believing the case."""
    if case.edited:
        st.warning(EDITED, icon=":material/edit_note:")
    if case.left_out:
        st.info(left_out_sentence(case), icon=":material/visibility_off:")


def _edit(case: Case) -> None:
    """Offer to change what its author said."""
    with st.popover("Edit", icon=":material/edit:", type="tertiary"):
        title = st.text_input("Title", case.title, key=f"case title {case.id}", max_chars=200)
        note = st.text_area("Note", case.note, key=f"case note {case.id}", max_chars=4000)
        if st.button("Keep the changes", key=f"case rewrite {case.id}", icon=":material/save:"):
            try:
                shelf.rewrite(replace(case, title=title.strip() or case.title, note=note.strip()))
            except InspectorError as error:
                draw_error(error)
            else:
                st.rerun()
