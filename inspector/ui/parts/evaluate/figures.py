"""The figures of an evaluation: what each run reached, and the hybrid list at every weight with those that are as good.

Invariant: means, the best weight and the range are written out; colour and shape only repeat them. Cost: milliseconds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inspector.evaluate.wording import short, with_interval
from inspector.records.evaluation import Evaluation, Sweep
from inspector.ui.figures import CLEAR, drawn, ground, named_rows
from inspector.ui.palette import Ink, Palette, channels
from inspector.ui.parts.evaluate.names import heading

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 250
_DOT_ROW = 34
_HALF_STEP = 0.05
_BAND = 0.18


def mean_dots(found: Evaluation, measure: str, palette: Palette) -> Figure:
    """Give what each run reached by one measure, as a dot on its interval, each in its search's colour.

    Args:
        found: The evaluation.
        measure: One of its measures.
        palette: The colours of the theme.
    """
    shown = [each for name in found.retrievers if (each := found.estimate(name, measure)) is not None]
    inks: Mapping[str, Ink] = {str(name): ink for name, ink in palette.retrievers.items()}
    traces = [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [each.mean],
            "y": [row],
            "text": [f"{short(each.mean)}"],
            "textposition": "top center",
            "cliponaxis": False,
            "marker": {
                "size": 10,
                "color": (colour := inks[each.retriever].mark if each.retriever in inks else palette.muted),
            },
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [_or(each.high, each.mean) - each.mean],
                "arrayminus": [each.mean - _or(each.low, each.mean)],
                "color": colour,
                "thickness": 2,
                "width": 4,
            },
            "hoverinfo": "skip",
        }
        for row, each in enumerate(shown)
    ]
    low = min((_or(each.low, each.mean) for each in shown), default=0.0)
    high = max((_or(each.high, each.mean) for each in shown), default=1.0)
    room = 0.08 * (high - low) or 0.05
    layout = ground(palette, rows=len(shown), top=14)
    layout["height"] = 60 + _DOT_ROW * len(shown)
    layout["margin"] = {"l": 0, "r": 12, "t": 16, "b": 28}
    layout["xaxis"] = {**_axis(palette), "range": [low - room, high + room], "tickformat": ".2f", "nticks": 6}
    rows = {**named_rows(palette, [heading(each.retriever) for each in shown]), "autorange": False, "fixedrange": True}
    layout["yaxis"] = {**rows, "range": [len(shown) - 0.5, -0.7]}
    return drawn(traces, layout)


def _or(end: float, mean: float) -> float:
    """Give the end of an interval, or the mean where there is no interval, as for one query."""
    return mean if math.isnan(end) else end


def _axis(palette: Palette) -> dict[str, Any]:
    return {"showgrid": False, "zeroline": False, "ticks": "", "color": palette.muted, "fixedrange": True}


def sweep_lines(sweep: Sweep, reach: tuple[float, float], palette: Palette) -> Figure:
    """Give the mean of a measure at every weight as a line in the band of its interval.

    Points that cannot be told from the best are filled, the others are rings; the ground of their range is coloured.

    Args:
        sweep: The weights, at least one.
        reach: Ends of the vertical axis, the same for figures that stand beside each other.
        palette: The colours of the theme.
    """
    points, ink = sweep.points, palette.hybrid
    red, green, blue = channels(ink.mark)
    weights = [point.weight for point in points]
    band = {
        "type": "scatter",
        "mode": "lines",
        "x": [*weights, *reversed(weights)],
        "y": [*(_or(e.high, e.mean) for e in points), *(_or(e.low, e.mean) for e in reversed(points))],
        "fill": "toself",
        "fillcolor": f"rgba({red},{green},{blue},{_BAND})",
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": weights,
        "y": [point.mean for point in points],
        "line": {"color": ink.mark, "width": 2},
        "marker": {
            "size": 8,
            "color": [ink.mark if point.as_good else palette.ground for point in points],
            "line": {"color": ink.mark, "width": 2},
        },
        "hovertext": [
            f"weight {point.weight:.1f}: {with_interval(point.mean, point.low, point.high)}, "
            f"{'as good as the best' if point.as_good else 'worse than the best'}"
            for point in points
        ],
        "hoverinfo": "text",
    }
    layout = {**ground(palette, rows=1, top=26), **_axes(sweep, reach, palette)}
    return drawn([band, line], layout)


def reach_of(sweeps: tuple[Sweep, ...]) -> tuple[float, float]:
    """Give the ends of one vertical axis for several sweeps, with some room above and below."""
    lows = [_or(point.low, point.mean) for sweep in sweeps for point in sweep.points]
    highs = [_or(point.high, point.mean) for sweep in sweeps for point in sweep.points]
    room = 0.12 * (max(highs) - min(lows)) or 0.05
    return min(lows) - room, max(highs) + room


def _axes(sweep: Sweep, reach: tuple[float, float], palette: Palette) -> dict[str, Any]:
    axis = _axis(palette)
    best = next(point for point in sweep.points if point.weight == sweep.best)
    said = {"showarrow": False, "font": {"size": 12, "color": palette.text}, "bgcolor": palette.ground, "borderpad": 1}
    return {
        "height": HEIGHT,
        "margin": {"l": 44, "r": 40, "t": 26, "b": 48},
        "paper_bgcolor": CLEAR,
        "xaxis": {
            **axis,
            "range": [-0.04, 1.04],
            "ticklabeloverflow": "allow",
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0<br>keyword", "0.25", "0.5", "0.75", "1<br>embedding"],
        },
        "yaxis": {
            **axis,
            "range": list(reach),
            "nticks": 4,
            "tickformat": ".2f",
            "showgrid": True,
            "gridcolor": palette.border,
        },
        "shapes": [
            {
                "type": "rect",
                "layer": "below",
                "xref": "x",
                "yref": "paper",
                "x0": max(-0.04, sweep.lowest - _HALF_STEP),
                "x1": min(1.04, sweep.highest + _HALF_STEP),
                "y0": 0,
                "y1": 1,
                "line": {"width": 0},
                "fillcolor": palette.surface,
            }
        ],
        "annotations": [
            {**said, "x": best.weight, "y": best.mean, "yshift": 16, "text": f"{best.weight:.1f}: {short(best.mean)}"}
        ],
    }
