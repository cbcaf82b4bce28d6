"""The map of a case as a drawing: the collection in grey, the query a star, results by their retriever's colour.

Invariant: shapes and numbers say what colours say. Positions come from the case and are whole numbers by its reader.
"""

from __future__ import annotations

import math

from inspector.cases.page.markup import Markup, joined, raw, tag
from inspector.records.cases import Case
from inspector.records.seen import Mark, MarkKind

_LABELLED = 10
_METHODS = {"umap": "UMAP", "pca": "PCA"}


def drawing(case: Case) -> Markup:
    """Give the map with its caption; empty where the case has none."""
    picture = case.seen.picture
    if picture is None:
        return raw("")
    parts = [_circle(x, y, 5, "var(--quiet)", "0.45") for x, y in picture.cloud]
    if picture.query:
        parts += [_line(picture.query, each) for each in picture.marks if each.kind is MarkKind.EMBEDDING]
    order = {MarkKind.KEYWORD: 0, MarkKind.EMBEDDING: 1, MarkKind.EXPECTED: 2}
    parts += [
        _mark(case, each) for each in sorted(picture.marks, key=lambda each: (order[each.kind], -(each.rank or 999)))
    ]
    if picture.query:
        parts.append(
            tag("path", d=_star(*picture.query), fill="var(--query-mark)", stroke="var(--ground)", stroke_width="3")
        )
    svg = tag("svg", *parts, viewBox="0 0 1000 1000", role="img", aria_label="Map of the collection around the query")
    said = (
        "★ the query · blue circles the embedding's results, with their ranks · orange squares found by keyword search "
        f"only · ◆ what should come. Grey: some of the collection, by {_METHODS.get(picture.method, picture.method)}. "
        "Only nearness means something, and no flat map keeps all of it."
    )
    return joined([tag("h2", "On the map"), tag("figure", svg, tag("figcaption", said))])


def _mark(case: Case, mark: Mark) -> Markup:
    document = case.document(mark.id)
    title = tag("title", document.title if document and document.title else mark.id)
    if mark.kind is MarkKind.EXPECTED:
        shape = tag(
            "path",
            title,
            d=_diamond(mark.x, mark.y),
            fill="var(--expected-mark)",
            stroke="var(--ground)",
            stroke_width="3",
        )
    elif mark.kind is MarkKind.KEYWORD:
        shape = tag(
            "path",
            title,
            d=_square(mark.x, mark.y),
            fill="var(--keyword-mark)",
            stroke="var(--ground)",
            stroke_width="2",
        )
    else:
        shape = _circle(mark.x, mark.y, 11, "var(--embedding-mark)", "1", title)
    label = mark.kind is MarkKind.EMBEDDING and mark.rank is not None and mark.rank <= _LABELLED
    return joined([shape, _label(mark)]) if label else shape


def _label(mark: Mark) -> Markup:
    style = "font:600 22px system-ui,sans-serif;paint-order:stroke"
    return tag(
        "text", str(mark.rank), x=str(mark.x + 15), y=str(mark.y - 9), fill="var(--text)", stroke="var(--surface)",
        stroke_width="5", style=style,
    )  # fmt: skip


def _circle(x: int, y: int, size: int, fill: str, opacity: str, *content: str) -> Markup:
    return tag("circle", *content, cx=str(x), cy=str(y), r=str(size), fill=fill, fill_opacity=opacity)


def _line(query: tuple[int, int], mark: Mark) -> Markup:
    x, y = query
    places = {"x1": str(x), "y1": str(y), "x2": str(mark.x), "y2": str(mark.y)}
    return tag("line", stroke="var(--embedding-mark)", stroke_opacity="0.35", stroke_width="2", **places)


def _star(x: int, y: int) -> str:
    points = []
    for corner in range(10):
        reach, angle = (24 if corner % 2 == 0 else 10), math.pi * (corner / 5 - 0.5)
        points.append(f"{x + reach * math.cos(angle):.1f},{y + reach * math.sin(angle):.1f}")
    return f"M{' L'.join(points)}Z"


def _diamond(x: int, y: int) -> str:
    return f"M{x},{y - 20} L{x + 17},{y} L{x},{y + 20} L{x - 17},{y}Z"


def _square(x: int, y: int) -> str:
    return f"M{x - 9},{y - 9} h18 v18 h-18Z"
