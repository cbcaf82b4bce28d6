"""The map as a figure: all documents as quiet points, and marked on it what one query brought.

Invariant: no text of a document is in the figure; a point carries its row number and nothing else. All points are
WebGL, because Plotly draws its WebGL layer above its SVG one. Cost: about 19 bytes a point on the wire (0.95 MB at
50,000), built in milliseconds; plotly is imported when first used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from inspector.text import ordinal
from inspector.ui.figures import CLEAR, drawn
from inspector.ui.map_view import MapView, bounds, group_labels, marked_bounds, point_look
from inspector.ui.palette import Palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "scrollZoom": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "toImage", "autoScale2d"],
}
"""Plotly's configuration for the map: zoomed by its buttons, so that the wheel still scrolls the page."""

HEIGHT = 520

Trace = dict[str, Any]
"""One layer of a figure, as Plotly describes it."""


def map_figure(view: MapView, palette: Palette, *, height: int = HEIGHT) -> Figure:
    """Give the map; draw it with `theme=None`, `config=CONFIG`, `on_select="rerun"`, `selection_mode="points"`.

    A document of the lists that has no point is not drawn; a hit of both searches is a blue point in an orange ring.

    Args:
        view: What to show.
        palette: The colours of the theme.
        height: In pixels.
    """
    place = {int(row): at for at, row in enumerate(view.rows)}
    alone = [row for row in view.hybrid if row not in (*view.neighbors, *view.keyword)]
    traces = [
        *_documents(view, palette),
        *_lines(view, palette, place),
        *_marks(view, place, "keyword", view.keyword, _ring(palette.keyword.mark, 14)),
        *_marks(view, place, "hybrid only", alone, _ring(palette.hybrid.mark, 12, "square-open")),
        *_neighbors(view, palette, place),
        *_marks(view, place, "expected", _one(view.expected), _solid(palette.expected.mark, 13, "diamond", palette)),
        *_marks(view, place, "selected", _one(view.selected), _ring(palette.text, 24)),
        *_query(view, palette),
    ]
    return drawn(traces, _layout(view, palette, place, height))


def chosen_row(event: Mapping[str, Any]) -> int | None:
    """Give the row of the document that was clicked, from what `st.plotly_chart(on_select=…)` returned.

    Args:
        event: The chart's state.

    Returns:
        None where nothing, or something that is no document, is selected.
    """
    for point in event.get("selection", {}).get("points", []):
        value = point.get("customdata")
        first = value[0] if isinstance(value, Sequence) and value else value
        if isinstance(first, int | float):
            return int(first)
    return None


def _one(row: int | None) -> tuple[int, ...]:
    return () if row is None else (row,)


def _documents(view: MapView, palette: Palette) -> list[Trace]:
    """All points, quiet; the misplaced ones hollow. Small and faint where there are many, so that crowds show."""
    size, opacity = point_look(len(view.rows))
    looks = (
        ("documents", ~view.misplaced, "circle", opacity),
        ("misplaced", view.misplaced, "circle-open", min(1.0, opacity + 0.15)),
    )
    return [
        {
            "type": "scattergl",
            "name": name,
            "mode": "markers",
            "x": np.asarray(view.x[these], dtype=np.float32),
            "y": np.asarray(view.y[these], dtype=np.float32),
            "customdata": np.asarray(view.rows[these], dtype=np.int32),
            "marker": {"size": size, "color": palette.quiet, "symbol": symbol, "opacity": seen},
            "hoverinfo": "none",
            **_unfaded(seen),
        }
        for name, these, symbol, seen in looks
        if these.any()
    ]


