"""Writes a filter as a Milvus expression.

Invariant: nothing a person wrote ends a quoted text or becomes a name. Fields are those of the schema, and values are
read as the field's type and written anew. Values are quoted rather than bound: templates with bound values are known
to servers from 2.5 on only, and not to milvus-lite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.records.documents import FieldType, MetadataField, MetadataValue, Where
from inspector.stores.filters import field_named, read_value, representable

_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class MilvusField:
    """A scalar field as expressions speak of it.

    Attributes:
        name: Its name.
        type: What its values are.
        dynamic: Whether it lives in the dynamic part of each row rather than in the schema.
        nullable: Whether a row may lack it.
        bits: Of an integer or a number: 8, 16, 32 or 64.
    """

    name: str
    type: FieldType
    dynamic: bool = False
    nullable: bool = False
    bits: int = 64

    @property
    def term(self) -> str:
        """How an expression names it."""
        return f"$meta[{quoted(self.name)}]" if self.dynamic else self.name


def quoted(text: str) -> str:
    """Write a text as a quoted literal."""
    return '"' + "".join(_ESCAPED.get(char, char) for char in text) + '"'


def among(field: MilvusField, ids: Sequence[str]) -> str:
    """Write "the field is one of these ids"; empty where it can be none of them."""
    literals = [each for value in ids for each in _literals(field, value)]
    return f"{field.term} in [{', '.join(literals)}]" if literals else ""


def beyond(field: MilvusField, document_id: str | None) -> str:
    """Write "the id is greater than this one", or an expression that holds for every id where there is none."""
    if document_id is not None:
        return f"{field.term} > {_literals(field, document_id)[0]}"
    return f'{field.term} >= ""' if field.type is FieldType.TEXT else f"{field.term} > {-(2**63) + 1}"


def expression(
    where: Where, fields: Sequence[MetadataField], known: Sequence[MilvusField], parent: MilvusField | None
) -> str | None:
    """Write a filter.

    Args:
        where: The filter.
        fields: The collection's metadata fields.
        known: The same, as Milvus knows them.
        parent: The field that holds the parent's id, if there is one.

    Returns:
        The expression; "" where everything passes, None where nothing can.

    Raises:
        RequestError: a field is unknown, or a value cannot be read as the field's type.
    """
    parts = []
    for name in dict.fromkeys(condition.field for condition in where):
        named = field_named(fields, name)
        written = [condition.value for condition in where if condition.field == name]
        values = [read_value(named, text) for text in written]
        field = parent if named not in fields else next(each for each in known if each.name == name)
        if field is None:
            if "" in written:
                continue
            return None
        part = _any_of(field, values, missing="" in written)
        if not part:
            return None
        parts.append(f"({part})")
    return " and ".join(parts)


def _any_of(field: MilvusField, values: Sequence[MetadataValue], missing: bool) -> str:
    known = (value for value in values if value is not None and representable(value))
    # Not "in": milvus-lite knows it for fields of the schema only, and servers fail at 1 and 0.5 in one list.
    parts = [f"{field.term} == {each}" for value in known for each in _literals(field, value)]
    if missing and field.dynamic:
        parts.append(f"not (exists {field.term})")
    elif missing and field.nullable:
        parts.append(f"{field.term} is null")
    return " or ".join(parts)


def _literals(field: MilvusField, value: MetadataValue) -> list[str]:
    """Write a value as the literals that can equal it in the field."""
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if field.type is FieldType.TEXT:
        return [quoted(str(value))]
    if field.type is FieldType.INTEGER:
        return _whole(field, value)
    number = float(value or 0)
    if not np.isfinite(number):
        return []
    nearest = float(np.float32(number)) if field.bits == 32 else number
    return [_decimal(each) for each in dict.fromkeys((number, nearest)) if np.isfinite(each)]


def _whole(field: MilvusField, value: MetadataValue) -> list[str]:
    """Write a whole number; a text only where it is written as the number itself, as ids are."""
    try:
        number = int(value or 0)
    except ValueError:
        return []
    fits = -(2 ** (field.bits - 1)) <= number < 2 ** (field.bits - 1)
    return [str(number)] if fits and str(number) == str(value) else []


def _decimal(number: float) -> str:
    """Write a number with all its digits and a point, never as a whole number."""
    text = repr(number)
    return text if any(sign in text for sign in ".e") else f"{text}.0"
