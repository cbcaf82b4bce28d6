"""Which field of a Milvus collection is what: read off its schema and, for dynamic fields, off a sample of rows.

Invariant: the primary key is the id, as text; every scalar field that has no other part is metadata.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inspector.errors import RequestError, StoreError
from inspector.records.documents import Document, FieldType, MetadataField
from inspector.stores.columns import as_text, fitted
from inspector.stores.engines.milvus_filters import MilvusField
from inspector.stores.engines.milvus_vectors import DENSE, numbers_of
from inspector.stores.spec import IndexSpec
from inspector.vectors import Float32Array

Row = Mapping[str, Any]

NAMED: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "page_content", "document", "chunk"),
    "title": ("title", "headline", "heading"),
    "parent": ("parent", "parent_id"),
    "position": ("position", "chunk_index"),
}
"""Names by which a field is known for what it is, where the spec names none."""

_TYPES = {"VARCHAR": FieldType.TEXT, "BOOL": FieldType.BOOLEAN, "FLOAT": FieldType.NUMBER, "DOUBLE": FieldType.NUMBER}
_TYPES |= {f"INT{bits}": FieldType.INTEGER for bits in (8, 16, 32, 64)}
_BITS = {"INT8": 8, "INT16": 16, "INT32": 32, "FLOAT": 32}
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class MilvusSchema:
    """The fields of a collection by their part.

    Attributes:
        id: The primary key.
        vector: Name of the vector field.
        vector_type: "FLOAT_VECTOR", "FLOAT16_VECTOR" or "BFLOAT16_VECTOR".
        dim: Length of each vector.
        text: Name of the text field; empty where there is none.
        title: Name of the title field; empty where there is none.
        parent: The field with the parent's id; None where there is none.
        position: Name of the field with the place in the parent; empty where there is none.
        metadata: All other scalar fields.
        dynamic: Whether rows have fields beyond the schema.
        sparse: Name of the field that a BM25 function fills from the text field; empty where there is none.
    """

    id: MilvusField
    vector: str
    vector_type: str
    dim: int
    text: str
    title: str
    parent: MilvusField | None
    position: str
    metadata: tuple[MilvusField, ...]
    dynamic: bool
    sparse: str

    @property
    def fields(self) -> tuple[MetadataField, ...]:
        """Its metadata fields."""
        return tuple(MetadataField(field.name, field.type) for field in self.metadata)

    @property
    def half(self) -> bool:
        """Whether it keeps vectors in 16 bits."""
        return self.vector_type != "FLOAT_VECTOR"

    @property
    def output(self) -> list[str]:
        """What a query must ask for to get documents with vectors."""
        if self.dynamic:
            return ["*", self.vector]
        parent = self.parent.name if self.parent else ""
        named = (self.id.name, self.vector, self.text, self.title, parent, self.position)
        return [*(name for name in named if name), *(field.name for field in self.metadata)]

    def document(self, row: Row) -> Document:
        """Make a document of a row.

        Raises:
            StoreError: a dynamic field holds values of several types beyond the sample that was looked at.
        """
        document_id = as_text(row[self.id.name])
        parent = as_text(row.get(self.parent.name)) if self.parent else ""
        position = row.get(self.position) if self.position else None
        values = {field: row.get(field.name) for field in self.metadata}
        return Document(
            id=document_id,
            title=as_text(row.get(self.title)) if self.title else "",
            text=as_text(row.get(self.text)) if self.text else "",
            metadata={
                field.name: fitted(value, MetadataField(field.name, field.type), document_id)
                for field, value in values.items()
                if value is not None
            },
            parent=parent or None,
            position=int(position) if isinstance(position, int) else None,
        )

    def vectors(self, rows: Sequence[Row]) -> Float32Array:
        """Read the vectors of rows, shape (len(rows), dim); NaN where one has none."""
        out = np.full((len(rows), self.dim), np.nan, dtype=np.float32)
        for place, row in enumerate(rows):
            if row.get(self.vector) is not None:
                out[place] = numbers_of(row[self.vector], self.vector_type)
        return out


def read_schema(described: Row, sample: Sequence[Row], spec: IndexSpec) -> MilvusSchema:
    """Say which field is what.

    Args:
        described: What `describe_collection` says.
        sample: Some rows, with their dynamic fields.
        spec: Names fields where the user does.

    Raises:
        RequestError: a named field does not exist, or is of another kind.
        StoreError: no vector field, or several, or none that holds a text.
    """
    fields = {field["name"]: field for field in described["fields"]}
    key = next(each for each in fields.values() if each.get("is_primary"))
    id_field = _named(spec, "id", [key["name"]]) or key["name"]
    vector = _vector_field(fields, spec)
    dynamic = bool(described.get("enable_dynamic_field"))
    scalars = [_scalar(each) for each in fields.values() if _kind(each) in _TYPES and _PLAIN.fullmatch(each["name"])]
    scalars += _dynamic_fields(sample, set(fields)) if dynamic else []
    known = {field.name: field for field in scalars}
    names = [name for name in known if name != id_field]
    parts = {part: _part(spec, part, names) for part in NAMED}
    if not parts["text"] and ("text", "") not in spec.values:
        raise StoreError(
            f"None of the fields is known to hold the text: {_listed(names)}.",
            "Say which it is with text=NAME, or text= where there is none.",
        )
    taken = {id_field, *parts.values()}
    return MilvusSchema(
        id=known[id_field],
        vector=vector["name"],
        vector_type=_kind(vector),
        dim=int(vector["params"]["dim"]),
        text=parts["text"],
        title=parts["title"],
        parent=known.get(parts["parent"]),
        position=parts["position"],
        metadata=tuple(field for field in scalars if field.name not in taken),
        dynamic=dynamic,
        sparse=_bm25(described, parts["text"]),
    )


def _kind(field: Row) -> str:
    return str(getattr(field["type"], "name", field["type"]))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names) or "there are none"


def _named(spec: IndexSpec, part: str, names: Sequence[str]) -> str:
    """Give the field that the user named for a part; empty where none was named."""
    name = spec.get(part)
    if part == "text" and "{" in name:
        return ""
    if name and name not in names:
        raise RequestError(f'The {part} cannot be the field "{name}".', f"Choose one of: {_listed(names)}.")
    return name


def _part(spec: IndexSpec, part: str, names: Sequence[str]) -> str:
    if (part, "") in spec.values:
        return ""
    by_name = {name.lower(): name for name in reversed(names)}
    return _named(spec, part, names) or next((by_name[each] for each in NAMED[part] if each in by_name), "")


def _vector_field(fields: Mapping[str, Row], spec: IndexSpec) -> Row:
    names = [name for name, field in fields.items() if _kind(field) in DENSE]
    named = _named(spec, "vector", names)
    if not named and len(names) != 1:
        kinds = ", ".join(f"{name} ({_kind(field).lower()})" for name, field in fields.items())
        found = f"{len(names)} fields of dense vectors: {_listed(names)}" if names else f"no dense vectors: {kinds}"
        raise StoreError(
            f"The collection has {found}.",
            f"Say which to read with vector=NAME, such as vector={names[0]}."
            if names
            else "Choose another collection.",
        )
    return fields[named or names[0]]


def _scalar(field: Row) -> MilvusField:
    kind = _kind(field)
    return MilvusField(field["name"], _TYPES[kind], nullable=bool(field.get("nullable")), bits=_BITS.get(kind, 64))


def _dynamic_fields(sample: Sequence[Row], schema: set[str]) -> list[MilvusField]:
    """Give the dynamic fields that hold plain values wherever the sample has them."""
    seen: dict[str, set[type]] = {}
    for row in sample:
        for name, value in row.items():
            if name not in schema and value is not None:
                seen.setdefault(name, set()).add(type(value))
    plain = {bool, int, float, str}
    return [MilvusField(name, _type_of(types), dynamic=True) for name, types in seen.items() if types <= plain]


def _type_of(types: set[type]) -> FieldType:
    if types == {bool}:
        return FieldType.BOOLEAN
    if types == {int}:
        return FieldType.INTEGER
    return FieldType.NUMBER if types <= {int, float} else FieldType.TEXT


def _bm25(described: Row, text: str) -> str:
    for function in described.get("functions") or ():
        kind = str(getattr(function.get("type"), "name", function.get("type")))
        if kind in ("BM25", "1") and list(function.get("input_field_names") or ()) == [text]:
            return str(next(iter(function.get("output_field_names") or ()), ""))
    return ""
