"""Small figures from records: keyword terms, words by results, stage times.

Invariant: a figure shows the record's own numbers, each printed; colour repeats what sign and length say. Words and
titles are escaped, because Plotly reads its labels as markup. Cost: milliseconds; plotly is imported when first used.
The map is in `map_figure.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from inspector.records.explanation import Contributions
from inspector.records.inspection import Timings
from inspector.records.results import Neighbor, TermScore
from inspector.ui.figures import drawn, ground, lying_bars, named_rows, plain
from inspector.ui.palette import Palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

STILL: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""Plotly's configuration for a figure that is read, not explored."""


def term_bars(terms: tuple[TermScore, ...], palette: Palette) -> Figure:
    """Give what each keyword term adds to a BM25 score, as bars, largest on top.

    Args:
        terms: The shares of one score, each >= 0.
        palette: The colours of the theme.
    """
    total = math.fsum(term.score for term in terms)
    ordered = sorted(terms, key=lambda term: -term.score)
    bars = {
        **lying_bars(len(ordered)),
        "x": [term.score for term in ordered],
        "text": [f"{term.score:.2f} · {share(term.score, total)}" for term in ordered],
        "marker": {"color": palette.keyword.mark},
        "hovertext": [f"{plain(term.term, 200)}: {term.score:.4f} of {total:.4f}" for term in ordered],
        "hoverinfo": "text",
    }
    longest = max((term.score for term in ordered), default=1.0)
    layout = ground(palette, rows=len(ordered))
    layout["xaxis"] = {"visible": False, "range": [0, 1.35 * longest or 1]}
    layout["yaxis"] = named_rows(palette, [term.term for term in ordered])
    return drawn([bars], layout)


def words_by_documents(
    contributions: Contributions,
    neighbors: tuple[Neighbor, ...],
    palette: Palette,
    *,
    selected: str | None = None,
    decides: tuple[int, ...] = (),
) -> Figure:
    """Give what every word does to every result: how it moves without the word as text, the removal effect as colour.

    Blue pulls closer, orange pushes away, both on one scale; an effect below its document's noise floor has no colour.
    An arrow down with a number: so many places lower without the word.

    Args:
        contributions: Effects of the query's words.
        neighbors: The results that make the columns, in this order; those without effects are left out.
        palette: The colours of the theme.
        selected: The document whose column is framed.
        decides: For each word how many of the results would go without it; empty while that is not known.
    """
    shown = [hit for hit in neighbors if contributions.column(hit.id) >= 0]
    columns = [contributions.column(hit.id) for hit in shown]
    effects = [[float(row[column]) for column in columns] for row in contributions.removal]
    floors = [float(contributions.noise_floor[column]) for column in columns]
    names = [word.text for word in contributions.words]
    moves = [
        [rank_move(int(contributions.rank[column]), int(without[column])) for column in columns]
        for without in contributions.rank_without
    ]
    hover = [
        [_cell(name, *cell) for cell in zip(shown, row, said, strict=True)]
        for name, row, said in zip(names, effects, moves, strict=True)
    ]
    coloured = [[_coloured(effect, floor) for effect, floor in zip(row, floors, strict=True)] for row in effects]
    places = [f"{hit.rank}" for hit in shown]
    extra: dict[str, Any] = {"annotations": _decided(palette, decides, len(shown))}
    if selected in (ids := [hit.id for hit in shown]) and names:
        extra["shapes"] = [_frame(palette, ids.index(selected), len(names))]
    return coloured_table(
        names,
        places,
        coloured,
        moves,
        palette,
        title="rank of the result",
        hover=hover,
        reach=_largest(effects),
        right=110 if decides else 0,
        extra=extra,
    )


def coloured_table(
    rows: list[str],
    columns: list[str],
    colours: list[list[float]],
    texts: list[list[str]],
    palette: Palette,
    *,
    title: str,
    hover: list[list[str]] | None = None,
    reach: float | None = None,
    right: int = 0,
    extra: Mapping[str, Any] = MappingProxyType({}),
) -> Figure:
    """Give a table whose cells are coloured from orange (negative) over nothing to blue (positive), with their texts.

    Args:
        rows: Names of the rows, from the top; they are escaped and cut.
        columns: Names of the columns, ours alone.
        colours: What decides each cell's colour.
        texts: What each cell says.
        palette: The colours of the theme.
        title: What the columns are.
        hover: What each cell says to who points at it, escaped; None for nothing.
        reach: The value of full colour, > 0; None takes the largest absolute one.
        right: Room at the right, in pixels.
        extra: More of Plotly's layout: shapes and annotations.
    """
    largest = reach or _largest(colours)
    away, nothing, closer = palette.diverging
    table = {
        "type": "heatmap",
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "z": colours,
        "zmin": -largest,
        "zmid": 0,
        "zmax": largest,
        "colorscale": [[0, away], [0.5, nothing], [1, closer]],
        "showscale": False,
        "text": texts,
        "texttemplate": "%{text}",
        "textfont": {"size": 11, "color": palette.text},
        "xgap": 2,
        "ygap": 2,
        "hovertext": hover,
        "hoverinfo": "text" if hover else "skip",
    }
    layout = ground(palette, rows=len(rows), top=44, right=right)
    layout["xaxis"], layout["yaxis"] = _named_columns(palette, columns, title), named_rows(palette, rows)
    return drawn([table], {**layout, **extra})


