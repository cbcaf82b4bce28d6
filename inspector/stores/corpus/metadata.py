"""Metadata values: what a value is, and the one type that a field has in the whole corpus.

Invariant: no value changes its meaning. Whole numbers beyond 64 bits stay text, and a column of cells counts as
numbers only if every cell is written exactly as the number would be ("007" and "1.10" stay text).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Flag, auto

from inspector.records.documents import FieldType, MetadataField, MetadataValue

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_TRUTHS = {"true": True, "false": False}
_NAMES = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}


class _Kind(Flag):
    NOTHING = 0
    TRUTH = auto()
    WHOLE = auto()
    LONG = auto()  # a whole number that float64 cannot hold
    FRACTION = auto()
    TEXT = auto()


_TYPES: dict[_Kind, FieldType] = {
    _Kind.TRUTH: FieldType.BOOLEAN,
    _Kind.WHOLE: FieldType.INTEGER,
    _Kind.LONG: FieldType.INTEGER,
    _Kind.WHOLE | _Kind.LONG: FieldType.INTEGER,
    _Kind.FRACTION: FieldType.NUMBER,
    _Kind.WHOLE | _Kind.FRACTION: FieldType.NUMBER,
}


class FieldTypes:
    """Finds the type of every metadata field while the corpus goes by."""

    def __init__(self, cells: bool) -> None:
        """Start without fields.

        Args:
            cells: Whether all values come as text, from the cells of a CSV or TSV file.
        """
        self._cells = cells
        self._kinds: dict[str, _Kind] = {}

    def add(self, metadata: Mapping[str, object]) -> None:
        """Take note of the metadata of one document."""
        for name, value in metadata.items():
            kind = _kind(parsed(value) if self._cells else plain(value))
            self._kinds[name] = self._kinds.get(name, _Kind.NOTHING) | kind

    def fields(self) -> tuple[MetadataField, ...]:
        """Give the fields seen so far, in the order of their first appearance; mixed types make text."""
        return tuple(MetadataField(name, _TYPES.get(kind, FieldType.TEXT)) for name, kind in self._kinds.items())


def typed(metadata: Mapping[str, object], types: Mapping[str, FieldType], cells: bool) -> dict[str, MetadataValue]:
    """Give the metadata of one document as values of their fields' types."""
    if not cells:
        return {name: plain(value) for name, value in metadata.items()}
    return {
        name: (str(value) or None) if types[name] is FieldType.TEXT else parsed(value)
        for name, value in metadata.items()
    }


def plain(value: object) -> MetadataValue:
    """Give a value as one that metadata may hold: lists and objects as JSON, dates as ISO 8601, others as text."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def parsed(cell: object) -> MetadataValue:
    """Give a cell as what it is written as: a truth, a number in its shortest form, else text; empty is missing."""
    text = str(cell)
    if not text:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    if _WHOLE.match(text) and len(text) <= 20:
        return int(text) if str(int(text)) == text else text
    try:
        number = float(text)
    except ValueError:
        return text
    return number if repr(number) == text else text


def type_name(value: object) -> str:
    """Say what a JSON value is, for a message."""
    return "null" if value is None else _NAMES.get(type(value), type(value).__name__)


def _kind(value: MetadataValue) -> _Kind:
    if value is None:
        return _Kind.NOTHING
    if isinstance(value, bool):
        return _Kind.TRUTH
    if isinstance(value, int):
        if not -(1 << 63) <= value < 1 << 63:
            return _Kind.TEXT
        return _Kind.WHOLE if abs(value) <= 1 << 53 else _Kind.LONG
    return _Kind.FRACTION if isinstance(value, float) else _Kind.TEXT
