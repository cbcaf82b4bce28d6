"""Payloads of Qdrant: which keys are what, as documents, and filters over them.

Invariant: what a field holds is decided by a sample of payloads, once; a value of another type is missing. Keys below
other keys are fields too, named with dots; lists are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qdrant_client import models

from inspector.errors import StoreError
from inspector.records.documents import Document, FieldType, MetadataField, MetadataValue, Where
from inspector.stores.engines.conditions import Wanted, wanted_of
from inspector.stores.spec import IndexSpec

TEXTS = ("text", "content", "body", "document", "chunk", "page_content", "chunk_text", "passage")
TITLES = ("title", "heading", "headline", "subject")
PARENTS = ("parent", "parent_id")
POSITIONS = ("position", "chunk_index")
_DEPTH = 4
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the keys of payloads are for.

    Attributes:
        text: Path of the text.
        id: Path of the document's own id; () where the point's id is it.
        title: Path of the title; () without.
        parent: Path of the parent; () without.
        position: Path of the position; () without.
        fields: The metadata fields.
        paths: The path of each field.
    """

    text: Path
    id: Path
    title: Path
    parent: Path
    position: Path
    fields: tuple[MetadataField, ...]
    paths: tuple[Path, ...]

    def document(self, point_id: Any, payload: Mapping[str, Any] | None) -> Document:
        """Make a document of a point.

        Raises:
            StoreError: it lacks the key of the document's own id.
        """
        found = payload or {}
        metadata: dict[str, MetadataValue] = {}
        for field, path in zip(self.fields, self.paths, strict=True):
            value = _fitted(value_at(found, path), field.type)
            if value is not None:
                metadata[field.name] = value
        position = value_at(found, self.position)
        return Document(
            self.id_of(point_id, found),
            _text(value_at(found, self.title)) or "",
            _text(value_at(found, self.text)) or "",
            metadata,
            _text(value_at(found, self.parent)),
            position if isinstance(position, int) and not isinstance(position, bool) else None,
        )

    def id_of(self, point_id: Any, payload: Mapping[str, Any] | None) -> str:
        """Give the id of a point's document.

        Raises:
            StoreError: it lacks the key of the document's own id.
        """
        if not self.id:
            return str(point_id)
        found = _text(value_at(payload or {}, self.id))
        if found is None:
            raise StoreError(
                f'Point {point_id} has no id under "{".".join(self.id)}".', "Name another key with id=KEY."
            )
        return found

    def filter(self, where: Where) -> models.Filter | None:
        """Give a filter as Qdrant's; None where there is none.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as its type.
        """
        if not where:
            return None
        return models.Filter(must=[self._condition(wanted) for wanted in wanted_of(self.fields, where)])

    def _condition(self, wanted: Wanted) -> models.Filter:
        path = next(
            (path for field, path in zip(self.fields, self.paths, strict=True) if field == wanted.field), self.parent
        )
        if not path:
            return (
                models.Filter(must_not=[]) if wanted.missing else models.Filter(must=[models.HasIdCondition(has_id=[])])
            )
        key = json_path(path)
        any_of: list[Any] = [_equals(key, wanted.field.type, value) for value in wanted.values]
        if wanted.missing:
            any_of.append(models.IsEmptyCondition(is_empty=models.PayloadField(key=key)))
        return models.Filter(should=any_of or [models.HasIdCondition(has_id=[])])


def read_layout(payloads: Sequence[Mapping[str, Any]], spec: IndexSpec) -> Layout:
    """Find out what the keys of a sample of payloads are for.

    Raises:
        StoreError: a key that was named is in none, or there is none for the text; the message lists those there are.
    """
    types: dict[Path, set[type]] = {}
    for payload in payloads:
        for path, value in _leaves(payload, ()):
            types.setdefault(path, set()).add(type(value))
    text = _named(spec, "text", TEXTS, types)
    if not text:
        raise StoreError("No payload has a key named like a text.", _listed("text", types))
    special = {name: _named(spec, name, names, types) for name, names in _SPECIAL.items()}
    used = {text, *special.values()}
    fields = {
        path: MetadataField(".".join(path), kind)
        for path, kind in ((path, _kind(found)) for path, found in types.items())
        if kind is not None and path not in used
    }
    return Layout(
        text, special["id"], special["title"], special["parent"], special["position"], (*fields.values(),), (*fields,)
    )


_SPECIAL: dict[str, Sequence[str]] = {"id": (), "title": TITLES, "parent": PARENTS, "position": POSITIONS}


def json_path(path: Path) -> str:
    """Write a path as Qdrant reads it, quoting what is no plain word."""
    return ".".join(part if _PLAIN.fullmatch(part) else f'"{part}"' for part in path)


def value_at(payload: Mapping[str, Any], path: Path) -> Any:
    """Give what a payload holds under a path; None where there is nothing, or the path is ()."""
    found: Any = payload if path else None
    for part in path:
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _leaves(payload: Mapping[str, Any], above: Path) -> Iterator[tuple[Path, Any]]:
    for key, value in payload.items():
        if '"' in key or "\\" in key or not key:
            continue  # no path of Qdrant's can name it
        if isinstance(value, Mapping):
            if len(above) + 1 < _DEPTH:
                yield from _leaves(value, (*above, key))
        elif value is not None:
            yield (*above, key), value


def _named(spec: IndexSpec, setting: str, names: Sequence[str], types: Mapping[Path, set[type]]) -> Path:
    said = spec.get(setting)
    if said and not (setting == "text" and "{" in said):
        found = next((path for path in types if ".".join(path) == said), None)
        if found is None:
            raise StoreError(f'No payload has the key "{said}".', _listed(setting, types))
        return found
    wanted = {int} if setting == "position" else {str, int}
    known = {path[0].lower(): path for path, kinds in types.items() if len(path) == 1 and kinds <= wanted}
    return next((known[name] for name in names if name in known), ())


def _listed(setting: str, types: Mapping[Path, set[type]]) -> str:
    names = ", ".join(f'"{".".join(path)}"' for path in types)
    return f"Say which with {setting}=KEY; there are: {names}." if names else "The payloads are empty."


def _kind(types: set[type]) -> FieldType | None:
    if types == {bool}:
        return FieldType.BOOLEAN
    if types == {int}:
        return FieldType.INTEGER
    if types <= {int, float}:
        return FieldType.NUMBER
    return FieldType.TEXT if str in types else None


def _fitted(value: Any, kind: FieldType) -> MetadataValue:
    if kind is FieldType.NUMBER and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind is FieldType.BOOLEAN:
        return value if isinstance(value, bool) else None
    if kind is FieldType.INTEGER:
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    return value if isinstance(value, str) else None


def _text(value: Any) -> str | None:
    return None if value is None else value if isinstance(value, str) else str(value)


def _equals(key: str, kind: FieldType, value: Any) -> models.FieldCondition:
    if kind is FieldType.NUMBER:
        return models.FieldCondition(key=key, range=models.Range(gte=value, lte=value))
    return models.FieldCondition(key=key, match=models.MatchValue(value=value))
