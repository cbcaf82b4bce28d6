"""Writes the documents of an index as one uncompressed Arrow IPC file, batch by batch.

Invariant: the file has its name only when it is whole; a writer that fails or is stopped leaves nothing behind. Memory
holds one batch of about 32 MiB, whatever the size of the corpus.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from inspector.errors import StoreError
from inspector.files import reason
from inspector.records.documents import Document, MetadataField
from inspector.stores.columns import FIXED, TEXT_SHA256, fitted, schema_of

_BATCH_ROWS = 8_192
_BATCH_BYTES = 32 << 20


class DocumentWriter:
    """Writes documents in order; row i of the file is the i-th document written.

    Use as a context manager: the file appears under its name when the block ends without an error.
    """

    def __init__(self, path: Path, fields: Sequence[MetadataField]) -> None:
        self.count = 0
        self._path = path
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._fields = tuple(fields)
        self._schema = schema_of(fields)
        self._waiting: list[Document] = []
        self._waiting_bytes = 0
        self._open = ExitStack()
        self._writer: Any = None

    def __enter__(self) -> Self:
        """Open the file for writing.

        Raises:
            StoreError: it cannot be made.
        """
        try:
            sink = self._open.enter_context(pa.OSFile(str(self._part), "wb"))
            self._writer = self._open.enter_context(pa.ipc.new_file(sink, self._schema))
        except OSError as error:
            self._open.close()
            raise _refused(self._path, error) from error
        return self

    def write(self, batch: Sequence[Document]) -> None:
        """Add documents.

        Raises:
            StoreError: the disk is full, a value does not fit its field, or a text is not valid Unicode.
        """
        for document in batch:
            self._waiting.append(document)
            self._waiting_bytes += len(document.text) + len(document.title) + 64
            if len(self._waiting) >= _BATCH_ROWS or self._waiting_bytes >= _BATCH_BYTES:
                self._flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the file and give it its name; after an error, remove what was written.

        Raises:
            StoreError: the disk is full.
        """
        try:
            if kind is None and self._waiting:
                self._flush()
            self._open.close()
            if kind is None:
                self._part.replace(self._path)
        except OSError as refusal:
            raise _refused(self._path, refusal) from refusal
        finally:
            self._part.unlink(missing_ok=True)

    def _flush(self) -> None:
        columns: list[list[object]] = [[_fixed(item, column.name) for item in self._waiting] for column in FIXED]
        columns.extend(
            [fitted(item.metadata.get(field.name), field, item.id) for item in self._waiting] for field in self._fields
        )
        try:
            arrays = [pa.array(values, type=field.type) for values, field in zip(columns, self._schema, strict=True)]
            self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
        except UnicodeEncodeError as error:
            raise StoreError(
                f"A document between rows {self.count} and {self.count + len(self._waiting)} holds half of a character "
                f"(a lone surrogate): {error.object[max(0, error.start - 20) : error.start]!r}.",
                "Mend the text in the corpus.",
            ) from error
        except OverflowError as error:
            raise StoreError("A whole number in the corpus needs more than 64 bits.", "Write it as text.") from error
        except OSError as error:
            raise _refused(self._path, error) from error
        self.count += len(self._waiting)
        self._waiting, self._waiting_bytes = [], 0


def _fixed(document: Document, column: str) -> object:
    if column == TEXT_SHA256:
        return hashlib.sha256(document.text.encode("utf-8", errors="surrogatepass")).digest()
    return getattr(document, column)


def _refused(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path} could not be written: {reason(error)}.", "Free some space, or choose another folder.")
