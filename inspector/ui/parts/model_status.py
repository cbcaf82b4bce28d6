"""What the model is doing while it is not ready: loading, with keyword search usable meanwhile, or failed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from inspector.embedders.embedder import Embedder
from inspector.ui.runtime.boundary import plain
from inspector.ui.runtime.warming import Warm, WarmState

POLL_SECONDS = 0.5
INSTEAD = "Without it, keyword search works, and a document's stored vector can be searched with."


def show_model_status(look: Callable[[], Warm[Embedder]]) -> None:
    """Draw nothing for a ready model, else its state; the page runs again when that changes.

    Args:
        look: Says how far the model has come.
    """
    model = look()
    if model.state is WarmState.FAILED:
        st.error(f"{plain(model.message)} {plain(model.hint)} {INSTEAD}", icon=":material/error:")
    elif model.loading:
        _wait(look)


def waiting_sentence(seconds: float) -> str:
    """Say that the model loads, and since when."""
    since = f" ({seconds:.0f} s)" if seconds >= 2 else ""
    return f"The model is loading{since}. Keyword search works meanwhile."


@st.fragment(run_every=POLL_SECONDS)
def _wait(look: Callable[[], Warm[Embedder]]) -> None:
    model = look()
    if not model.loading:
        st.rerun()
    st.caption(f":material/hourglass_top: {waiting_sentence(model.seconds)}")
