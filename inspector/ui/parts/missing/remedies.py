"""What would bring the document back: every change that was tried, with its rank before and after.

Invariant: what worked stands first and open; what did not help and what could not be tried are one click away, and
counted.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from inspector.records.trace import Remedy, Trace
from inspector.text import counted, ordinal
from inspector.ui.components.prose import prose

WORKED = ":green[:material/check_circle:]"
FAILED = ":gray[:material/cancel:]"
UNTRIED = ":gray[:material/help:]"


def show_remedies(trace: Trace, *, alive: bool) -> None:
    """Draw the remedies.

    Args:
        trace: The answer so far.
        alive: Whether more are being tried.
    """
    worked, failed, untried = sorted_remedies(trace.remedies)
    prose(remedies_sentence(trace.remedies, alive=alive), "small")
    for remedy in worked:
        _draw(remedy, trace.request.k, WORKED)
    _folded("did not help", failed, trace.request.k, FAILED, unfolded=not worked and not alive)
    _folded("could not be tried", untried, trace.request.k, UNTRIED)


def sorted_remedies(
    remedies: Sequence[Remedy],
) -> tuple[tuple[Remedy, ...], tuple[Remedy, ...], tuple[Remedy, ...]]:
    """Part remedies into those that worked, those that did not help and those that could not be tried."""
    worked, failed, untried = (tuple(each for each in remedies if each.worked is kind) for kind in (True, False, None))
    return worked, failed, untried


def remedies_sentence(remedies: Sequence[Remedy], *, alive: bool) -> str:
    """Say what the trying came to."""
    worked, failed, untried = sorted_remedies(remedies)
    tried = len(worked) + len(failed)
    if worked:
        return f"{len(worked)} of {counted(tried, 'change')} that were tried, each alone, would bring it back."
    if alive:
        return "Changes are tried one by one, each alone."
    if tried:
        return f"{counted(tried, 'change')} tried, each alone; none brings it back."
    return "Nothing could be tried." if untried else "Nothing was tried."


def _folded(label: str, remedies: Sequence[Remedy], k: int, icon: str, *, unfolded: bool = False) -> None:
    if not remedies:
        return
    with st.expander(f"{len(remedies)} {label}", expanded=unfolded):
        for remedy in remedies:
            _draw(remedy, k, icon)


def _draw(remedy: Remedy, k: int, icon: str) -> None:
    with st.container(horizontal=True, gap="small", wrap=False):
        st.markdown(icon, width="content")
        with st.container(width="stretch", gap=None):
            prose(remedy.change)
            if remedy.worked is not None:
                prose(move_sentence(remedy, k), "small")


def move_sentence(remedy: Remedy, k: int) -> str:
    """Say where the document stood and where it stands after the change, and whether that is in the list."""
    before = ordinal(remedy.rank_before) if remedy.rank_before else "not in the list"
    after = ordinal(remedy.rank_after) if remedy.rank_after else "not in the list"
    verdict = "brought back" if remedy.worked else "moved, but not far enough"
    if remedy.rank_after is None and remedy.rank_before is not None:
        return f"{before}, and still not within the first {k}"
    if not remedy.worked and remedy.rank_after == remedy.rank_before:
        verdict = "no change"
    elif not remedy.worked and _farther(remedy):
        verdict = "farther away"
    return f"{before} → {after} of {k}: {verdict}" if remedy.worked else f"{before} → {after}: {verdict}"


def _farther(remedy: Remedy) -> bool:
    return None not in (remedy.rank_before, remedy.rank_after) and (remedy.rank_after or 0) > (remedy.rank_before or 0)
