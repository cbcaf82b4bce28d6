"""Reads .csv and .tsv corpora: a header line, then a record a line (quoted cells may span lines), UTF-8.

Cells are kept as text; whether a column holds numbers is decided for the whole corpus. Holds one record at a time.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from inspector.errors import CorpusError
from inspector.stores.corpus.columns import OWN, Columns
from inspector.stores.corpus.rows import Row

_LONGEST_CELL = 1 << 28


def _read(path: Path, columns: Columns = OWN, *, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    with path.open("rb") as raw:
        file = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        names = _header(path, reader, columns)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                until = f", up to line {reader.line_num}" if reader.line_num > number else ""
                yield Row(number, {}, raw.tell(), f"breaks the rules of quoting ({error}{until})")
                continue
            if cells is None:
                return
            if cells:
                yield _row(number, names, cells, raw.tell())


def _header(path: Path, reader: Iterator[list[str]], columns: Columns) -> list[str]:
    """Read the names of the columns.

    Raises:
        CorpusError: there is no header, a needed column is missing, or a name stands twice.
    """
    try:
        cells = next((row for row in reader if row), None)
    except csv.Error as error:
        raise CorpusError(f"The header of {path.name} breaks the rules of quoting ({error}).") from error
    if cells is None:
        raise CorpusError(f"{path.name} is empty: it has no header line.", "Its first line names the columns.")
    names = [cell.strip() or f"column {place}" for place, cell in enumerate(cells, start=1)]
    missing = [name for name in columns.needed() if name not in names]
    if missing:
        raise CorpusError(
            f"The header of {path.name} has no column {_quoted(missing)}; it has {_quoted(names)}.",
            "Name the columns in the first line, with the separator that belongs to the file's ending."
            if columns == OWN
            else columns.naming(missing[0]),
        )
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise CorpusError(f"The header of {path.name} has {_quoted(twice)} more than once.", "Rename a column.")
    return names


def _quoted(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{name[:80]}"' for name in names[:20])
    return shown if len(names) <= 20 else f"{shown}, …"


def _row(number: int, names: Sequence[str], cells: Sequence[str], done: int) -> Row:
    if len(cells) != len(names):
        return Row(number, {}, done, f"has {len(cells)} cells, the header has {len(names)}")
    if any(not cell.isascii() and _is_escaped(cell) for cell in cells):
        return Row(number, {}, done, "is not UTF-8")
    return Row(number, dict(zip(names, cells, strict=True)), done)


def _is_escaped(cell: str) -> bool:
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


read_csv = partial(_read, delimiter=",")
read_tsv = partial(_read, delimiter="\t")
