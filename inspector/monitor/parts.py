"""One index in two parts: the documents whose field lies before a value, and those from it on.

Text is compared as text, which puts dates written as year-month-day in their order. Cost: one pass over the documents.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inspector.errors import RequestError
from inspector.monitor.groups import Group
from inspector.progress import Progress, silent
from inspector.records.documents import FieldType, MetadataValue
from inspector.stores.collection import Collection
from inspector.text import counted
from inspector.vectors import IntArray, read_only

_BATCH = 1_024


@dataclass(frozen=True, slots=True)
class Parts:
    """An index in two parts.

    Attributes:
        then: Documents before the value.
        now: Documents from it on.
        undated: How many have no value.
    """

    then: Group
    now: Group
    undated: int


def parts(collection: Collection, field: str, split: str, progress: Progress = silent) -> Parts:
    """Part an index at a value of a metadata field.

    Args:
        collection: The index.
        field: Name of the field, of texts or of numbers.
        split: Where now begins, as a person writes it: "2025-01-01".
        progress: Told how many documents are read.

    Raises:
        RequestError: there is no such field, it holds true or false, or `split` is empty, or
            no number where its values are numbers.
        CancelledError: progress asked to stop.
    """
    bound = _bound(collection, field, split)
    then: list[int] = []
    now: list[int] = []
    row = 0
    for batch in collection.iterate(_BATCH):
        progress(row, collection.count, f"Reading {collection.name}")
        for document in batch:
            value = _read(document.metadata.get(field), bound)
            if value is not None:
                (then if value < bound else now).append(row)  # type: ignore[operator]
            row += 1
    return Parts(
        then=Group(f"the {counted(len(then), 'document')} with {field} before {split}", collection, _rows(then)),
        now=Group(f"the {counted(len(now), 'document')} with {field} from {split} on", collection, _rows(now)),
        undated=row - len(then) - len(now),
    )


def _bound(collection: Collection, field: str, split: str) -> str | float:
    """Read the value at which the index is parted, as the field's own type.

    Raises:
        RequestError: the field or the value cannot be used.
    """
    found = next((each for each in collection.fields if each.name == field), None)
    if found is None or found.type is FieldType.BOOLEAN:
        usable = [each.name for each in collection.fields if each.type is not FieldType.BOOLEAN]
        why = f'{collection.name} has no field "{field}"' if found is None else f'"{field}" holds true or false'
        raise RequestError(
            f"{why}.", f"Choose one of: {', '.join(usable)}." if usable else "It has none to part it by."
        )
    if found.type is FieldType.TEXT:
        if not split.strip():
            raise RequestError(f'"{field}" cannot be parted at nothing.', "Give the value with which now begins.")
        return split
    try:
        bound = float(split)
    except ValueError:
        bound = math.nan
    if not math.isfinite(bound):
        raise RequestError(f'"{field}" holds numbers, and "{split}" is none.', "Give a number.")
    return bound


def _read(value: MetadataValue, bound: str | float) -> str | float | None:
    if value is None or value == "":
        return None
    return float(value) if isinstance(bound, float) else str(value)


def _rows(places: list[int]) -> IntArray:
    return read_only(np.array(places, dtype=np.int64))
