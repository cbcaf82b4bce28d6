"""Errors as people see them: what was found and the next step, never a bare traceback.

Invariant: an error ends the part it happened in, not the page, not the session, not another user's.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from inspector.errors import InspectorError

_log = logging.getLogger(__name__)


@contextmanager
def boundary(what: str = "This part of the page") -> Iterator[None]:
    """Draw an error state in place of whatever the block could not finish.

    Args:
        what: What is missing then, to begin a sentence with: "The map".
    """
    try:
        yield
    except InspectorError as error:
        draw_error(error)
    except Exception as error:  # Streamlit's own rerun and stop signals are no Exceptions and pass through
        _log.exception("%s failed", what)
        st.error(
            f"{what} could not be shown, because of a mistake in this tool. Everything else goes on working.",
            icon=":material/bug_report:",
        )
        with st.expander("For the report of this mistake"):
            st.code("".join(traceback.format_exception(error)), language=None)


def draw_error(error: InspectorError) -> None:
    """Draw what was found, what was expected and the next step; the texts are shown as written."""
    st.error(
        f"{plain(error.message)}  \n{plain(error.hint)}" if error.hint else plain(error.message),
        icon=":material/error:",
    )


def plain(text: str) -> str:
    """Give a text whose Markdown signs are shown, not obeyed."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-!|$~:" else char for char in text)
