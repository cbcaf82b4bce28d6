"""Reads the documents of an index from a memory-mapped Arrow IPC file.

Invariant: row i is document i. Nothing is held in memory but what was asked for; ids are looked up in the file itself
(about 15 ms per million documents and call), except those of the documents that were shown last.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inspector.errors import RequestError, StoreError
from inspector.records.documents import Document, MetadataField, Where
from inspector.stores.arrow_file import ArrowFile
from inspector.stores.columns import ID, PARENT, POSITION, PREFIX, TEXT, TEXT_SHA256, TITLE, as_text, fields_of
from inspector.stores.filters import column_of, matching
from inspector.vectors import BoolArray, IntArray

REMEMBERED = 16_384
"""Documents whose places are known without looking: about 2 MB."""

MANY = 256
"""Documents of one batch from which on its columns are read ahead whole."""


class DocumentTable:
    """The documents of an index, read-only; safe to read from several threads."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            StoreError: it is missing or unreadable, is no Arrow IPC file, or its columns are not ours.
        """
        self._file = ArrowFile(path)
        self.fields: tuple[MetadataField, ...] = fields_of(self._file.schema)
        self._known: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """Number of documents."""
        return self._file.num_rows

    def ids_at(self, rows: IntArray) -> tuple[str, ...]:
        """Give the ids of the documents in the given places, 0-based, in the order asked for."""
        ids = tuple(self._take(ID, rows))
        self._remember(ids, rows)
        return ids

    def rows_of(self, ids: Sequence[str]) -> IntArray:
        """Give the places of documents, 0-based, shape (len(ids),); -1 for an unknown id."""
        with self._lock:
            rows = {document_id: self._known.get(document_id, -1) for document_id in ids}
        names = [name for name, row in rows.items() if row < 0 and _is_unicode(name)]
        if names:
            rows |= self._looked_up(names)
        places = np.array([rows[document_id] for document_id in ids], dtype=np.int64)
        self._remember(ids, places)
        return places

    def _looked_up(self, names: list[str]) -> dict[str, int]:
        """Look for distinct ids in the file, and give the places of those that are there."""
        rows: dict[str, int] = {}
        value_set = pa.array(names, type=pa.large_string())
        for batch, start in enumerate(self._file.starts[:-1]):
            found = pc.index_in(self._file.part(batch, ID), value_set=value_set)
            if found.null_count == len(found):
                continue
            for row in np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False)):
                rows[names[found[int(row)].as_py()]] = int(start + row)
            if len(rows) == len(names):
                break
        return rows

    def _remember(self, ids: Sequence[str], rows: IntArray) -> None:
        """Keep the places of the documents shown last: what is shown is asked about next."""
        with self._lock:
            for document_id, row in zip(ids, rows.tolist(), strict=True):
                if row >= 0:
                    self._known[document_id] = row
                    self._known.move_to_end(document_id)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def documents(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """Fetch documents by id, in the order asked for.

        Raises:
            RequestError: an id is unknown.
        """
        rows = self.rows_of(ids)
        unknown = [document_id for document_id, row in zip(ids, rows, strict=True) if row < 0]
        if unknown:
            raise RequestError(f'The index has no document "{unknown[0]}".', "Check the id; ids are case-sensitive.")
        return self.documents_at(rows)

    def documents_at(self, rows: IntArray) -> tuple[Document, ...]:
        """Fetch the documents in the given places, 0-based, in the order asked for."""
        names = [ID, TITLE, TEXT, PARENT, POSITION, *(PREFIX + field.name for field in self.fields)]
        return tuple(self._document(values) for values in zip(*(self._take(name, rows) for name in names), strict=True))

    def text_hashes(self, rows: IntArray) -> tuple[str, ...]:
        """Give the SHA-256 of each text as it was at build time, 64 hexadecimal digits."""
        return tuple(value.hex() for value in self._take(TEXT_SHA256, rows))

    def iterate(self, batch: int = 1024) -> Iterator[tuple[Document, ...]]:
        """Go through all documents in order, at most `batch` at a time."""
        for start in range(0, self.count, batch):
            yield self.documents_at(np.arange(start, min(start + batch, self.count), dtype=np.int64))

    def matching(self, where: Where) -> BoolArray | None:
        """Say which documents pass the filter, shape (count,); None where there is no filter.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as the field's type.
        """
        return matching(self._file, self.fields, where)

    def values(self, field: str, limit: int = 50) -> tuple[str, ...]:
        """Give the most frequent values of a metadata field as text, most frequent first; missing ones are left out.

        Raises:
            RequestError: the field is unknown.
            StoreError: its values are damaged.
        """
        counts = pc.value_counts(column_of(self._file, self.fields, field).drop_null())
        try:
            pairs = [(as_text(pair["values"]), pair["counts"]) for pair in counts.to_pylist()]
        except UnicodeDecodeError as error:
            raise _damaged(error) from error
        pairs.sort(key=lambda pair: (-pair[1], pair[0]))
        return tuple(value for value, _ in pairs[:limit])

    def empty_texts(self) -> int:
        """Count the documents whose text has no visible character."""
        texts = (self._file.part(batch, TEXT) for batch in range(self._file.batches))
        return sum(_empty(each) for each in texts)

    def _take(self, name: str, rows: IntArray) -> list[Any]:
        """Fetch a column's values in the given places, batch by batch: Arrow's own `take` would copy the column."""
        out: list[Any] = [None] * len(rows)
        owners = np.searchsorted(self._file.starts, rows, side="right") - 1
        for owner in np.unique(owners):
            places = np.flatnonzero(owners == owner)
            local = pa.array(rows[places] - self._file.starts[owner])
            try:
                column = self._file.part(int(owner), name, whole=len(places) >= MANY)
                values = column.take(local).to_pylist()
            except (UnicodeDecodeError, pa.ArrowInvalid) as error:
                raise _damaged(error) from error
            for place, value in zip(places, values, strict=True):
                out[place] = value
        return out

    def _document(self, values: tuple[Any, ...]) -> Document:
        document_id, title, text, parent, position, *rest = values
        metadata = {field.name: value for field, value in zip(self.fields, rest, strict=True) if value is not None}
        return Document(document_id, title, text, metadata, parent, position)


def _damaged(error: Exception) -> StoreError:
    return StoreError(f"The documents file is damaged: {error}.", "Restore or rebuild the index.")


def _empty(texts: Any) -> int:
    """Count the texts of an Arrow array that have no visible character."""
    return int(pc.sum(pc.equal(pc.binary_length(pc.utf8_trim_whitespace(texts)), 0)).as_py() or 0)


def _is_unicode(text: str) -> bool:
    return not any(0xD800 <= ord(char) <= 0xDFFF for char in text)
