"""The documents outside a sample that were met since a collection was opened, each with a place of its own.

Invariant: a document keeps its place for as long as the collection is open. Which place it is depends on what was asked
before, so nothing may be decided by it. Only the `KEPT` documents that were asked for last are held in memory; another
one is fetched again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from inspector.records.documents import Document, MetadataField, Where
from inspector.stores.columns import ARROW_TYPES, PARENT, PREFIX, fitted
from inspector.stores.engines.engine import Engine
from inspector.stores.filters import matching
from inspector.vectors import BoolArray, Float32Array, IntArray

KEPT = 20_000
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Held:
    document: Document
    vector: Float32Array


class MetDocuments:
    """Documents by place, first place `first`; safe to use from several threads."""

    def __init__(self, engine: Engine, first: int, fields: Sequence[MetadataField]) -> None:
        self._engine = engine
        self._first = first
        self._fields = tuple(fields)
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._lock = threading.Lock()

    def rows_of(self, ids: Sequence[str]) -> IntArray:
        """Give the places of documents, shape (len(ids),); -1 for an id the engine does not know.

        Raises:
            StoreError: the engine does not answer.
        """
        with self._lock:
            unknown = [each for each in dict.fromkeys(ids) if each not in self._places]
        if unknown:
            self._fetch(unknown)
        with self._lock:
            return np.array([self._places.get(each, -1) for each in ids], dtype=np.int64)

    @property
    def end(self) -> int:
        """The place behind the last one."""
        with self._lock:
            return self._first + len(self._ids)

    def id_at(self, row: int) -> str:
        """Give the id in a place."""
        with self._lock:
            return self._ids[row - self._first]

    def document(self, row: int) -> Document:
        """Give the document in a place; errors as in `rows_of`."""
        return self._at(row).document

    def vector(self, row: int) -> Float32Array:
        """Give the vector in a place, shape (dim,); errors as in `rows_of`."""
        return self._at(row).vector

    def matching(self, where: Where) -> BoolArray:
        """Say which of them pass a filter, in order of their places.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as the field's type.
            StoreError: the engine does not answer.
        """
        with self._lock:
            count = len(self._ids)
        found = self.from_place(self._first, self._first + count)
        columns = {
            PREFIX + field.name: pa.array(
                [fitted(each.metadata.get(field.name), field, each.id) for each in found], type=ARROW_TYPES[field.type]
            )
            for field in self._fields
        }
        columns[PARENT] = pa.array([each.parent for each in found], type=pa.large_string())
        mask = matching(pa.table(columns), self._fields, where)
        return np.ones(count, dtype=np.bool_) if mask is None else mask

    def from_place(self, first: int, end: int) -> list[Document]:
        """Give the documents in places from `first` on, before `end`; one that was deleted meanwhile has no text.

        Raises:
            StoreError: the engine does not answer.
        """
        found: list[Document] = []
        for start in range(first, end, _AT_ONCE):
            rows = range(start, min(start + _AT_ONCE, end))
            with self._lock:
                missing = [each for row in rows if (each := self._ids[row - self._first]) not in self._held]
            if missing:
                self._fetch(missing)
            found += [self._at(row).document for row in rows]
        return found

    def _at(self, row: int) -> _Held:
        document_id = self.id_at(row)
        with self._lock:
            if document_id in self._held:
                self._held.move_to_end(document_id)
                return self._held[document_id]
        self._fetch([document_id])
        with self._lock:
            gone = _Held(Document(document_id, "", ""), np.full(self._engine.facts.dim, np.nan, dtype=np.float32))
            return self._held.setdefault(document_id, gone)

    def _fetch(self, ids: Sequence[str]) -> None:
        stored = self._engine.fetch(ids)
        with self._lock:
            for document, vector in zip(stored.documents, stored.vectors, strict=True):
                if document.id not in self._places:
                    self._places[document.id] = self._first + len(self._ids)
                    self._ids.append(document.id)
                self._held[document.id] = _Held(document, np.array(vector, dtype=np.float32))
                self._held.move_to_end(document.id)
            while len(self._held) > max(KEPT, len(ids)):
                self._held.popitem(last=False)
