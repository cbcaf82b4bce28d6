"""The column of embeddings in a Parquet or Arrow file, and the other columns without it.

Invariant: row i is row i of the file. A missing vector, or one of length 0, becomes a row of NaN and is counted; one of
another length than the first ends the reading with its row number. Memory: one batch of 4,096 rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inspector.errors import StoreError
from inspector.progress import Progress, silent
from inspector.stores.corpus.rows import Row
from inspector.stores.foreign.tables import MOST_BYTES, Table, open_table
from inspector.vectors import Float32Array

_BATCH = 4_096
_ROWS = 256
_DIMENSIONS = 65_536
_USUAL = ("embedding", "embeddings", "vector", "vectors", "emb", "dense_vector")


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What a column of embeddings holds.

    Attributes:
        column: Its name.
        count: Number of rows.
        dim: Length of each vector, >= 1.
        dtype: Type of the components, as Arrow writes it: "float", "double", "halffloat".
        missing: Rows without a vector; they are rows of NaN.
    """

    column: str
    count: int
    dim: int
    dtype: str
    missing: int


def find_vector_column(schema: Any, named: str = "") -> str:
    """Find the column of embeddings: lists of floats, fixed or of any length.

    Args:
        schema: An Arrow schema.
        named: The column the user names; empty takes the only one there is, or the only one with a usual name.

    Raises:
        StoreError: there is none, there are several, or the named one is missing or holds something else.
    """
    fits = [field.name for field in schema if _is_vector(field.type)]
    if named:
        if named not in schema.names:
            raise StoreError(f'There is no column "{named}"; there are: {_listed(schema.names)}.', "Name one of them.")
        if named not in fits:
            raise StoreError(
                f'The column "{named}" holds {schema.field(named).type}, lists of floats were expected.',
                f"Name one of: {_listed(fits)}." if fits else "Write the vectors as lists of floats.",
            )
        found = [named]
    else:
        found = fits if len(fits) == 1 else [name for name in fits if name.lower() in _USUAL]
    if len(found) != 1:
        kinds = [f"{each.name} ({each.type})" for each in schema]
        raise StoreError(
            f"There are {len(fits)} columns of embeddings: {_listed(fits)}."
            if fits
            else f"No column holds lists of floats; there are: {_listed(kinds)}.",
            "Name the one to read (column=NAME)." if fits else "Write the vectors as lists of floats.",
        )
    if schema.names.count(found[0]) > 1:
        raise StoreError(f'There are {schema.names.count(found[0])} columns "{found[0]}".', "Rename all but one.")
    return found[0]


def measure_column(path: Path, named: str = "") -> ColumnFacts:
    """Read a column of embeddings through once and say what it holds.

    Raises:
        StoreError: the file cannot be read, has no such column, holds no vector, or its vectors differ in length.
    """
    return copy_column(path, lambda block: None, named)


def first_facts(path: Path, named: str = "") -> ColumnFacts:
    """Say what a column holds by its start; the count is -1 where only reading it all would tell, `missing` is 0.

    Raises:
        StoreError: as in `measure_column`, as far as the start shows it.
    """
    with open_table(path) as table:
        column = find_vector_column(table.schema, named)
        dim = _first_length(table, column)
        return ColumnFacts(column, -1 if table.rows is None else table.rows, dim, _dtype(table, column), 0)


def copy_column(
    path: Path, write: Callable[[Float32Array], None], named: str = "", *, progress: Progress = silent
) -> ColumnFacts:
    """Give all vectors on, in order, in blocks of shape (rows, dim), float32.

    Args:
        path: A Parquet or Arrow file.
        write: Takes each block; what it raises ends the copy.
        named: The column; empty finds it.
        progress: Called with the rows that are done; the total is 0 where the file does not say it.

    Raises:
        StoreError: as in `measure_column`.
        CancelledError: progress asked to stop.
    """
    done = missing = 0
    with open_table(path) as table:
        column = find_vector_column(table.schema, named)
        dim = _first_length(table, column)
        for batch in table.batches([column], _BATCH):
            block, absent = _matrix(batch.column(0), dim, done)
            write(block)
            done, missing = done + len(block), missing + absent
            if done * dim * 4 > MOST_BYTES:
                raise StoreError(f"{path} holds more than {MOST_BYTES:,} bytes of vectors.", "Give a smaller part.")
            progress(done, table.rows or 0, "Copying the vectors")
        if table.rows is not None and done != table.rows:
            raise StoreError(f"{path} says it has {table.rows:,} rows, {done:,} were found.", "Write the file anew.")
        return ColumnFacts(column, done, dim, _dtype(table, column), missing)


def other_rows(path: Path, without: str) -> Iterator[Row]:
    """Give the rows of a file without its column of embeddings, for the reader of a corpus.

    Raises:
        StoreError: the file cannot be read.
    """
    number = 0
    with open_table(path) as table:
        names = [name for name in table.schema.names if name != without]
        for batch in table.batches(names, _ROWS):
            for values in batch.to_pylist():
                number += 1
                yield Row(number, values, number)


def _listed(names: Any) -> str:
    return ", ".join(str(name)[:60] for name in list(names)[:20]) or "none"


def _is_vector(kind: Any) -> bool:
    import pyarrow as pa

    listed = pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    return bool(listed and pa.types.is_floating(kind.value_type))


def _dtype(table: Table, column: str) -> str:
    return str(table.schema.field(column).type.value_type)


def _first_length(table: Table, column: str) -> int:
    """Find the length of the vectors.

    Raises:
        StoreError: there is none, or it is beyond what any model makes.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = table.schema.field(column).type
    dim = int(kind.list_size) if pa.types.is_fixed_size_list(kind) else 0
    for batch in () if dim else table.batches([column], _ROWS):
        lengths = pc.list_value_length(batch.column(0)).drop_null().to_numpy(zero_copy_only=False)
        if lengths.any():
            dim = int(lengths[lengths > 0][0])
            break
    if not 0 < dim <= _DIMENSIONS:
        what = f"{dim:,} dimensions" if dim else "no vector"
        raise StoreError(f'The column "{column}" has {what}, 1 to {_DIMENSIONS:,} dimensions were expected.')
    return dim


def _matrix(column: Any, dim: int, first: int) -> tuple[Float32Array, int]:
    """Give vectors as a matrix of shape (rows, dim), and how many are missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_fixed_size_list(column.type):
        present = column.is_valid().to_numpy(zero_copy_only=False)
    else:
        lengths = pc.list_value_length(column).fill_null(0).to_numpy(zero_copy_only=False)
        present = lengths > 0
        ragged = np.flatnonzero(present & (lengths != dim))
        if len(ragged):
            raise StoreError(
                f"Row {first + int(ragged[0]) + 1:,} has a vector of {lengths[ragged[0]]} dimensions, those before it "
                f"have {dim}.",
                "Write the vectors with one length, or leave the row out.",
            )
    matrix = np.full((len(column), dim), np.nan, dtype=np.float32)
    values = column.filter(pa.array(present)).flatten()
    with np.errstate(over="ignore", invalid="ignore"):
        matrix[present] = values.to_numpy(zero_copy_only=False).reshape(-1, dim).astype(np.float32)
    return matrix, int(np.count_nonzero(~present))
