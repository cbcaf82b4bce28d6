"""What one change would do to all queries: how many it brings back, and how many it breaks that are well now."""

from __future__ import annotations

import streamlit as st

from inspector.records.triage import Lever, Triage
from inspector.text import counted
from inspector.triage.export import NAMES, SAID
from inspector.triage.phrases import queries as in_words
from inspector.ui.components.prose import prose

HELP = "Each change alone was searched with for every query that has an expected document, failing and healthy."


def show_levers(result: Triage) -> None:
    """Draw every change that was tried, the one that gains most first; nothing where none was."""
    if not result.levers:
        return
    st.subheader("What one change would do", anchor=False, help=HELP)
    useful = [lever for lever in result.levers if lever.tried and lever.saves]
    idle = [lever for lever in result.levers if not lever.tried or not lever.saves]
    if not useful:
        prose("None of the changes that were tried brings any of them back.", "small")
    for lever in useful:
        with st.container(border=True, gap="xsmall", key=f"triage lever {lever.lever}"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.badge(
                    f"+{lever.saves:,}", icon=":material/undo:", color="green", help="Failing queries brought back"
                )
                st.badge(f"−{lever.breaks:,}", color="red" if lever.breaks else "gray", help="Healthy queries broken")
                prose(effect_of(lever, result))
            if lever.lever not in SAID:
                prose(lever.change, "small")
    if idle:
        with st.expander(f"{counted(len(idle), 'change')} that would bring none back", key="triage idle levers"):
            for lever in idle:
                change = "" if lever.tried and lever.lever in SAID else f" {lever.change}"
                prose(f"{NAMES[lever.lever]}.{change}{broken(lever)}", "small")


def effect_of(lever: Lever, result: Triage) -> str:
    """Say what a change does: "Exact search would bring back 12 of 60, and break none of 140."."""
    counts = result.counts
    breaks = f"{lever.breaks:,}" if lever.breaks else "none"
    well = f", and break {breaks} of {counts.healthy:,} that are well" if counts.healthy else ""
    asked = f" They make {lever.saves_traffic:,} of {counts.failing_traffic:,} searches that fail."
    weighed = asked if counts.traffic > counts.queries else ""
    return f"{NAMES[lever.lever]} would bring back {lever.saves:,} of {in_words(counts.failing)}{well}.{weighed}"


def broken(lever: Lever) -> str:
    """Say what a change that helps nobody breaks; a sentence, or nothing."""
    return f" It would break {in_words(lever.breaks)}." if lever.breaks else ""
