"""How documents lie in columns: names and types, shared by writer, reader and filters.

A metadata field lives under a prefix, so a corpus may have a field named "id" or "text_sha256". A field has one type
for the whole collection; a value of a narrower type is widened, any other is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from inspector.errors import StoreError
from inspector.records.documents import FieldType, MetadataField, MetadataValue

ID = "id"
TITLE = "title"
TEXT = "text"
PARENT = "parent"
POSITION = "position"
TEXT_SHA256 = "text_sha256"
PREFIX = "field."

FIXED: tuple[pa.Field, ...] = (
    pa.field(ID, pa.large_string(), nullable=False),
    pa.field(TITLE, pa.large_string(), nullable=False),
    pa.field(TEXT, pa.large_string(), nullable=False),
    pa.field(PARENT, pa.large_string()),
    pa.field(POSITION, pa.int64()),
    pa.field(TEXT_SHA256, pa.binary(32), nullable=False),
)

ARROW_TYPES: dict[FieldType, pa.DataType] = {
    FieldType.TEXT: pa.large_string(),
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMBER: pa.float64(),
    FieldType.BOOLEAN: pa.bool_(),
}
_PYTHON_TYPES: dict[FieldType, tuple[type, ...]] = {
    FieldType.INTEGER: (int,),
    FieldType.NUMBER: (int, float),
    FieldType.BOOLEAN: (bool,),
}


def schema_of(fields: Sequence[MetadataField]) -> pa.Schema:
    """Give the Arrow schema of a collection with these metadata fields."""
    return pa.schema([*FIXED, *(pa.field(PREFIX + field.name, ARROW_TYPES[field.type]) for field in fields)])


def fields_of(schema: pa.Schema) -> tuple[MetadataField, ...]:
    """Read the metadata fields off an Arrow schema, in order.

    Raises:
        StoreError: a column is missing, or has a type that no writer of ours makes.
    """
    for wanted in FIXED:
        place = schema.get_field_index(wanted.name)
        if place < 0 or schema.field(place).type != wanted.type:
            raise StoreError(f'The documents file has no column "{wanted.name}" of type {wanted.type}.')
    types = {arrow: kind for kind, arrow in ARROW_TYPES.items()}
    fields = []
    for column in schema:
        if column.name.startswith(PREFIX):
            if column.type not in types:
                raise StoreError(
                    f'The column "{column.name}" of the documents file has the unknown type {column.type}.'
                )
            fields.append(MetadataField(column.name.removeprefix(PREFIX), types[column.type]))
    return tuple(fields)


def as_text(value: MetadataValue) -> str:
    """Write a metadata value the way a person types it into a filter: "true", "7", "0.5"; a missing one is ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def fitted(value: MetadataValue, field: MetadataField, document_id: str) -> MetadataValue:
    """Give a value as the type of its field: anything becomes text in a text field, whole numbers become numbers.

    Raises:
        StoreError: the value is of another type.
    """
    if value is None:
        return None
    if field.type is FieldType.TEXT:
        return as_text(value)
    if not isinstance(value, _PYTHON_TYPES[field.type]) or (
        isinstance(value, bool) and field.type is not FieldType.BOOLEAN
    ):
        raise StoreError(
            f'Document "{document_id}" has {value!r} in the field "{field.name}", which holds {field.type} values.',
            "Give the field one type in the whole corpus.",
        )
    return float(value) if field.type is FieldType.NUMBER else value
