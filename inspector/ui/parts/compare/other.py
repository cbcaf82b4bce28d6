"""The other index: chosen among those below the roots, kept in the link."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.errors import InspectorError
from inspector.ui.parts.elsewhere import link_to
from inspector.ui.parts.open_dialog import facts, open_button
from inspector.ui.runtime import comparing, links, roots
from inspector.ui.runtime.boundary import draw_error, plain
from inspector.ui.runtime.links import Standing

KEY = "compare with"
NO_OTHER = (
    "There is no other index in the folders this app may open. Build one, or make a broken copy of the sample under "
    "Failure stories."
)
ANOTHER_VERSION = "was rebuilt since this link was made; its present version is compared."


def choose_other(path: Path) -> Path | None:
    """Draw the choice of the index to compare with, and give it; None while none is chosen.

    Args:
        path: The view's own index.
    """
    choice = links.compared_index()
    others = [each for each in roots.indexes() if each != path]
    if choice.path is not None and choice.path not in others and choice.path != path:
        others.append(choice.path)
    if not others:
        st.info(NO_OTHER, icon=":material/database_off:")
        with st.container(horizontal=True, gap="small"):
            open_button("Open or build another", "compare open")
            link_to("stories", "Failure stories", {})
        return None
    if choice.standing is Standing.UNKNOWN:
        st.warning(
            f"This link compares with **{plain(choice.name)}**, which is not in the folders this app may open.",
            icon=":material/link_off:",
        )
    elif choice.standing is Standing.OTHER_VERSION:
        st.caption(f"{plain(choice.name)} {ANOTHER_VERSION}")
    st.selectbox(
        "The index as it would be",
        others,
        index=others.index(choice.path) if choice.path in others else None,
        format_func=_label,
        key=f"{KEY} {path}",
        placeholder="Choose the index to compare with",
        on_change=_chosen,
        args=(f"{KEY} {path}",),
    )
    return choice.path if choice.path in others else None


def _label(path: Path) -> str:
    """Name an index; its documents and model where its manifest can be read."""
    try:
        return facts(path).replace("**", "").replace("\\", "")
    except InspectorError:
        return roots.name_of(path)


def _chosen(key: str) -> None:
    """Write the choice into the link."""
    try:
        links.compare_with(comparing.chosen_index(key))
    except InspectorError as error:
        draw_error(error)


def offer_swapped(path: Path, other: Path) -> None:
    """Draw the way to the comparison the other way round."""
    st.button(
        "The other way round",
        icon=":material/swap_horiz:",
        key="compare swapped",
        type="tertiary",
        on_click=links.swap,
        args=(path, other),
    )
