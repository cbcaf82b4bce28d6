"""Small figures from records: keyword terms, words by results, stage times.

Invariant: a figure shows the record's own numbers, each printed; colour repeats what sign and length say. Words and
titles are escaped, because Plotly reads its labels as markup. Cost: milliseconds; plotly is imported when first used.
The map is in `map_figure.py`.
"""

from __future__ import annotations

import html
import math
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from inspector.records.explanation import Contributions
from inspector.records.inspection import Timings
from inspector.records.results import Neighbor, TermScore
from inspector.ui.palette import Palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

STILL: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""Plotly's configuration for a figure that is read, not explored."""

_ROW = 26
_WIDEST = 28


def term_bars(terms: tuple[TermScore, ...], palette: Palette) -> Figure:
    """Give what each keyword term adds to a BM25 score, as bars, largest on top.

    Args:
        terms: The shares of one score, each >= 0.
        palette: The colours of the theme.
    """
    import plotly.graph_objects as go

    total = math.fsum(term.score for term in terms)
    ordered = sorted(terms, key=lambda term: -term.score)
    bars = go.Bar(
        orientation="h",
        y=list(range(len(ordered))),
        x=[term.score for term in ordered],
        text=[f"{term.score:.2f} · {share(term.score, total)}" for term in ordered],
        textposition="outside",
        cliponaxis=False,
        marker={"color": palette.keyword.mark},
        hovertext=[f"{plain(term.term, 200)}: {term.score:.4f} of {total:.4f}" for term in ordered],
        hoverinfo="text",
        width=0.5,
    )
    figure = go.Figure(bars)
    _settle(figure, palette, rows=len(ordered))
    longest = max((term.score for term in ordered), default=1.0)
    figure.update_xaxes(visible=False, range=[0, 1.35 * longest or 1])
    _name_rows(figure, palette, [term.term for term in ordered])
    return figure


def words_by_documents(contributions: Contributions, neighbors: tuple[Neighbor, ...], palette: Palette) -> Figure:
    """Give the removal effect of every word on every result, as a table in colour.

    Blue pulls closer, orange pushes away, both on one scale; an effect below its document's noise floor is printed
    without a colour.

    Args:
        contributions: Effects of the query's words.
        neighbors: The results that make the columns, in this order; those without effects are left out.
        palette: The colours of the theme.
    """
    import plotly.graph_objects as go

    shown = [hit for hit in neighbors if contributions.column(hit.id) >= 0]
    columns = [contributions.column(hit.id) for hit in shown]
    effects = [[float(row[column]) for column in columns] for row in contributions.removal]
    floors = [float(contributions.noise_floor[column]) for column in columns]
    largest = max((abs(effect) for row in effects for effect in row if math.isfinite(effect)), default=0.0) or 1.0
    away, nothing, closer = palette.diverging
    names = [word.text for word in contributions.words]
    rows = list(zip(names, effects, strict=True))
    table = go.Heatmap(
        x=list(range(len(shown))),
        y=list(range(len(names))),
        z=[[_coloured(effect, floor) for effect, floor in zip(row, floors, strict=True)] for row in effects],
        zmin=-largest,
        zmid=0,
        zmax=largest,
        colorscale=[[0, away], [0.5, nothing], [1, closer]],
        showscale=False,
        text=[[_figure(effect) for effect in row] for row in effects],
        texttemplate="%{text}",
        textfont={"size": 11, "color": palette.text},
        xgap=2,
        ygap=2,
        hovertext=[[_cell(name, *pair) for pair in zip(shown, row, strict=True)] for name, row in rows],
        hoverinfo="text",
    )
    figure = go.Figure(table)
    _settle(figure, palette, rows=len(names), top=44)
    places = [f"{hit.rank}" for hit in shown]
    figure.update_xaxes(side="top", showgrid=False, zeroline=False, ticks="", color=palette.muted)
    figure.update_xaxes(
        tickvals=list(range(len(shown))), ticktext=places, title={"text": "rank of the result", "font": {"size": 12}}
    )
    _name_rows(figure, palette, names)
    return figure


