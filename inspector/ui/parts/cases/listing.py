"""The list of cases, newest first, with a box to search it; what cannot be read is named among the others."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from inspector.cases.file import ID
from inspector.cases.shelf import Shelf, Shelved
from inspector.text import counted, join_spaces, quoted, shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.cases.badge import state_badge, state_words
from inspector.ui.parts.cases.live import turn_to_case
from inspector.ui.parts.cases.told import day_of
from inspector.ui.parts.missing.causes import cause_word
from inspector.ui.runtime import cases, replays

TITLE = 120
QUERY = 160
BROKEN = "This file on the shelf is no case that can be read"


def show_list(shelf: Shelf, wanted: str) -> None:
    """Draw the list.

    Args:
        shelf: What is on the shelf; at least one case.
        wanted: What was typed into the search box.
    """
    found = matching(shelf.cases, wanted)
    many = cases.many_shown()
    if not found:
        prose(f"No case has {quoted(shortened(wanted))} in its title, query, cause, index or expected documents.")
    for line in found[:many]:
        if line.broken:
            _broken(line)
        else:
            _row(line)
    left = len(found) - many
    if left > 0:
        st.button(f"Show {min(left, cases.STEP)} more of {left:,}", key="cases more", on_click=cases.show_more)
    if shelf.more:
        prose(f"{counted(shelf.more, 'older case')} on the shelf; only the newest {len(shelf.cases):,} are listed.")


def matching(lines: Sequence[Shelved], wanted: str) -> tuple[Shelved, ...]:
    """Give the cases that have every word of what was typed, anywhere in what the list says of them.

    Args:
        lines: The cases.
        wanted: What was typed; nothing matches all.
    """
    words = join_spaces(wanted).casefold().split()
    return tuple(line for line in lines if all(word in _text(line) for word in words))


def _text(line: Shelved) -> str:
    cause = cause_word(line.cause) if line.cause else ""
    return " ".join((line.title, line.query, line.id, line.index, cause, *line.expected)).casefold()


def _row(line: Shelved) -> None:
    last = replays.last_replay(line.id)
    with st.container(border=True, gap="xsmall", key=f"case row {line.id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            turn_to_case(line.id, shortened(line.title, TITLE) or line.id)
            state_badge(line, last)
        if line.query.strip() and not line.query.startswith(line.title.removesuffix("…")):
            prose(f"“{shortened(line.query, QUERY)}”", literal=True)
        facts = [cause_word(line.cause)] if line.cause else []
        facts += [line.index, f"kept {day_of(line.created_at)}", state_words(last)]
        facts += ["changed by hand"] if line.edited else []
        prose(" · ".join(facts), "small", literal=True)


def _broken(line: Shelved) -> None:
    with st.container(border=True, gap="xsmall", key=f"case row {line.id}"):
        prose(f"{BROKEN}: {quoted(line.title)}")
        prose(line.broken, "small", literal=True)
        if ID.fullmatch(line.id):
            st.button(
                "Delete it",
                icon=":material/delete:",
                type="tertiary",
                key=f"case delete {line.id}",
                on_click=cases.remove,
                args=(line.id, line.title),
            )
