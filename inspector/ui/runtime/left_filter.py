"""The filter of a search that was left: another page forgets it, and the next search has the one its link names.

A filter stays with the session while people change searches. A view opened from a list of views must not inherit it.
Invariant: after such a list only the link decides, even where the list was left before it was drawn to its end and the
browser sent the old filter along.
"""

from __future__ import annotations

import streamlit as st

from inspector.ui.runtime import state
from inspector.ui.runtime.links import Param

_LEFT = "filter was left"


def leave_filter() -> None:
    """Forget the session's filter, which a view without one would keep; only where its widget is not drawn."""
    state.forget_widget(Param.WHERE)
    st.session_state[_LEFT] = True


def settle_filter() -> None:
    """Take the link's filter where the last one was left; call it just before the widget is drawn."""
    linked = st.query_params.get_all(Param.WHERE)
    if st.session_state.pop(_LEFT, False) or "" in linked:
        st.session_state[Param.WHERE] = [each for each in linked if each]
