"""What a link gives the widgets in a session's first run, kept for a first click that leads to another page.

Streamlit carries a widget's value to another page only from its second run on: without this, whoever follows a link to
another page at once would lose query and settings. Invariant: what a later run knows is never overwritten.
"""

from __future__ import annotations

from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException

from inspector.ui.runtime import state
from inspector.ui.runtime.links import PLAIN, Param


def keep_first() -> None:
    """Keep what the widgets have from the link; call it once they are drawn."""
    linked = [param for param in Param if param not in PLAIN and param in st.query_params]
    state.keep_first({param: st.query_params.get_all(param) for param in linked})


def give_back_first() -> None:
    """Give the widgets what `keep_first` kept, where they are about to lose it; call it before they are drawn."""
    for param, texts in state.give_back_first(st.query_params).items():
        with suppress(StreamlitAPIException):  # a widget that is still bound writes its value into the link itself
            st.query_params[param] = texts
