"""The kinds of corpus files, told by their endings, and the check that a file is what its name says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inspector.errors import CorpusError
from inspector.files import check_regular, readable
from inspector.stores.corpus import columnar, delimited, json_lines
from inspector.stores.corpus.columns import Columns
from inspector.stores.corpus.rows import Row

_LOOKED_AT = 4096
_PARQUET, _ARROW = b"PAR1", b"ARROW1"
_COLUMNAR = {".parquet": (_PARQUET, "no Parquet file"), ".arrow": (_ARROW, ""), ".feather": (_ARROW, "")}
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (_PARQUET, "a Parquet file"),
    (b"PK\x03\x04", "a zip archive (or an Excel file)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (_ARROW, "an Arrow file"),
    (b"\x93NUMPY", "a numpy array"),
    (b"SQLite format 3", "an SQLite database"),
    (b"%PDF", "a PDF document"),
    (b"\xff\xfe", "text in UTF-16, not UTF-8"),
    (b"\xfe\xff", "text in UTF-16, not UTF-8"),
)


@dataclass(frozen=True, slots=True)
class CorpusFormat:
    """A kind of corpus file.

    Attributes:
        ending: Of the file's name, lower case, with the dot.
        title: What people call it.
        read: Gives the rows of a file one by one.
        size: Says how much there is to read, in the unit of `Row.done`.
        unit: What a row is called in messages.
        cells: Whether all values come as text.
    """

    ending: str
    title: str
    read: Callable[[Path, Columns], Iterator[Row]]
    size: Callable[[Path, Columns], int]
    unit: str
    cells: bool


def _bytes(path: Path, columns: Columns) -> int:
    return path.stat().st_size


FORMATS: tuple[CorpusFormat, ...] = (
    CorpusFormat(".jsonl", "JSON Lines", json_lines.read, _bytes, "line", False),
    CorpusFormat(".csv", "comma-separated values", delimited.read_csv, _bytes, "line", True),
    CorpusFormat(".tsv", "tab-separated values", delimited.read_tsv, _bytes, "line", True),
    CorpusFormat(".parquet", "Parquet", columnar.read, columnar.count_rows, "row", False),
    CorpusFormat(".arrow", "Arrow IPC", columnar.read, columnar.count_rows, "row", False),
    CorpusFormat(".feather", "Feather", columnar.read, columnar.count_rows, "row", False),
)


def format_of(path: Path) -> CorpusFormat:
    """Tell the format of a corpus file by its ending, and check that the content fits.

    Raises:
        CorpusError: the file is missing, unreadable, a folder, a pipe, empty, of an unknown kind, or of another
            kind than its name says.
    """
    check_regular(path, CorpusError)
    with readable(path, CorpusError), path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    found = next((row for row in FORMATS if row.ending == path.suffix.lower()), None)
    if found is None:
        endings = ", ".join(row.ending for row in FORMATS)
        raise CorpusError(
            f'{path.name} has the ending "{path.suffix}"; a corpus ends in one of {endings}.', "Convert or rename it."
        )
    if not start:
        raise CorpusError(f"{path.name} is empty.", "A corpus holds at least one document.")
    if looks := _other_kind(found, start):
        raise CorpusError(f"{path.name} is named {found.ending} but is {looks}.", "Convert or rename it.")
    return found


def _other_kind(named: CorpusFormat, start: bytes) -> str:
    """Say what the first bytes of a file show it to be; empty where they fit its name."""
    magic = next((what for mark, what in _MAGIC if start.startswith(mark)), "")
    if named.ending in _COLUMNAR:
        mark, otherwise = _COLUMNAR[named.ending]
        return "" if start.startswith(mark) else magic or otherwise
    if magic:
        return magic
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if named.cells and first == b"{":
        return "JSON, probably one object a line (.jsonl)"
    if not named.cells and first == b"[":
        return 'one JSON list; an object a line was expected ("jq -c .[]" converts it)'
    if not named.cells and first == b"{":
        return ""
    return "a binary file" if b"\x00" in start else ""
