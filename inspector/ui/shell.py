"""The frame of every page: navigation, the header that says which index this is, and the states without an index.

Invariant: nothing heavy is imported before the page is drawn; a page's module is imported when it is chosen.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from inspector.errors import InspectorError
from inspector.ui.components.page_style import page_style
from inspector.ui.pages import PAGES, PageSpec
from inspector.ui.parts.header import draw_header
from inspector.ui.parts.no_index import draw_no_index
from inspector.ui.parts.pending import draw_pending
from inspector.ui.parts.sign_in import admitted
from inspector.ui.runtime import links, state
from inspector.ui.runtime.boundary import boundary, draw_error
from inspector.ui.runtime.links import Choice, Standing

TITLE = "Neighbor Inspector"
ICON = Path(__file__).parent / "icon.svg"  # a name of an icon would be fetched from outside


def run() -> None:
    """Draw the app: one run of the script."""
    st.set_page_config(page_title=TITLE, page_icon=ICON, layout="wide")
    page_style()
    if not admitted():
        return
    pages = [
        st.Page(_drawing(spec), title=spec.title, icon=spec.icon, url_path=spec.slug, default=not spec.slug)
        for spec in PAGES
    ]
    state.keep_home(pages[0])
    st.navigation(pages, position="top").run()


def _drawing(spec: PageSpec) -> Callable[[], None]:
    """Give the function that draws a page in its frame."""

    def draw() -> None:
        with boundary(spec.title):
            draw_page(spec)

    return draw


def draw_page(spec: PageSpec) -> None:
    """Draw a page with what stands above it, or why it cannot be drawn without another index."""
    draw_pending()
    if not spec.needs_index:
        importlib.import_module(spec.module).render()
        return
    try:
        choice = links.current_index()
    except InspectorError as error:
        draw_header(Choice(Standing.NONE))
        draw_error(error)
        return
    draw_header(choice)
    if choice.standing is Standing.OPEN:
        importlib.import_module(spec.module).render()
    else:
        draw_no_index(choice)
