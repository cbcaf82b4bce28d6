"""Reads the documents of an index from a memory-mapped Arrow IPC file.

Invariant: row i is document i. Nothing is held in memory but what was asked for; ids are looked up in the file itself
(about 30 ms per million documents and call), never in a dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inspector.errors import RequestError, StoreError
from inspector.files import readable
from inspector.records.documents import Document, MetadataField, Where
from inspector.stores.columns import ID, PARENT, POSITION, PREFIX, TEXT, TEXT_SHA256, TITLE, as_text, fields_of
from inspector.stores.filters import column_of, matching
from inspector.vectors import BoolArray, IntArray


class DocumentTable:
    """The documents of an index, read-only; safe to read from several threads."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            StoreError: it is missing or unreadable, is no Arrow IPC file, or its columns are not ours.
        """
        try:
            with readable(path):
                reader = pa.ipc.open_file(pa.memory_map(str(path), "r"))
                self._batches: list[Any] = [reader.get_batch(place) for place in range(reader.num_record_batches)]
        except pa.ArrowInvalid as error:
            raise StoreError(f"{path} is not a documents file (Arrow IPC): {error}.", "Rebuild the index.") from error
        self.fields: tuple[MetadataField, ...] = fields_of(reader.schema)
        for batch in self._batches:
            _refuse_wild(path, batch)
        self._table: Any = pa.Table.from_batches(self._batches, schema=reader.schema)
        self._starts: IntArray = np.concatenate(
            ([0], np.cumsum([len(batch) for batch in self._batches], dtype=np.int64))
        ).astype(np.int64)

    @property
    def count(self) -> int:
        """Number of documents."""
        return int(self._starts[-1])

    def ids_at(self, rows: IntArray) -> tuple[str, ...]:
        """Give the ids of the documents in the given places, 0-based, in the order asked for."""
        return tuple(self._take(ID, rows))

    def rows_of(self, ids: Sequence[str]) -> IntArray:
        """Give the places of documents, 0-based, shape (len(ids),); -1 for an unknown id."""
        rows = np.full(len(ids), -1, dtype=np.int64)
        wanted = {document_id: [] for document_id in ids}  # type: dict[str, list[int]]
        for place, document_id in enumerate(ids):
            wanted[document_id].append(place)
        names = [name for name in wanted if _is_unicode(name)]
        value_set = pa.array(names, type=pa.large_string())
        for start, batch in zip(self._starts, self._batches, strict=False):
            found = pc.index_in(batch.column(ID), value_set=value_set)
            if found.null_count == len(found):
                continue
            for row in np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False)):
                rows[wanted[names[found[int(row)].as_py()]]] = start + row
        return rows

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
        return matching(self._table, self.fields, where)

    def values(self, field: str, limit: int = 50) -> tuple[str, ...]:
        """Give the most frequent values of a metadata field as text, most frequent first; missing ones are left out.

        Raises:
            RequestError: the field is unknown.
        """
        counts = pc.value_counts(column_of(self._table, self.fields, field).drop_null())
        pairs = [(as_text(pair["values"]), pair["counts"]) for pair in counts.to_pylist()]
        pairs.sort(key=lambda pair: (-pair[1], pair[0]))
        return tuple(value for value, _ in pairs[:limit])

    def empty_texts(self) -> int:
        """Count the documents whose text has no visible character."""
        return sum(
            int(pc.sum(pc.equal(pc.binary_length(pc.utf8_trim_whitespace(batch.column(TEXT))), 0)).as_py() or 0)
            for batch in self._batches
        )

    def _take(self, name: str, rows: IntArray) -> list[Any]:
        """Fetch a column's values in the given places, batch by batch: Arrow's own `take` would copy the column."""
        out: list[Any] = [None] * len(rows)
        owners = np.searchsorted(self._starts, rows, side="right") - 1
        for owner in np.unique(owners):
            places = np.flatnonzero(owners == owner)
            local = pa.array(rows[places] - self._starts[owner])
            try:
                values = self._batches[owner].column(name).take(local).to_pylist()
            except (UnicodeDecodeError, pa.ArrowInvalid) as error:
                raise StoreError(f"The documents file is damaged: {error}.", "Restore or rebuild the index.") from error
            for place, value in zip(places, values, strict=True):
                out[place] = value
        return out

    def _document(self, values: tuple[Any, ...]) -> Document:
        document_id, title, text, parent, position, *rest = values
        metadata = {field.name: value for field, value in zip(self.fields, rest, strict=True) if value is not None}
        return Document(document_id, title, text, metadata, parent, position)


def _refuse_wild(path: Path, batch: Any) -> None:
    """Refuse texts that would lie outside the file: Arrow follows the places a file names without a look.

    Raises:
        StoreError: the places of a column are not ascending, or lie beyond its content.
    """
    try:
        batch.validate()
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            if pa.types.is_large_string(column.type) and len(column):
                places = np.frombuffer(column.buffers()[1], dtype=np.int64)[column.offset :][: len(column) + 1]
                end = column.buffers()[2].size if column.buffers()[2] is not None else 0
                if places[0] < 0 or places[-1] > end or bool((np.diff(places) < 0).any()):
                    raise ValueError(f'its column "{name}" points outside of it')
    except (pa.ArrowInvalid, ValueError, IndexError) as error:
        raise StoreError(f"{path} is damaged: {error}.", "Restore the folder from a copy, or rebuild it.") from error


def _is_unicode(text: str) -> bool:
    return not any(0xD800 <= ord(char) <= 0xDFFF for char in text)
