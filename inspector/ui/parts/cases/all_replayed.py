"""Replay all cases of the list, one after the other: the button, how far it is, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from inspector.cases.sentences import HEADS
from inspector.records.replays import Verdict
from inspector.text import counted, listed
from inspector.ui.components.prose import prose
from inspector.ui.runtime import explaining, replays
from inspector.ui.runtime.replays import LastReplay


def ask_all(ids: Sequence[str]) -> None:
    """Draw the button that replays cases.

    Args:
        ids: Which.
    """
    st.button(
        "Replay all",
        icon=":material/replay:",
        key="cases replay",
        help="Asks the question of each case again, of the index it names as that is today.",
        on_click=replays.ask_all,
        args=(tuple(ids),),
    )


def show_all() -> None:
    """Draw how far the replays are, and what they came to; nothing where nobody asked."""
    asked = replays.asked_all()
    if asked is None:
        return
    growing = replays.all_replayed(asked)
    with st.container(border=True, gap="small", key="cases replayed"):
        if growing.alive:
            prose(f"{growing.value or 0:,} of {counted(len(asked.ids), 'case')} replayed.")
        else:
            prose(summary([replays.last_replay(each) for each in asked.ids]), "lead")
            st.button("Close", key="cases replay close", type="tertiary", on_click=replays.ask_all, args=((),))
        explaining.watch((growing,))


def summary(found: Sequence[LastReplay | None]) -> str:
    """Say what replays came to: "3 cases replayed: 2 still failing and 1 fixed".

    Args:
        found: What each came to; None where that is not known.
    """
    counts = Counter(each.verdict for each in found if each is not None)
    said = [f"{counts[verdict]} {HEADS[verdict].lower()}" for verdict in Verdict if counts[verdict]]
    return f"{counted(sum(counts.values()), 'case')} replayed: {listed(said)}." if said else "Nothing was replayed."
