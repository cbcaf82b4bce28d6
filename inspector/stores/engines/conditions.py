"""A filter read field by field, as an engine that has a query language of its own wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.records.documents import MetadataField, MetadataValue, Where
from inspector.stores.filters import field_named, read_value, representable


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a filter wants of one field; all fields must hold.

    Attributes:
        field: The field; "parent" is one.
        values: Any of these, as the field's type; none where no document can have what was written.
        missing: Whether a missing value holds too.
    """

    field: MetadataField
    values: tuple[MetadataValue, ...]
    missing: bool


def wanted_of(fields: Sequence[MetadataField], where: Where) -> tuple[Wanted, ...]:
    """Read a filter.

    Raises:
        RequestError: a field is unknown, or a value cannot be read as its type.
    """
    found = []
    for name in dict.fromkeys(condition.field for condition in where):
        field = field_named(fields, name)
        written = [condition.value for condition in where if condition.field == name]
        values = tuple(value for value in (read_value(field, text) for text in written) if representable(value))
        found.append(Wanted(field, values, "" in written))
    return tuple(found)
