"""The Arrow IPC file of an index's documents, memory-mapped: opening it reads the outline of each batch, no column.

Invariant: a column that is given out was looked over once: its texts lie inside the file. Arrow itself follows the
places a file names without a look. Cost of opening: a few pages of the file for each batch of 8,192 documents. The disk
is asked for what is needed and nothing behind it: it would else bring megabytes with every page, and so the whole file.
"""

from __future__ import annotations

import mmap
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from inspector.errors import StoreError
from inspector.files import readable
from inspector.vectors import IntArray


class ArrowFile:
    """The batches of a file; safe to read from several threads."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            StoreError: it is missing or unreadable, or is no Arrow IPC file.
        """
        self._path = path
        try:
            with readable(path):
                self._mapped = _mapped(path)
                self._content: Any = pa.py_buffer(self._mapped)
                self._advise("MADV_RANDOM")
                reader = pa.ipc.open_file(pa.BufferReader(self._content))
                self._batches: list[Any] = [reader.get_batch(place) for place in range(reader.num_record_batches)]
        except (pa.ArrowInvalid, ValueError) as error:
            raise StoreError(f"{path} is not a documents file (Arrow IPC): {error}.", "Rebuild the index.") from error
        self.schema: Any = reader.schema
        lengths = [len(batch) for batch in self._batches]
        self.starts: IntArray = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int64)
        self._sound: set[tuple[int, str]] = set()

    @property
    def num_rows(self) -> int:
        """Number of rows."""
        return int(self.starts[-1])

    @property
    def batches(self) -> int:
        """Number of batches; row i of batch b is row `starts[b] + i`."""
        return len(self._batches)

    def part(self, batch: int, name: str, *, whole: bool = True) -> Any:
        """Give a column of one batch, as an Arrow array.

        Args:
            batch: Its place, 0-based.
            name: The column.
            whole: All of it will be read, not a few rows.

        Raises:
            StoreError: it is damaged.
        """
        column = self._batches[batch].column(name)
        for buffer in column.buffers() if whole else ():
            if buffer is not None and buffer.size:
                self._advise("MADV_WILLNEED", buffer.address - self._content.address, buffer.size)
        if (batch, name) not in self._sound:
            _refuse_wild(self._path, name, column)
            self._sound.add((batch, name))
        return column

    def column(self, name: str) -> Any:
        """Give a whole column, as an Arrow chunked array that copies nothing.

        Raises:
            StoreError: it is damaged.
        """
        parts = [self.part(batch, name) for batch in range(self.batches)]
        return pa.chunked_array(parts, type=self.schema.field(name).type)

    def _advise(self, advice: str, start: int = 0, size: int | None = None) -> None:
        """Tell the system how a part of the file will be read, where it can be told."""
        if isinstance(self._mapped, mmap.mmap) and hasattr(mmap, advice):
            skipped = start % mmap.PAGESIZE
            length = len(self._mapped) if size is None else size + skipped
            with suppress(ValueError, OSError):  # it is only advice, and a compressed column lies outside the file
                self._mapped.madvise(getattr(mmap, advice), start - skipped, length)


def _mapped(path: Path) -> mmap.mmap | bytes:
    """Map a file; an empty one, which cannot be mapped, is empty bytes."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def _refuse_wild(path: Path, name: str, column: Any) -> None:
    """Refuse texts that would lie outside the file.

    Raises:
        StoreError: the places of the column are not ascending, or lie beyond its content.
    """
    try:
        column.validate()
        if pa.types.is_large_string(column.type) and len(column):
            places = np.frombuffer(column.buffers()[1], dtype=np.int64)[column.offset :][: len(column) + 1]
            end = column.buffers()[2].size if column.buffers()[2] is not None else 0
            if places[0] < 0 or places[-1] > end or bool((np.diff(places) < 0).any()):
                raise ValueError(f'its column "{name}" points outside of it')
    except (pa.ArrowInvalid, ValueError, IndexError) as error:
        raise StoreError(f"{path} is damaged: {error}.", "Restore the folder from a copy, or rebuild it.") from error
