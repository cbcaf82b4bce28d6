"""A corpus file, read twice: once to judge every line and find the metadata types, once to give the documents.

Invariant: nothing is lost silently. A bad line stops the reading with its number, or is skipped, counted and told.
Cost: a pass reads about 50,000 short documents a second and holds one line; the first also keeps a 16-byte hash of each
id with its line number (about 130 bytes of memory a document).
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspector import fingerprint
from inspector.errors import CorpusError
from inspector.files import readable
from inspector.progress import Progress, silent
from inspector.records.documents import Document, MetadataField
from inspector.stores.corpus.columns import OWN, Columns
from inspector.stores.corpus.formats import CorpusFormat, format_of
from inspector.stores.corpus.line import BadLineError, entry
from inspector.stores.corpus.metadata import FieldTypes, typed
from inspector.stores.corpus.rows import Row

REASONS_KEPT = 5
_REPORT_EVERY = 512
_SKIP_HINT = "Mend it, or pass --skip-bad to leave such {unit}s out."
_NAME_HINT = "Mend it, or name other columns (id=…, text=…)."


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first pass found.

    Attributes:
        path: The corpus file.
        unit: What its rows are called: "line" or "row".
        sha256: Of the file's bytes, 64 hexadecimal digits.
        rows: All rows, the bad ones included; blank lines are no rows.
        bad: Places of the bad rows among all rows, 0-based, ascending.
        reasons: What is wrong with the first bad rows, with line number, as sentences.
        fields: The metadata fields with the type each has in the whole corpus.
        empty: How many documents have an empty text.
        columns: Under which names the file keeps them.
    """

    path: Path
    unit: str
    sha256: str
    rows: int
    bad: array[int]
    reasons: tuple[str, ...]
    fields: tuple[MetadataField, ...]
    empty: int
    columns: Columns = OWN

    @property
    def count(self) -> int:
        """Number of documents."""
        return self.rows - len(self.bad)


class _Judge:
    """Decides row by row what is a document, remembering the ids so far."""

    def __init__(self, file_format: CorpusFormat, columns: Columns) -> None:
        self._columns = columns
        self._unmet = {theirs for _, theirs in columns.pairs() if theirs}
        self.types = FieldTypes(file_format.cells)
        self.empty = 0
        self._unit = file_format.unit
        self._seen: dict[bytes, int] = {}

    def check(self, row: Row, place: int) -> str:
        """Say what is wrong with a row, as the end of a sentence; empty where it is a document."""
        if row.problem:
            return row.problem
        try:
            found = entry(self._columns.own(row.values, place))
        except BadLineError as error:
            return str(error)
        digest = hashlib.blake2b(found.id.encode(), digest_size=16).digest()
        first = self._seen.setdefault(digest, row.number)
        if first != row.number:
            return f'repeats the id "{found.id[:80]}" of {self._unit} {first}'
        self.types.add(found.metadata)
        self._unmet -= row.values.keys()
        self.empty += not found.text.strip()
        return ""

    def unmet(self) -> list[str]:
        """Give the names that were to be read, and that no row has."""
        return sorted(self._unmet)


def survey(path: Path, *, skip_bad: bool = False, columns: Columns = OWN, progress: Progress = silent) -> Survey:
    """Read a corpus through once and judge every line.

    Args:
        path: A file of one of `FORMATS`.
        skip_bad: Leave bad lines out and count them, instead of stopping at the first.
        columns: Under which names it keeps what a document needs.
        progress: Called with what has been read, in bytes (rows for Parquet).

    Raises:
        CorpusError: the file cannot be read, is not what its name says, has a bad line, or holds no document.
        CancelledError: progress asked to stop.
    """
    file_format = format_of(path)
    judge, rows = _Judge(file_format, columns), 0
    bad, reasons = array("q"), list[str]()
    with readable(path, CorpusError):
        total = file_format.size(path, columns)
        for row in file_format.read(path, columns):
            if problem := judge.check(row, rows):
                reason = f"{path.name}, {file_format.unit} {row.number}: it {problem}."
                if not skip_bad:
                    # Only a build can leave rows out: rows of an index made elsewhere belong to vectors.
                    hint = _SKIP_HINT.format(unit=file_format.unit) if columns == OWN else _NAME_HINT
                    raise CorpusError(reason, hint)
                bad.append(rows)
                reasons += [reason] if len(reasons) < REASONS_KEPT else []
            rows += 1
            if rows % _REPORT_EVERY == 0:
                progress(min(row.done, total), total, "Reading the corpus")
        progress(total or rows, total or rows, "Reading the corpus")
        sha256 = fingerprint.sha256_of_file(path)
    if rows == len(bad):
        why = f": all {rows} {file_format.unit}s are bad. {reasons[0]}" if reasons else "."
        raise CorpusError(f"{path.name} holds no document{why}", "A corpus holds at least one document.")
    if unmet := judge.unmet():
        raise CorpusError(f'No {file_format.unit} of {path.name} has the key "{unmet[0]}".', "Correct its name.")
    return Survey(path, file_format.unit, sha256, rows, bad, tuple(reasons), judge.types.fields(), judge.empty, columns)


def documents(found: Survey) -> Iterator[Document]:
    """Give the documents of a surveyed corpus in order, without the bad lines.

    Raises:
        CorpusError: the file cannot be read, or is no longer what was surveyed.
    """
    file_format = format_of(found.path)
    types = {field.name: field.type for field in found.fields}
    bad, rows = iter(found.bad), 0
    next_bad = next(bad, -1)
    changed = CorpusError(f"{found.path.name} changed while it was read.", "Build again.")
    with readable(found.path, CorpusError):
        for row in file_format.read(found.path, found.columns):
            rows += 1
            if rows - 1 == next_bad:
                next_bad = next(bad, -1)
                continue
            try:
                made = entry(found.columns.own(row.values, rows - 1))
                metadata = typed(made.metadata, types, file_format.cells)
            except (BadLineError, KeyError) as error:
                raise changed from error
            yield Document(made.id, made.title, made.text, metadata, made.parent, made.position)
    if rows != found.rows:
        raise changed
