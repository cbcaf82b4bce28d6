"""The one place where a component of our own is made: styles and code from this package, content only as data.

Invariant: the markup and code handed to the browser are files of this package and never depend on a document or a
query; whatever a person wrote travels as JSON data and becomes text nodes. Cost: reads a few small files once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).parent
_SHARED = ("frame.css", "nodes.js")


def element(name: str) -> ComponentRenderer:
    """Give the function that draws a component of this package.

    The component is the shared files plus every `.css` and `.js` file in its own folder, in the order of their names,
    joined to one sheet and one module; exactly one of the scripts exports the default function.

    Args:
        name: Name of the component's folder.
    """
    files = [_FOLDER / shared for shared in _SHARED] + sorted((_FOLDER / name).iterdir())
    return st.components.v2.component(
        f"inspector_{name}", css=_joined(files, ".css"), js=_joined(files, ".js"), isolate_styles=True
    )


def _joined(files: list[Path], suffix: str) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.suffix == suffix)
