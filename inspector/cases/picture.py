"""The map of a case: a thin sample of the collection, the query, and the documents the case is about.

Positions are those of the map the user saw, turned into 0 to 1000 from the left and from the top.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspector.projection.place import add_points, place
from inspector.projection.record import ProjectionMap
from inspector.records.inspection import Inspection
from inspector.records.seen import Mark, MarkKind, Picture
from inspector.stores.collection import Collection
from inspector.vectors import IntArray

CLOUD = 400
"""Points of the collection that are kept."""
MARKED = 30
SIZE = 1000.0
_EDGE = 40.0


def picture_of(
    collection: Collection, inspection: Inspection, drawn: ProjectionMap, expected: Sequence[str] = ()
) -> Picture | None:
    """Give the picture of an answer; None where the map is empty.

    Args:
        collection: The collection.
        inspection: The answer.
        drawn: Its map.
        expected: Ids of the expected documents.
    """
    wanted = [each for each in expected if collection.rows_of([each])[0] >= 0]
    near = [hit.id for hit in inspection.neighbors[:MARKED]]
    words = [hit.id for hit in inspection.keyword[:MARKED] if hit.id not in near]
    ids = list(dict.fromkeys([*near, *words, *wanted]))
    rows = collection.rows_of(ids)
    whole = add_points(drawn, collection, rows)
    if not len(whole.rows):
        return None
    similarities = np.array([hit.similarity for hit in inspection.neighbors[:MARKED]])
    query = place(whole, rows[: len(near)], similarities) if near else None
    ranks = {hit.id: hit.rank for hit in inspection.keyword} | {hit.id: hit.rank for hit in inspection.neighbors}
    at = whole.points_of(rows)
    cloud = _cloud(drawn)
    points = [at[at >= 0], cloud]
    frame = _Frame(whole, np.concatenate(points), query)
    marks = [
        Mark(each, *frame.at(float(whole.x[point]), float(whole.y[point])), _kind(each, near, wanted), ranks.get(each))
        for each, point in zip(ids, at.tolist(), strict=True)
        if point >= 0
    ]
    return Picture(
        method=drawn.method.value,
        cloud=tuple(frame.at(float(whole.x[point]), float(whole.y[point])) for point in cloud.tolist()),
        query=frame.at(*query) if query else None,
        marks=tuple(marks),
    )


def _kind(document_id: str, near: Sequence[str], wanted: Sequence[str]) -> MarkKind:
    if document_id in wanted:
        return MarkKind.EXPECTED
    return MarkKind.EMBEDDING if document_id in near else MarkKind.KEYWORD


def _cloud(drawn: ProjectionMap) -> IntArray:
    """Choose points of the map, evenly spread over the collection's order."""
    return np.unique(np.linspace(0, len(drawn.rows) - 1, min(CLOUD, len(drawn.rows))).astype(np.int64))


class _Frame:
    """Turns positions of a map into those of the picture; what lies far outside the crowd is put on the edge."""

    def __init__(self, drawn: ProjectionMap, points: IntArray, query: tuple[float, float] | None) -> None:
        xs, ys = drawn.x[points].astype(float), drawn.y[points].astype(float)
        if query:
            xs, ys = np.append(xs, query[0]), np.append(ys, query[1])
        self._left, self._bottom = float(xs.min()), float(ys.min())
        spread = max(float(np.ptp(xs)), float(np.ptp(ys)))
        self._scale = (SIZE - 2 * _EDGE) / spread if spread > 0 else 0.0
        self._pad_x = (SIZE - self._scale * float(np.ptp(xs))) / 2
        self._pad_y = (SIZE - self._scale * float(np.ptp(ys))) / 2

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Give the place in the picture, whole units."""
        right = self._pad_x + (x - self._left) * self._scale
        up = self._pad_y + (y - self._bottom) * self._scale
        return round(min(max(right, 0.0), SIZE)), round(SIZE - min(max(up, 0.0), SIZE))
