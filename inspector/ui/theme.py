"""The colours of the theme that the reader's browser shows."""

from __future__ import annotations

import streamlit as st

from inspector.ui.palette import Palette, palette


def current_palette() -> Palette:
    """Give the colours of the theme on show; light until the browser has said which it is."""
    return palette(st.context.theme.type)