def timings_bar(timings: Timings, palette: Palette) -> Figure:
    """Give the stages of one query as a waterfall: where each begins, and how many milliseconds it takes.

    Stages that did not run are left out; what the stages do not account for is "other".

    Args:
        timings: Milliseconds of each stage.
        palette: The colours of the theme.
    """
    import plotly.graph_objects as go

    stages = stage_times(timings)
    colours = {"search": palette.embedding, "keyword": palette.keyword, "fuse": palette.hybrid}
    starts = [math.fsum(length for _, length in stages[:at]) for at in range(len(stages))]
    bars = go.Bar(
        orientation="h",
        y=list(range(len(stages))),
        x=[length for _, length in stages],
        base=starts,
        text=[f"{length:.1f} ms" for _, length in stages],
        textposition="outside",
        cliponaxis=False,
        marker={"color": [colours[name].mark if name in colours else palette.quiet for name, _ in stages]},
        hoverinfo="skip",
        width=0.5,
    )
    figure = go.Figure(bars)
    _settle(figure, palette, rows=len(stages))
    end = math.fsum(length for _, length in stages)
    figure.update_xaxes(visible=False, range=[0, 1.25 * end or 1])
    _name_rows(figure, palette, [name for name, _ in stages])
    return figure


def stage_times(timings: Timings) -> tuple[tuple[str, float], ...]:
    """Give (stage, milliseconds > 0) in the order in which they run, "other" last where the total is longer."""
    stages = [(field.name, float(getattr(timings, field.name))) for field in fields(timings) if field.name != "total"]
    other = timings.total - math.fsum(length for _, length in stages)
    ran = [(name, length) for name, length in stages if length > 0]
    return (*ran, ("other", other)) if other >= 0.05 else tuple(ran)


def plain(text: str, width: int = _WIDEST) -> str:
    """Give a person's words as a chart label: one line, at most `width` characters, nothing left to read as markup."""
    line = " ".join(text.split())
    short = line if len(line) <= width else line[: width - 1] + "…"
    return html.escape(short, quote=False)


def share(part: float, whole: float) -> str:
    """Give a part as whole per cent of a whole: "54 %"; "0 %" of nothing."""
    return f"{100 * part / whole:.0f} %" if whole > 0 else "0 %"


def _coloured(effect: float, floor: float) -> float:
    """Give the value that decides a cell's colour: 0 below the noise floor and where it is unknown."""
    return effect if math.isfinite(effect) and abs(effect) >= floor else 0.0


def _figure(effect: float) -> str:
    """Give an effect with its sign and two decimals; a dot where it rounds to nothing, "?" where it is unknown."""
    if not math.isfinite(effect):
        return "?"
    return f"{effect:+.2f}".replace("-", "−") if round(effect, 2) else "·"


def _cell(word: str, hit: Neighbor, effect: float) -> str:
    known = f"{effect:+.4f}".replace("-", "−") if math.isfinite(effect) else "unknown"
    return f"{plain(word, 60)} · {hit.rank}. {plain(hit.title or hit.id, 60)}<br>effect {known}"


def _name_rows(figure: Figure, palette: Palette, names: list[str]) -> None:
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[plain(name) + "  " for name in names],
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        ticks="",
        color=palette.text,
        automargin=True,
    )


def _settle(figure: Figure, palette: Palette, *, rows: int, top: int = 4) -> None:
    """Give a figure the page's ground, letters and a height that fits its rows."""
    figure.update_layout(
        template=None,
        height=top + _ROW * max(1, rows) + 8,
        margin={"l": 0, "r": 0, "t": top, "b": 4},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": palette.text, "size": 13},
        hoverlabel={"bgcolor": palette.surface, "bordercolor": palette.border, "font": {"color": palette.text}},
        showlegend=False,
        dragmode=False,
    )
