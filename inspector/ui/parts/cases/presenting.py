"""The presentation: one story a screen in large type, keys to go on; settings and numbers stand below the fold."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from inspector.errors import InspectorError
from inspector.records.cases import Case
from inspector.ui.components.prose import prose
from inspector.ui.components.told_story import told_story
from inspector.ui.parts.cases.seen import show_facts, show_seen, show_way
from inspector.ui.parts.cases.told import told
from inspector.ui.parts.cases.unmade import show_unmade
from inspector.ui.runtime import cases, story_cases
from inspector.ui.runtime.boundary import boundary
from inspector.ui.runtime.cases import Told

NONE = "There is nothing to present: no case is on the shelf."
TITLES = {Told.CASES: "Cases", Told.STORIES: "Failure stories of the sample"}
KEYS = "← and → on the keyboard go back and on, Esc ends."


def show_presentation(what: Told) -> None:
    """Draw the screen of the case that the link names, or the first.

    Args:
        what: Whether the cases of the shelf or the sample's stories are presented.
    """
    ids = ids_of(what)
    named = cases.named()
    if named and named not in ids and what is Told.CASES:
        ids = (named, *ids)  # an older case than the list holds
    if not ids:
        prose(NONE, "lead")
        _end("")
        return
    place, before, behind = cases.next_to(ids, named)
    _bar(ids[place], (before, behind), f"{place + 1} of {len(ids)} · {TITLES[what]}")
    with boundary("This story"):
        _screen(ids[place], behind)


def ids_of(what: Told) -> tuple[str, ...]:
    """Give the ids of what is presented, in order; those that cannot be read are left out.

    Args:
        what: Which.

    Raises:
        CaseError: the shelf cannot be read.
    """
    if what is Told.STORIES:
        return story_cases.ids()
    return tuple(line.id for line in cases.listed().cases if not line.broken)


def _bar(case_id: str, ways: tuple[str, str], position: str) -> None:
    before, behind = ways
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="present bar"):
        _turn("Back", before, "Left", ":material/arrow_back:")
        _turn("Next", behind, "Right", ":material/arrow_forward:")
        with st.container(width="stretch"):
            prose(position, "small")
        _end(case_id)


def _turn(label: str, case_id: str, key: str, icon: str) -> None:
    st.button(
        label,
        icon=icon,
        key=f"present {key}",
        shortcut=key,
        disabled=not case_id,
        on_click=cases.name,
        args=(case_id,),
    )


def _end(case_id: str) -> None:
    st.button(
        "End",
        icon=":material/close:",
        key="present end",
        shortcut="Esc",
        type="tertiary",
        help=KEYS,
        on_click=cases.present,
        args=(None, case_id),
    )


def _screen(case_id: str, behind: str) -> None:
    """Draw one case, or one story that may not be a case yet.

    Raises:
        CaseError: there is no such case, or it cannot be read.
    """
    story = story_cases.story_named(case_id)
    if story is None:
        _draw(cases.take(case_id))
        return
    looked = story_cases.look(story)
    if looked.case is not None:
        _draw(looked.case, story.asked)
        _begin(behind)
    else:
        show_unmade(looked, large=True)


def _begin(case_id: str) -> None:
    """Begin the story that comes next while this one is looked at."""
    story = story_cases.story_named(case_id)
    if story is not None:
        with suppress(InspectorError):
            story_cases.look(story, ahead=True)


def _draw(case: Case, note: str | None = None) -> None:
    told_story(told(case, note=note), large=True, key="present story")
    st.button(
        "Settings, numbers and replay of this case",
        key="present case",
        icon=":material/open_in_full:",
        type="tertiary",
        on_click=cases.present,
        args=(None, case.id),
    )
    for draw, what in ((show_seen, "What was seen"), (show_way, "The way"), (show_facts, "Settings")):
        with boundary(what):
            draw(case)