def _lines(view: MapView, palette: Palette, place: Mapping[int, int]) -> list[Trace]:
    """Lines from the query to its true neighbors; dashed where the map misplaces the neighbor."""
    if view.query is None:
        return []
    found = [place[row] for row in view.neighbors if row in place]
    straight = [at for at in found if not view.misplaced[at]]
    bent = [at for at in found if view.misplaced[at]]
    return [
        {
            "type": "scattergl",
            "mode": "lines",
            "x": [value for at in points for value in (view.query[0], float(view.x[at]), None)],
            "y": [value for at in points for value in (view.query[1], float(view.y[at]), None)],
            "line": {"color": palette.embedding.mark, "width": 1.3, "dash": dash},
            "opacity": 0.55,
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for dash, points in (("solid", straight), ("dot", bent))
        if points
    ]


def _neighbors(view: MapView, palette: Palette, place: Mapping[int, int]) -> list[Trace]:
    """The embedding's hits, the best on top, hollow where the map misplaces them."""
    rows = [row for row in reversed(view.neighbors) if row in place]
    ranks = {row: rank for rank, row in enumerate(view.neighbors, start=1)}
    hollow = [bool(view.misplaced[place[row]]) for row in rows]
    ink, paper = palette.embedding.mark, palette.ground
    marker = {
        **_solid(ink, 10, "circle", palette),
        "color": [paper if each else ink for each in hollow],
        "line": {"width": 2, "color": [ink if each else paper for each in hollow]},
    }
    said = [f"{ordinal(ranks[row])} neighbor" for row in rows]
    return [{**trace, "hovertext": said} for trace in _marks(view, place, "embedding", rows, marker)]


def _labels(view: MapView, palette: Palette, place: Mapping[int, int]) -> list[dict[str, Any]]:
    """The ranks of the neighbors, one label for each group of close ones, on a ground of their own."""
    ranked = [(row, rank) for rank, row in enumerate(view.neighbors, start=1) if row in place]
    (low, high), _ = bounds(view, [place[row] for row, _ in ranked])
    look = {"showarrow": False, "bgcolor": palette.ground, "opacity": 0.85, "borderpad": 1}
    labels = []
    for row, label in group_labels(view, ranked, place).items():
        x, y = float(view.x[place[row]]), float(view.y[place[row]])
        side = "right" if x > low + 0.6 * (high - low) else "left"  # away from the nearer edge
        labels.append(
            {
                **look,
                "text": label,
                "x": x,
                "y": y,
                "xanchor": side,
                "xshift": 15 if side == "left" else -15,
                "font": {"color": palette.embedding.text, "size": 12},
            }
        )
    return labels


def _marks(
    view: MapView, place: Mapping[int, int], name: str, rows: Sequence[int], marker: Mapping[str, Any]
) -> list[Trace]:
    """One kind of mark; nothing where no such document has a point."""
    rows = [row for row in rows if row in place]
    points = [place[row] for row in rows]
    if not points:
        return []
    trace = {
        "type": "scattergl",
        "name": name,
        "mode": "markers",
        "x": [float(view.x[at]) for at in points],
        "y": [float(view.y[at]) for at in points],
        "customdata": rows,
        "marker": dict(marker),
        "hovertext": [name] * len(points),
        "hoverinfo": "text",
        **_unfaded(1.0),
    }
    return [trace]


def _query(view: MapView, palette: Palette) -> list[Trace]:
    if view.query is None:
        return []
    star = {
        "type": "scattergl",
        "name": "query",
        "mode": "markers",
        "x": [view.query[0]],
        "y": [view.query[1]],
        "marker": _solid(palette.query.mark, 18, "star", palette),
        "hovertext": ["the query, placed among its true neighbors"],
        "hoverinfo": "text",
        **_unfaded(1.0),
    }
    return [star]


def _ring(colour: str, size: int, symbol: str = "circle-open") -> dict[str, Any]:
    return {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2.2, "color": colour}}


def _solid(colour: str, size: int, symbol: str, palette: Palette) -> dict[str, Any]:
    return {"symbol": symbol, "size": size, "color": colour, "line": {"width": 1.2, "color": palette.ground}}


def _unfaded(opacity: float) -> dict[str, Any]:
    """Keep all points as they are after a click: Plotly would fade everything else."""
    return {"selected": {"marker": {"opacity": opacity}}, "unselected": {"marker": {"opacity": opacity}}}


def _layout(view: MapView, palette: Palette, place: Mapping[int, int], height: int) -> dict[str, Any]:
    xs, ys = marked_bounds(view)
    return {
        "height": height,
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"color": palette.text, "size": 12},
        "hoverlabel": {"bgcolor": palette.surface, "bordercolor": palette.border, "font": {"color": palette.text}},
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "itemsizing": "constant",
            "bgcolor": CLEAR,
            "font": {"size": 12, "color": palette.muted},
        },
        "annotations": _labels(view, palette, place),
        "dragmode": "pan",
        "hovermode": "closest",
        "uirevision": "map",
        "modebar": {"bgcolor": CLEAR, "color": palette.quiet, "activecolor": palette.text, "orientation": "v"},
        "xaxis": {"visible": False, "range": list(xs)},
        "yaxis": {"visible": False, "range": list(ys), "scaleanchor": "x"},
    }
