"""What the map shows, and its geometry: which region at first, which labels share a place, how large a point is.

Invariant: numbers only, no text of a document. Cost: one pass over the positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inspector.vectors import BoolArray, Float32Array, FloatArray, IntArray

_NEAR = 0.03
_LABELLED = 4
Bounds = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class MapView:
    """What the map shows. A row is a document's place in the collection, 0-based.

    Attributes:
        rows: Shape (n,): the document of each point.
        x: Shape (n,): positions, of any unit.
        y: Shape (n,): positions, in the unit of x.
        misplaced: Shape (n,): whether the map puts the document away from its true neighbors.
        query: Position of the query; None while there is none.
        neighbors: Rows of the embedding's hits, best first.
        keyword: Rows of the keyword hits, best first.
        hybrid: Rows of the fused hits, best first.
        expected: Row of the expected document, or None.
        selected: Row of the selected document, or None.
    """

    rows: IntArray
    x: Float32Array
    y: Float32Array
    misplaced: BoolArray
    query: tuple[float, float] | None = None
    neighbors: tuple[int, ...] = ()
    keyword: tuple[int, ...] = ()
    hybrid: tuple[int, ...] = ()
    expected: int | None = None
    selected: int | None = None


def point_look(count: int) -> tuple[float, float]:
    """Give size in pixels and opacity of one point among `count`: 7 and 0.75 up to 100, 3 and 0.3 from 30,000."""
    sparse = float(np.clip((np.log10(30_000) - np.log10(max(count, 1))) / (np.log10(30_000) - 2), 0, 1))
    return round(3 + 4 * sparse, 1), round(0.3 + 0.45 * sparse, 2)


def group_labels(view: MapView, ranked: Iterable[tuple[int, int]], place: Mapping[int, int]) -> dict[int, str]:
    """Give each group of points that would overprint one label with its ranks, on the best-ranked of them.

    Args:
        view: The map.
        ranked: (row, rank) of the points to label, each on the map.
        place: The point of each row.

    Returns:
        Row to label, such as "1 · 3 · 4"; at most four ranks, then "…".
    """
    reach = _NEAR * max(high - low for low, high in bounds(view, ()))
    groups: list[tuple[int, list[int]]] = []
    for row, rank in sorted(ranked, key=lambda pair: pair[1]):
        at = place[row]
        for head, ranks in groups:
            if max(abs(view.x[place[head]] - view.x[at]), abs(view.y[place[head]] - view.y[at])) <= reach:
                ranks.append(rank)
                break
        else:
            groups.append((row, [rank]))
    return {
        head: " · ".join(map(str, ranks[:_LABELLED])) + (" …" if len(ranks) > _LABELLED else "")
        for head, ranks in groups
    }


def bounds(view: MapView, points: Sequence[int]) -> Bounds:
    """Give the ranges of x and y that are shown at first, so that no outlier and no small island shrinks the map.

    Args:
        view: The map.
        points: Points that must be inside.

    Returns:
        (low, high) of x and of y, around the query, the given points and the bulk: the middle 90 % of all points, and
        what lies within half their width of them.
    """
    found = []
    for axis, values in enumerate((view.x, view.y)):
        inner = _bulk(values) if len(values) else np.array([0.0, 1.0])
        query = [view.query[axis]] if view.query else []
        marked = [*(float(values[at]) for at in points), *query, *map(float, inner)]
        low, high = min(marked), max(marked)
        pad = 0.06 * (high - low) or 1.0
        found.append((low - pad, high + pad))
    return found[0], found[1]


def _bulk(values: Float32Array) -> FloatArray:
    low, high = np.percentile(values, [5, 95])
    reach = (high - low) / 2
    near = values[(values >= low - reach) & (values <= high + reach)]
    return np.array([near.min(), near.max()])


def marked_bounds(view: MapView) -> Bounds:
    """Give the ranges that are shown at first where everything marked is to be inside."""
    single = [row for row in (view.expected, view.selected) if row is not None]
    marked = [*view.neighbors, *view.keyword, *view.hybrid, *single]
    return bounds(view, np.flatnonzero(np.isin(view.rows, marked)).tolist())


def outside(view: MapView) -> int:
    """Count the points that lie outside of what is shown at first."""
    (left, right), (bottom, top) = marked_bounds(view)
    inside = (view.x >= left) & (view.x <= right) & (view.y >= bottom) & (view.y <= top)
    return int(np.count_nonzero(~inside))
