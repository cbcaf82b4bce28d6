"""Figures of an explanation: shares that add up, keyword beside embedding, and where the similarity lies.

Invariant and manners are those of `charts.py`: the record's own numbers, each printed, every label escaped.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from inspector.explain.document.places import Places
from inspector.records.alignment import Alignment
from inspector.records.shares import FairShares
from inspector.ui.charts import coloured_table
from inspector.ui.components.word_chips import Pull, pull_of, signed
from inspector.ui.figures import drawn, ground, lying_bars, named_rows, plain
from inspector.ui.palette import Palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_COLUMNS = 8


def share_steps(shares: FairShares, column: int, floor: float, palette: Palette) -> Figure:
    """Give how a similarity adds up: from the empty text, word by word, to the whole query.

    Args:
        shares: The fair shares.
        column: The document's place.
        floor: Its noise floor; a share below it has no colour.
        palette: The colours of the theme.
    """
    own = [float(share) for share in shares.shares[:, column]]
    errors = [float(error) for error in shares.standard_error[:, column]]
    empty, whole = float(shares.empty[column]), float(shares.whole[column])
    starts = [empty + math.fsum(own[:place]) for place in range(len(own))]
    colours = _colours(palette)
    names = ["empty text", *(unit.text for unit in shares.units), "whole query"]
    texts = [signed(empty), *map(_with_error, own, errors), f"{whole:.3f}"]
    bars = {
        **lying_bars(len(names)),
        "x": [empty, *own, whole],
        "base": [0.0, *starts, 0.0],
        "text": texts,
        "marker": {"color": [palette.quiet, *(colours[pull_of(each, floor)] for each in own), palette.embedding.mark]},
        "hovertext": [f"{plain(name, 60)}: {text}" for name, text in zip(names, texts, strict=True)],
        "hoverinfo": "text",
    }
    ends = [0.0, empty, whole, *(start + each for start, each in zip(starts, own, strict=True))]
    low, high = min([*ends, *starts]), max([*ends, *starts])
    reach = (high - low) or 1.0
    before = 0.3 if min(own, default=0.0) < 0 else 0.02  # room for the numbers of bars that point to the left
    layout = ground(palette, rows=len(names))
    layout["xaxis"] = {"visible": False, "range": [low - before * reach, high + 0.3 * reach]}
    layout["yaxis"] = named_rows(palette, names)
    return drawn([bars], layout)


def _colours(palette: Palette) -> dict[Pull, str]:
    return {Pull.CLOSER: palette.embedding.mark, Pull.AWAY: palette.keyword.mark, Pull.NONE: palette.quiet}


def _with_error(share: float, error: float) -> str:
    return f"{signed(share)} ± {error:.3f}" if math.isfinite(error) and error >= 0.0005 else signed(share)


def aligned_bars(alignment: Alignment, palette: Palette, right: str = "share of the similarity") -> Figure:
    """Give what each word gives to the BM25 score (left) and to the similarity (right), each on its own scale.

    Args:
        alignment: The words of the query for one document.
        palette: The colours of the theme.
        right: What the numbers at the right are.
    """
    words = alignment.words
    keyword = [word.keyword for word in words]
    embedding = [word.embedding if math.isfinite(word.embedding) else 0.0 for word in words]
    colours = [_colours(palette)[pull_of(word.embedding, alignment.floor)] for word in words]
    said = ["ignored" if word.ignored else f"{word.keyword:.2f}" if word.keyword else "–" for word in words]
    manners = {**lying_bars(len(words)), "hoverinfo": "skip"}
    left = {**manners, "x": keyword, "text": said, "marker": {"color": palette.keyword.mark}}
    other = {
        **manners,
        "x": embedding,
        "xaxis": "x2",
        "text": [f"{signed(word.embedding)} · {word.badge.value}" for word in words],
        "marker": {"color": colours},
    }
    high = max(keyword, default=0.0) or 1.0
    near, far = max([0.0, *embedding]), min([0.0, *embedding])
    reach = (near - far) or 1.0
    axis = {"visible": True, "showgrid": False, "zeroline": False, "ticks": "", "showticklabels": False, "side": "top"}
    sides = [0, 1.5 * high], [far - 0.1 * reach, near + 1.1 * reach]
    layout = ground(palette, rows=len(words), top=26)
    layout["xaxis"] = {**axis, "domain": [0, 0.4], "range": sides[0], "title": _heading("BM25 score", palette)}
    layout["xaxis2"] = {**axis, "domain": [0.46, 1], "range": sides[1], "title": _heading(right, palette)}
    layout["yaxis"] = named_rows(palette, [word.unit.text for word in words])
    return drawn([left, other], layout)


def _heading(text: str, palette: Palette) -> dict[str, object]:
    return {"text": text, "font": {"size": 12, "color": palette.muted}, "standoff": 2}


def location_table(found: Places, palette: Palette) -> Figure:
    """Give where a similarity lies, as a table in colour: words of the query by sentences of the document.

    Args:
        found: The sums; of many sentences those with most are shown, the others are summed in one column.
        palette: The colours of the theme.
    """
    columns, cells = _fitted(found)
    texts = [[_short(each) for each in row] for row in cells]
    return coloured_table(list(found.rows), columns, cells, texts, palette, title="sentence of the document")


def _short(value: float) -> str:
    """Write a number in as little room as can be: ".03", "−.10", "·" where it rounds to nothing."""
    return f"{value:.2f}".replace("0.", ".", 1).replace("-", "−") if abs(value) >= 0.005 else "·"


def _fitted(found: Places) -> tuple[list[str], list[list[float]]]:
    """Give at most `_COLUMNS` columns: the sentences with most, the others together, what is beside the text."""
    inside = list(range(len(found.columns) - 1))
    kept = sorted(sorted(inside, key=lambda column: -abs(float(found.cells[:, column].sum())))[:_COLUMNS])
    others = [column for column in inside if column not in kept]
    groups = [[column] for column in kept] + ([others] if others else []) + [[len(found.columns) - 1]]
    names = [f"{found.columns[column] + 1}" for column in kept] + (["others"] if others else []) + ["beside"]
    cells = [[float(found.cells[row, group].sum()) for group in groups] for row in range(len(found.rows))]
    return names, cells
