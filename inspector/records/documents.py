"""What a collection holds, and how a part of it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector.errors import RequestError

MetadataValue = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Document:
    """One stored document, or one chunk of one.

    Attributes:
        id: Unique within its collection.
        title: One line; empty where the corpus has none.
        text: The body; may be empty.
        metadata: Every other key of the corpus line, by name.
        parent: Id of the whole this is a chunk of; None for a document of its own.
        position: Place of the chunk in its parent, from 0; None for a document of its own.
    """

    id: str
    title: str
    text: str
    metadata: Mapping[str, MetadataValue] = field(default_factory=dict)
    parent: str | None = None
    position: int | None = None


class FieldType(StrEnum):
    """The type of a metadata field, one for the whole collection."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class MetadataField:
    """A metadata field of a collection.

    Attributes:
        name: The key in the corpus.
        type: What its values are.
    """

    name: str
    type: FieldType


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter: the field must equal the value.

    Conditions on different fields must all hold; several on one field mean "any of them". The value is given as
    written by a person and is read as the field's own type.

    Attributes:
        field: Name of a metadata field, or "parent".
        value: The wanted value, as text; "" matches a missing value too.
    """

    field: str
    value: str


Where = tuple[Condition, ...]


def condition(text: str) -> Condition:
    """Read a condition as a person writes it, "field=value"; what follows the first "=" is the value.

    Raises:
        RequestError: there is no "=", or no field before it.
    """
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise RequestError(f'The filter "{text}" is not of the form field=value.', "Write it like package=json.")
    return Condition(name.strip(), value.strip())
