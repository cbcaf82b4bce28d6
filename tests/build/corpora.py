"""Small corpus files, written as the tests need them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from inspector.records.documents import Document
from inspector.stores.corpus.survey import Survey, documents, survey


def jsonl(folder: Path, *rows: Mapping[str, object] | str | bytes, name: str = "corpus.jsonl") -> Path:
    """Write rows as JSON Lines; text and bytes go in as they are."""
    path = folder / name
    path.write_bytes(b"".join(_line(row) + b"\n" for row in rows))
    return path


def _line(row: Mapping[str, object] | str | bytes) -> bytes:
    if isinstance(row, bytes):
        return row
    return (row if isinstance(row, str) else json.dumps(row)).encode()


def numbered(count: int) -> list[dict[str, object]]:
    """Give rows d0, d1, … whose texts differ in length and words."""
    return [{"id": f"d{n}", "title": f"title {n}", "text": f"word{n} " * (1 + n % 7)} for n in range(count)]


def read(path: Path, *, skip_bad: bool = False) -> tuple[Survey, Sequence[Document]]:
    """Survey a corpus and read all its documents."""
    found = survey(path, skip_bad=skip_bad)
    return found, list(documents(found))
