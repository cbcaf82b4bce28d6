"""Reads .parquet corpora, 256 rows at a time, so that long texts stay within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inspector.errors import CorpusError
from inspector.stores.corpus.rows import Row

_ROWS = 256
_NEEDED = ("id", "text")


def read(path: Path) -> Iterator[Row]:
    """Read a file row by row.

    Raises:
        CorpusError: the file is no Parquet file, is damaged, or lacks a needed column.
    """
    import pyarrow as pa

    number = 0
    try:
        file = _opened(path)
        for batch in file.iter_batches(batch_size=_ROWS):
            for values in batch.to_pylist():
                number += 1
                yield Row(number, values, number)
    except (pa.ArrowException, OSError) as error:
        raise CorpusError(
            f"{path.name} cannot be read as a Parquet file: {str(error).splitlines()[0]}.", "Write the file anew."
        ) from error


def count_rows(path: Path) -> int:
    """Count the rows by the file's own footer.

    Raises:
        CorpusError: the file is no Parquet file, is damaged, or lacks a needed column.
    """
    import pyarrow as pa

    try:
        return int(_opened(path).metadata.num_rows)
    except (pa.ArrowException, OSError) as error:
        raise CorpusError(
            f"{path.name} cannot be read as a Parquet file: {str(error).splitlines()[0]}.", "Write the file anew."
        ) from error


def _opened(path: Path) -> Any:
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(path, memory_map=False)
    names = file.schema_arrow.names
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise CorpusError(f"{path.name} has no column {missing}; it has {names}.", "Rename the columns.")
    return file
