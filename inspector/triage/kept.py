"""What a triage has found so far, kept as it comes: one JSON object a line, appended, so that a stopped one goes on.

Invariant: a line is written whole or, where the machine stopped meanwhile, is the last one and unreadable; then it is
passed over and found out again. Everything under one key rests on the same index, queries, settings and rules. Each
line is one system call, so that two processes that triage the same do not mix their lines; a query found out twice
counts once.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from inspector import files, fingerprint
from inspector.errors import StoreError
from inspector.records.triage import TriageCase, TriageSettings
from inspector.stores.collection import Collection

RULES = 2
"""Raised when the same input would give another result, so that what older rules found is not mixed in."""

FOLDERS = 24
"""Triages that are kept; the one that was used longest ago goes first."""

ROOM = "triage"
ANSWERS, TRACES = "answers.jsonl", "traces.jsonl"


def key_of(collection: Collection, cases: Iterable[TriageCase], settings: TriageSettings) -> str:
    """Give the key under which everything found for an index, queries and settings is kept; the limit is not in it."""
    asked = [[case.query.id, case.query.text, case.query.count, list(case.expected)] for case in cases]
    where = [[each.field, each.value] for each in settings.where]
    looked_at = [settings.k, where, settings.retriever, settings.weight, settings.fusion, settings.exact]
    return fingerprint.of_values(RULES, collection.fingerprint, asked, looked_at)


def folder_of(key: str) -> Path:
    """Give the folder of a triage, made or not.

    Raises:
        StoreError: the folder for what is kept cannot be made.
    """
    return files.home() / ROOM / key


class Journal:
    """Lines that are appended as they come."""

    def __init__(self, path: Path) -> None:
        """Take the file of a journal.

        Args:
            path: Where it is; made with the first line.
        """
        self.path = path

    def read(self) -> list[dict[str, Any]]:
        """Give what was kept, in order; lines that are broken are passed over.

        Raises:
            StoreError: the file is there and cannot be read.
        """
        if not self.path.is_file():
            return []
        with files.readable(self.path, StoreError):
            data = self.path.read_bytes()
        return [value for line in data.split(b"\n") if (value := _object(line)) is not None]

    def add(self, values: Sequence[dict[str, Any]]) -> None:
        """Append objects, one a line.

        Raises:
            StoreError: the disk is full, or the folder cannot be written to.
        """
        if not values:
            return
        lines = "".join(json.dumps(each, ensure_ascii=True, allow_nan=False) + "\n" for each in values)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            files.append_whole(self.path, lines.encode())
        except OSError as error:
            raise StoreError(f"{self.path} could not be written: {files.reason(error)}.", "Free some space.") from error


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def drop_old() -> None:
    """Let go of the triages that were used longest ago, so that the folder does not grow without end."""
    try:
        folders = sorted((files.home() / ROOM).iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    except OSError:
        return
    for folder in folders[FOLDERS:]:
        shutil.rmtree(folder, ignore_errors=True)
