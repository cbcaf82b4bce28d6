"""Reads Parquet and Arrow corpora, 256 rows at a time, so that long texts stay within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector.errors import CorpusError, StoreError
from inspector.stores.corpus.columns import OWN, Columns
from inspector.stores.corpus.rows import Row
from inspector.stores.foreign.tables import Table, open_table
from inspector.text import quoted

_ROWS = 256


def read(path: Path, columns: Columns = OWN) -> Iterator[Row]:
    """Read a file row by row.

    Raises:
        CorpusError: the file is of another kind, is damaged, or lacks a needed column.
    """
    number = 0
    with _opened(path, columns) as table:
        kept = [name for name in table.schema.names if name not in columns.left_out]
        for batch in table.batches(kept, _ROWS):
            for values in batch.to_pylist():
                number += 1
                yield Row(number, values, number)


def count_rows(path: Path, columns: Columns = OWN) -> int:
    """Count the rows by the file's own account; 0 where only reading it all would tell.

    Raises:
        CorpusError: the file is of another kind, is damaged, or lacks a needed column.
    """
    with _opened(path, columns) as table:
        return table.rows or 0


@contextmanager
def _opened(path: Path, columns: Columns) -> Iterator[Table]:
    try:
        with open_table(path) as table:
            there = table.schema.names
            missing = [name for name in columns.needed() if name not in there]
            if missing:
                raise CorpusError(
                    f"{path.name} has no column {quoted(missing[0])}; it has {', '.join(map(quoted, there))}.",
                    columns.naming(missing[0]),
                )
            yield table
    except StoreError as error:
        raise CorpusError(error.message, error.hint) from error
