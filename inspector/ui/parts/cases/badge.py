"""What became of a case as a badge: of the last replay, or of the day it was kept."""

from __future__ import annotations

import streamlit as st

from inspector.cases.sentences import HEADS
from inspector.cases.shelf import Shelved
from inspector.records.replays import Verdict
from inspector.ui.parts.cases.told import day_of
from inspector.ui.runtime.replays import LastReplay

LOOK = {
    Verdict.STILL_FAILING: (":material/error:", "red"),
    Verdict.BROKEN: (":material/error:", "red"),
    Verdict.FIXED: (":material/check_circle:", "green"),
    Verdict.PASSES: (":material/check_circle:", "green"),
    Verdict.CHANGED: (":material/sync_alt:", "gray"),
    Verdict.UNCHANGED: (":material/check:", "gray"),
    Verdict.CANNOT_TELL: (":material/question_mark:", "gray"),
}


def verdict_badge(verdict: Verdict) -> None:
    """Draw a verdict."""
    icon, colour = LOOK[verdict]
    st.badge(HEADS[verdict], icon=icon, color="red" if colour == "red" else "green" if colour == "green" else "gray")


def state_badge(line: Shelved, last: LastReplay | None) -> None:
    """Draw what the last replay came to; before any, how it was when it was kept."""
    if last is not None:
        verdict_badge(last.verdict)
    elif line.met is not None:
        word = "Came as it should" if line.met else "Failed when kept"
        st.badge(word, icon=":material/bookmark:", color="gray")


def state_words(last: LastReplay | None) -> str:
    """Say when a case was last replayed."""
    return f"replayed {day_of(last.at)}" if last is not None else "not replayed yet"
