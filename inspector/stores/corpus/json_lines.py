"""Reads and writes .jsonl corpora: one JSON object a line, UTF-8. Holds one line at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from inspector.files import write_atomic
from inspector.records.documents import Document
from inspector.stores.corpus.columns import OWN, Columns
from inspector.stores.corpus.metadata import type_name
from inspector.stores.corpus.rows import Row

_BOM = b"\xef\xbb\xbf"


def read(path: Path, columns: Columns = OWN) -> Iterator[Row]:
    """Read a file line by line; blank lines are no rows.

    Raises:
        OSError: the file cannot be read.
    """
    done = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            done += len(raw)
            line = raw.removeprefix(_BOM) if number == 1 else raw
            if line.strip():
                yield _row(number, line, done)


def write(path: Path, documents: Iterable[Document]) -> None:
    """Write documents as a corpus, a document a line: id, title, text, then its metadata.

    Raises:
        StoreError: the file cannot be written; an old one is untouched.
    """

    def fill(part: Path) -> None:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            for document in documents:
                line = {"id": document.id, "title": document.title, "text": document.text, **document.metadata}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    write_atomic(path, fill)


def _row(number: int, line: bytes, done: int) -> Row:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Row(number, {}, done, f"is not UTF-8 (byte {error.start + 1} of the line)")
    except json.JSONDecodeError as error:
        return Row(number, {}, done, f"is not JSON ({error.msg} at column {error.colno})")
    except (ValueError, RecursionError) as error:
        return Row(number, {}, done, f"is not JSON that can be read ({error})")
    if not isinstance(value, dict):
        return Row(number, {}, done, f"is JSON but not an object: {type_name(value)}")
    return Row(number, value, done)
