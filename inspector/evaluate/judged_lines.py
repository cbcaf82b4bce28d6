"""The lines of a file of judgements: one JSON object each, only ever appended.

Invariant: a line is written whole or not at all, and it is on the disk before `append` returns; what a crash left of an
earlier one spoils no other line. Cost: one write and one sync.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from inspector.errors import StoreError
from inspector.files import append_whole, readable, reason
from inspector.records.judged import Statement
from inspector.stores.lock import locked

WITHDRAWN = "withdrawn"
"""Stands in the place of a grade that is taken back."""

_PATIENCE = 10.0


def append(path: Path, statement: Statement) -> None:
    """Write a line in one go, on the disk before it returns; what a crash left of an earlier one is closed first.

    Raises:
        StoreError: the file cannot be written; it is then as it was.
    """
    append_decided(path, lambda: statement)


def append_decided(path: Path, decide: Callable[[], Statement | None]) -> Statement | None:
    """Write a line that depends on those before it, while nobody else writes.

    Args:
        path: The file.
        decide: Gives the statement to write, from the file as it then is; None = nothing.

    Returns:
        What was written.

    Raises:
        StoreError: the file cannot be read or written; it is then as it was.
    """
    with locked(path, patience=_PATIENCE):
        statement = decide()
        if statement is not None:
            try:
                append_whole(path, _line(statement), sync=True)
            except OSError as error:
                raise StoreError(
                    f"The judgement could not be written to {path}: {reason(error)}.",
                    "Free some space, then judge again.",
                ) from error
        return statement


def _line(statement: Statement) -> bytes:
    line = {
        "query": statement.query,
        "doc": statement.doc,
        "grade": WITHDRAWN if statement.grade is None else statement.grade,
        "at": statement.at,
        "who": statement.who,
        **({"undo": True} if statement.undoes else {}),
    }
    return json_line(line).encode("utf-8", errors="backslashreplace")


def read(path: Path) -> tuple[tuple[Statement, ...], tuple[int, ...]]:
    """Give all statements of a file, and the numbers of the lines that cannot be read; nothing where there is no file.

    Raises:
        StoreError: the file cannot be read.
    """
    if not path.exists():
        return (), ()
    with readable(path, StoreError):
        lines = path.read_bytes().split(b"\n")
    parsed = [(number, _parsed(line)) for number, line in enumerate(lines, start=1) if line.strip()]
    return (
        tuple(statement for _, statement in parsed if statement is not None),
        tuple(number for number, statement in parsed if statement is None),
    )


def json_line(value: Mapping[str, object]) -> str:
    """Write an object as one line of JSON with its line break; half a character is written as its escape later."""
    return json.dumps(value, ensure_ascii=False) + "\n"


def _parsed(line: bytes) -> Statement | None:
    """Read a line; None where it is none of ours."""
    try:
        value = json.loads(line)
        query, doc, grade = value["query"], value["doc"], value["grade"]
        at, who = value.get("at", ""), value.get("who", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not all(isinstance(text, str) for text in (query, doc, at, who)):
        return None
    if grade != WITHDRAWN and (isinstance(grade, bool) or not isinstance(grade, int)):
        return None
    return Statement(query, doc, None if grade == WITHDRAWN else grade, at, who, value.get("undo") is True)
