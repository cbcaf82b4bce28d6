"""Room for the page: its title below Streamlit's header, margins narrower, wide tables scrolled, calm on a phone.

The style is fixed text of ours; nothing a person wrote is in it. Cost: one small element without height.
"""

from __future__ import annotations

import streamlit as st

_STYLE = """
<style>
.stMainBlockContainer { padding: 4.4rem 3rem 4rem; max-width: 1480px; margin-inline: auto; }
.stMainBlockContainer h1 { padding-top: 0; }
.stMainBlockContainer .stMarkdown table { display: block; overflow-x: auto; }
@media (max-width: 700px) { .stMainBlockContainer { padding-inline: 1rem; } }
</style>
"""


def page_style() -> None:
    """Set the page's margins; called once by every page, after `st.set_page_config`."""
    st.html(_STYLE)
