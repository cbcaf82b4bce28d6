"""What all our figures have in common: the page's ground and letters, rows with names, and how one is put together.

Invariant: a person's words become a label only through `plain`, because Plotly reads its labels as markup. A figure is
put together at once, from a description: Plotly takes milliseconds for each later change. What it makes of a sound
description is the same checked or not, and checking takes two thirds of the time, so the tests check and the app does
not. Cost: a millisecond or two.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inspector.ui.palette import Palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

CLEAR = "rgba(0,0,0,0)"

CHECKED = False
"""Whether Plotly looks through every figure for what it does not know; the tests set it."""

_NO_LOOKS = "none"  # the name of Plotly's template without any looks
_ROW = 26
_WIDEST = 28


def plain(text: str, width: int = _WIDEST) -> str:
    """Give a person's words as a chart label: one line, at most `width` characters, nothing left to read as markup."""
    line = " ".join(text.split())
    short = line if len(line) <= width else line[: width - 1] + "…"
    return html.escape(short, quote=False)


def lying_bars(rows: int) -> dict[str, Any]:
    """Give what all our bars have in common: one to a row, from the left, its number behind its end."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(rows)),
        "textposition": "outside",
        "cliponaxis": False,
        "width": 0.5,
    }


def named_rows(palette: Palette, names: list[str]) -> dict[str, Any]:
    """Give the y axis that names a figure's rows from the top; the names are escaped and cut."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [plain(name) + "  " for name in names],
        "autorange": "reversed",
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "color": palette.text,
        "automargin": True,
    }


def ground(palette: Palette, *, rows: int, top: int = 4, right: int = 0) -> dict[str, Any]:
    """Give the layout of a figure on the page's ground, in its letters, with a height that fits its rows."""
    return {
        "height": top + _ROW * max(1, rows) + 8,
        "margin": {"l": 0, "r": right, "t": top, "b": 4},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"color": palette.text, "size": 13},
        "hoverlabel": {"bgcolor": palette.surface, "bordercolor": palette.border, "font": {"color": palette.text}},
        "showlegend": False,
        "dragmode": False,
    }


def drawn(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> Figure:
    """Put a figure together without any of Plotly's own looks.

    Args:
        traces: What is drawn, each with its "type", as Plotly describes them.
        layout: Plotly's layout.

    Raises:
        ValueError: figures are checked, and Plotly does not know something in this one.
    """
    import plotly.graph_objects as go
    import plotly.io

    template = plotly.io.templates[_NO_LOOKS]  # by its name it would only be found by the check
    return go.Figure({"data": list(traces), "layout": {"template": template, **layout}}, _validate=CHECKED)
