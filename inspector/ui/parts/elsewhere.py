"""Links to other pages of the app that carry values."""

from __future__ import annotations

import streamlit as st

from inspector.ui.pages import PAGES
from inspector.ui.runtime import state
from inspector.ui.runtime.links import View


def link_to(slug: str, label: str, view: View) -> None:
    """Draw a link to the page of that slug; nothing where a page is drawn outside the app's navigation.

    Args:
        slug: A row of `PAGES`.
        label: What the link says.
        view: Query parameters of the view it opens.
    """
    spec = next(page for page in PAGES if page.slug == slug)
    if state.home() is not None:
        page = st.Page(_elsewhere, title=spec.title, url_path=spec.slug)
        st.page_link(page, label=label, icon=spec.icon, query_params=view)


def _elsewhere() -> None:
    """Stand in for the page in a link to it; the shell draws the page itself."""
