"""Where a document's fields stand in the text that is embedded, and back.

Exact wherever a field's value stands in the text as it is; a field whose value stands there twice, once as a label of
the recipe, may be found at the label, where it reads the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from inspector.records.passages import FieldSpan


def placed_fields(text: str, values: Sequence[tuple[str, str]]) -> tuple[FieldSpan, ...]:
    """Find the values of fields in the embedded text, white space at their ends left out.

    The longest value is placed first, so that a title that is repeated in the body is not looked for there; those that
    come first are looked for from the left, the others from the right.

    Args:
        text: The embedded text.
        values: Name and value of each field that the recipe may have used, in its order.

    Returns:
        In order of place, not overlapping; a field that is empty or not in the text is left out.
    """
    found: list[FieldSpan] = []
    for row in sorted(range(len(values)), key=lambda row: -len(values[row][1].strip())):
        name, value = values[row]
        bare = value.strip()
        start = _free_place(text, bare, found, leftmost=2 * row < len(values)) if bare else -1
        if start >= 0:
            found.append(FieldSpan(name, start, start + len(bare), len(value) - len(value.lstrip())))
    return tuple(sorted(found, key=lambda span: span.start))


def _free_place(text: str, value: str, taken: Sequence[FieldSpan], *, leftmost: bool) -> int:
    """Give the first or last place of a value that lies in no taken span; -1 where there is none."""
    edges = [0, *(edge for span in sorted(taken, key=lambda span: span.start) for edge in (span.start, span.end))]
    gaps = list(zip(edges[::2], [*edges[1::2], len(text)], strict=True))
    places = (text.find(value, *gap) if leftmost else text.rfind(value, *gap) for gap in gaps[:: 1 if leftmost else -1])
    return next((place for place in places if place >= 0), -1)


def in_fields(fields: Sequence[FieldSpan], start: int, end: int) -> tuple[FieldSpan, ...]:
    """Say which parts of which fields a span of the embedded text covers, in order; text of the recipe is in none."""
    found = []
    for field in fields:
        left, right = max(start, field.start), min(end, field.end)
        if left < right:
            found.append(FieldSpan(field.field, left, right, field.offset + left - field.start))
    return tuple(found)
