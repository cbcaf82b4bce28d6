"""A link that names a case in place of its query, because that is too long: the query box is filled from the case.

Invariant: a case is named by the link of a view only as long as its query is the one in the box.
"""

from __future__ import annotations

import streamlit as st

from inspector.errors import InspectorError
from inspector.inspection import OpenIndex
from inspector.text import quoted
from inspector.ui.components.prose import prose
from inspector.ui.parts.cases.live import link_to_case
from inspector.ui.runtime import cases, state
from inspector.ui.runtime.boundary import plain
from inspector.ui.runtime.links import Param


def fill_query(index: OpenIndex) -> None:
    """Put the query of the linked case into the box, once; call it before the box is drawn.

    Args:
        index: The index of the view; where the case is about another one, that is said.
    """
    case_id = cases.query_to_fill()
    named = case_id or cases.named()
    if not named:
        return
    try:
        case = cases.take(named)
    except InspectorError as error:
        st.warning(plain(f"The query of this link stands in a case. {error.message}"), icon=":material/link_off:")
        cases.unname()
        return
    if case_id:
        state.set_widget(Param.QUERY, case.request.query)
        if case.index.fingerprint != index.collection.fingerprint:
            _other_index(case.id, case.index.name)
    elif state.widget_text(Param.QUERY) != case.request.query:
        cases.unname()


def _other_index(case_id: str, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="case other"):
        prose(
            f"This query is from a case on {quoted(name)}, in another version or another index than this one.", "small"
        )
        link_to_case(case_id, "Open the case")
