"""Reads a filter as a boolean mask over the columns of a collection.

Conditions on different fields must all hold; several on one field mean "any of them". A value is given as a person
wrote it and is compared as the field's own type; "" matches a missing value too. Costs one pass over each named column.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inspector.errors import RequestError
from inspector.records.documents import FieldType, MetadataField, MetadataValue, Where
from inspector.stores.columns import ARROW_TYPES, PARENT, PREFIX
from inspector.vectors import BoolArray

_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a written value becomes a value of one type; `read` raises ValueError or KeyError for anything else."""

    holds: str
    read: Callable[[str], MetadataValue]


def _number(text: str) -> float:
    value = float(text)
    if math.isnan(value):
        raise ValueError
    return value


_READINGS = {
    FieldType.TEXT: _Reading("text", str),
    FieldType.INTEGER: _Reading("whole numbers", int),
    FieldType.NUMBER: _Reading("numbers", _number),
    FieldType.BOOLEAN: _Reading("true or false", lambda text: _BOOLEANS[text.strip().lower()]),
}


def matching(table: Any, fields: Sequence[MetadataField], where: Where) -> BoolArray | None:
    """Say which rows pass a filter.

    Args:
        table: The Arrow table of a collection, n rows.
        fields: Its metadata fields.
        where: The filter.

    Returns:
        Shape (n,), or None where there is no filter.

    Raises:
        RequestError: a field is unknown, or a value cannot be read as the field's type.
    """
    if not where:
        return None
    mask = np.ones(table.num_rows, dtype=np.bool_)
    for name in dict.fromkeys(condition.field for condition in where):
        wanted = [condition.value for condition in where if condition.field == name]
        mask &= _any_of(column_of(table, fields, name), field_named(fields, name), wanted)
    return mask


def column_of(table: Any, fields: Sequence[MetadataField], name: str) -> Any:
    """Give the Arrow column of a metadata field, or of "parent".

    Raises:
        RequestError: the field is unknown; the message lists those there are.
    """
    field = field_named(fields, name)
    return table.column(PREFIX + name if field in fields else PARENT)


def field_named(fields: Sequence[MetadataField], name: str) -> MetadataField:
    """Give a field by name, "parent" among them.

    Raises:
        RequestError: it is unknown; the message lists those there are.
    """
    found = next((field for field in fields if field.name == name), None)
    if found is not None:
        return found
    if name == PARENT:
        return MetadataField(PARENT, FieldType.TEXT)
    known = ", ".join(f'"{field.name}"' for field in fields)
    raise RequestError(
        f'The index has no metadata field "{name}".',
        f"Its fields are: {known}." if known else "It has no metadata fields.",
    )


def _any_of(column: Any, field: MetadataField, wanted: Sequence[str]) -> BoolArray:
    values = [value for value in (read_value(field, text) for text in wanted) if representable(value)]
    hit = pc.is_in(column, value_set=pa.array(values, type=ARROW_TYPES[field.type]))
    if "" in wanted:
        hit = pc.or_(hit, pc.is_null(column))
    found: BoolArray = np.asarray(hit.to_numpy(), dtype=np.bool_)
    return found


def read_value(field: MetadataField, text: str) -> MetadataValue:
    """Read a written value as the type of its field; None for "" where that is no text, as a missing value is shown.

    Raises:
        RequestError: it cannot be read so.
    """
    if text == "" and field.type is not FieldType.TEXT:
        return None
    reading = _READINGS[field.type]
    try:
        return reading.read(text)
    except (ValueError, KeyError) as error:
        raise RequestError(
            f'The field "{field.name}" holds {reading.holds}, "{text}" is none.', "Mend the value of the filter."
        ) from error


def representable(value: MetadataValue) -> bool:
    """Say whether a column can hold the value at all; what it cannot hold matches nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        return -(2**63) <= value < 2**63
    return value is not None and not (isinstance(value, str) and any(0xD800 <= ord(char) <= 0xDFFF for char in value))
