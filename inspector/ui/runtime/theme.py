"""Which colours this session sees: the palette of its theme."""

from __future__ import annotations

import streamlit as st

from inspector.ui.palette import Palette, palette


def current_palette() -> Palette:
    """Give the palette of the theme in the browser; the light one until the browser has said."""
    return palette(st.context.theme.type)
