"""Parquet and Arrow files (IPC, Feather 2) as tables that are read batch by batch.

Invariant: what a file claims about its size is held against limits before anything is read, and every batch is checked
whole before a value of it is used. Memory: one batch; for Parquet one page of each column, which its file bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from inspector.errors import StoreError
from inspector.files import check_regular, readable

MOST_ROWS = 200_000_000
MOST_BYTES = 256 << 30
_PACKED_TOO_WELL = 1_000
_SMALL = 256 << 20
_HINT = "Give a Parquet file, or an Arrow file (IPC, Feather 2), with a column of embeddings."


class Table(Protocol):
    """A file of rows and columns, opened; `rows` is what it says, None where that takes reading it all."""

    schema: Any
    rows: int | None

    def batches(self, columns: Sequence[str], size: int) -> Iterator[Any]:
        """Give record batches of at most `size` rows with these columns, checked."""


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a Parquet or Arrow file, told by its first bytes; errors while it is open become clear too.

    Raises:
        StoreError: it is missing or unreadable, of another kind, damaged, or claims more than the limits.
    """
    import pyarrow as pa

    check_regular(path)
    broken = (pa.ArrowException, ValueError, OSError, IndexError, KeyError, NotImplementedError, OverflowError)
    try:
        with readable(path), path.open("rb") as file:
            start = file.read(8)
        yield _opened(path, start)
    except (*broken, MemoryError) as error:
        why = next(iter(str(error).splitlines()), "").rstrip(".")[:300] or "it is damaged"
        raise StoreError(f"{path} cannot be read as a table: {why}.", "Write the file anew.") from error


def _opened(path: Path, start: bytes) -> Table:
    if start.startswith(b"PAR1"):
        return _Parquet(path)
    if start.startswith(b"ARROW1"):
        return _ArrowFile(path)
    if start.startswith(b"\xff\xff\xff\xff"):
        return _ArrowStream(path)
    if start.startswith(b"FEA1"):
        raise StoreError(f"{path} is a Feather file of version 1, which nothing writes any more.", _HINT)
    raise StoreError(f"{path} is no Parquet and no Arrow file.", _HINT)


class _Parquet:
    """A Parquet file."""

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet

        self._file = pyarrow.parquet.ParquetFile(path, memory_map=False, page_checksum_verification=True)
        said = self._file.metadata
        groups = [said.row_group(place) for place in range(said.num_row_groups)]
        parts = [group.column(place) for group in groups for place in range(group.num_columns)]
        _refuse_claims(
            path,
            sum(group.num_rows for group in groups),
            sum(part.total_uncompressed_size for part in parts),
            max((part.num_values for part in parts), default=0),
        )
        if any(part.num_values < 0 or part.total_uncompressed_size < 0 for part in parts):
            raise ValueError("it has columns of a negative size")
        self.schema: Any = self._file.schema_arrow
        self.rows: int | None = int(said.num_rows)

    def batches(self, columns: Sequence[str], size: int) -> Iterator[Any]:
        """Give record batches of at most `size` rows with these columns, checked."""
        for batch in self._file.iter_batches(batch_size=size, columns=list(columns), use_threads=False):
            chosen = batch.select(list(columns))  # a name with a dot also matches what lies below it
            chosen.validate(full=True)
            yield chosen


class _ArrowFile:
    """An Arrow IPC file, mapped."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa

        self._reader = pa.ipc.open_file(pa.memory_map(str(path), "r"))
        self.schema: Any = self._reader.schema
        self.rows: int | None = None

    def batches(self, columns: Sequence[str], size: int) -> Iterator[Any]:
        """Give record batches of at most `size` rows with these columns, checked."""
        for place in range(self._reader.num_record_batches):
            yield from _cut(self._reader.get_batch(place), columns, size)


class _ArrowStream:
    """An Arrow IPC stream; it is opened anew for each reading."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa

        self._path = path
        with pa.ipc.open_stream(pa.memory_map(str(path), "r")) as reader:
            self.schema: Any = reader.schema
        self.rows: int | None = None

    def batches(self, columns: Sequence[str], size: int) -> Iterator[Any]:
        """Give record batches of at most `size` rows with these columns, checked."""
        import pyarrow as pa

        with pa.ipc.open_stream(pa.memory_map(str(self._path), "r")) as reader:
            for batch in reader:
                yield from _cut(batch, columns, size)


def _cut(batch: Any, columns: Sequence[str], size: int) -> Iterator[Any]:
    if len(batch) > MOST_ROWS:
        raise ValueError(f"it says it has {len(batch):,} rows in one batch, at most {MOST_ROWS:,} are read")
    chosen = batch.select(list(columns))
    chosen.validate(full=True)
    for start in range(0, len(chosen), size):
        yield chosen.slice(start, size)


def _refuse_claims(path: Path, rows: int, unpacked: int, values: int) -> None:
    """Refuse a file that says it holds more than is read, or far more than anything packs down to."""
    size = path.stat().st_size
    if not 0 <= rows <= MOST_ROWS or not 0 <= unpacked <= MOST_BYTES or values * 4 > MOST_BYTES:
        raise ValueError(
            f"it says it has {rows:,} rows and {unpacked:,} bytes, at most {MOST_ROWS:,} and {MOST_BYTES:,} are read"
        )
    if unpacked > _SMALL and unpacked > _PACKED_TOO_WELL * size:
        raise ValueError(f"it says it unpacks from {size:,} to {unpacked:,} bytes, which no vectors do")