def _named_columns(palette: Palette, columns: list[str], title: str) -> dict[str, Any]:
    """Give the x axis that names a table's columns above it."""
    return {
        "tickvals": list(range(len(columns))),
        "ticktext": columns,
        "title": {"text": title, "font": {"size": 12}},
        "side": "top",
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "color": palette.muted,
    }


def _largest(cells: list[list[float]]) -> float:
    return max((abs(each) for row in cells for each in row if math.isfinite(each)), default=0.0) or 1.0


def rank_move(before: int, after: int) -> str:
    """Write how a result moves: "↓6" six places lower, "↑2" two higher, "·" not at all, "?" where it is unknown."""
    if before <= 0 or after <= 0:
        return "?"
    if before == after:
        return "·"
    return f"↓{after - before:,}" if after > before else f"↑{before - after:,}"


def _frame(palette: Palette, column: int, rows: int) -> dict[str, Any]:
    """Frame a column of a table."""
    line = {"color": palette.accent, "width": 2}
    return {"type": "rect", "x0": column - 0.5, "x1": column + 0.5, "y0": -0.5, "y1": rows - 0.5, "line": line}


def _decided(palette: Palette, decides: tuple[int, ...], count: int) -> list[dict[str, Any]]:
    """Write at the right how many of the results each word decides."""
    look = {"x": 1, "xref": "paper", "xanchor": "left", "showarrow": False}
    return [
        {
            **look,
            "y": row,
            "text": f" decides {number} of {count}" if number else "",
            "font": {"size": 12, "color": palette.text},
        }
        for row, number in enumerate(decides)
    ]


def timings_bar(timings: Timings, palette: Palette) -> Figure:
    """Give the stages of one query as a waterfall: where each begins, and how many milliseconds it takes.

    Stages that did not run are left out; what the stages do not account for is "other".

    Args:
        timings: Milliseconds of each stage.
        palette: The colours of the theme.
    """
    stages = stage_times(timings)
    colours = {"search": palette.embedding, "keyword": palette.keyword, "fuse": palette.hybrid}
    bars = {
        **lying_bars(len(stages)),
        "x": [length for _, length in stages],
        "base": [math.fsum(length for _, length in stages[:at]) for at in range(len(stages))],
        "text": [f"{length:.1f} ms" for _, length in stages],
        "marker": {"color": [colours[name].mark if name in colours else palette.quiet for name, _ in stages]},
        "hoverinfo": "skip",
    }
    end = math.fsum(length for _, length in stages)
    layout = ground(palette, rows=len(stages))
    layout["xaxis"] = {"visible": False, "range": [0, 1.25 * end or 1]}
    layout["yaxis"] = named_rows(palette, [name for name, _ in stages])
    return drawn([bars], layout)


def stage_times(timings: Timings) -> tuple[tuple[str, float], ...]:
    """Give (stage, milliseconds > 0) in the order in which they run, "other" last where the total is longer."""
    stages = [(field.name, float(getattr(timings, field.name))) for field in fields(timings) if field.name != "total"]
    other = timings.total - math.fsum(length for _, length in stages)
    ran = [(name, length) for name, length in stages if length > 0]
    return (*ran, ("other", other)) if other >= 0.05 else tuple(ran)


def share(part: float, whole: float) -> str:
    """Give a part as whole per cent of a whole: "54 %"; "0 %" of nothing."""
    return f"{100 * part / whole:.0f} %" if whole > 0 else "0 %"


def _coloured(effect: float, floor: float) -> float:
    """Give the value that decides a cell's colour: 0 below the noise floor and where it is unknown."""
    return effect if math.isfinite(effect) and abs(effect) >= floor else 0.0


def _cell(word: str, hit: Neighbor, effect: float, move: str) -> str:
    known = f"{effect:+.4f}".replace("-", "−") if math.isfinite(effect) else "unknown"
    return f"{plain(word, 60)} · {hit.rank}. {plain(hit.title or hit.id, 60)}<br>effect {known}, rank {move}"
