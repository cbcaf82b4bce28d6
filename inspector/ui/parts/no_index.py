"""What a page shows without an index: the link's is unknown or another version, or there is none at all."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.ui.parts.open_dialog import open_button
from inspector.ui.runtime import links, roots
from inspector.ui.runtime.boundary import plain
from inspector.ui.runtime.links import Choice, Standing

OFFERED = 6


def draw_no_index(choice: Choice) -> None:
    """Draw what the link asked for, why it is not shown, and what can be opened instead."""
    if choice.standing is Standing.NONE:
        st.info("There is no index in the folders this app may open.", icon=":material/database_off:")
        st.caption(plain(roots.allowed()))
        open_button("Open an index or a corpus", "open first")
        return
    if choice.standing is Standing.OTHER_VERSION and choice.path:
        st.warning(
            f"This link was made for another version of **{plain(choice.name)}** (fingerprint {plain(choice.asked)}…). "
            "The index was rebuilt since, so its results may differ.",
            icon=":material/history:",
        )
        _offer(choice.path, "Open the present version")
        return
    if choice.standing is Standing.UNKNOWN:
        st.warning(
            f"This link is about the index **{plain(choice.name)}**, which is not in the folders this app may open.",
            icon=":material/link_off:",
        )
        st.caption(plain(roots.allowed()))
        found = roots.indexes()[:OFFERED]
        if found:
            st.markdown("These are there:")
        for path in found:
            _offer(path, roots.name_of(path))
        open_button("Open another index", "open instead")


def _offer(path: Path, label: str) -> None:
    if st.button(label, icon=":material/database:", key=f"offer {path}"):
        links.choose_index(path)
        st.rerun()
