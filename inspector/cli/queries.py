"""Files of queries: one JSON object a line with "id" and "text" (.jsonl), or one query a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from inspector.errors import RequestError
from inspector.files import readable


def read_queries(path: Path) -> tuple[str, ...]:
    """Give the queries of a file, in order; empty lines are passed over.

    Raises:
        RequestError: the file is missing, not UTF-8, without a query, or one of its lines is not as it should be.
    """
    return tuple(text for _, text in read_query_table(path))


def read_query_table(path: Path) -> tuple[tuple[str, str], ...]:
    """Give the id and text of each query of a file, in order; without an id of its own a query's text is its id.

    Raises:
        RequestError: as for `read_queries`.
    """
    numbered = read_lines(path)
    if not numbered:
        raise RequestError(f"{path} holds no query.", "Write one query a line.")
    if path.suffix.lower() != ".jsonl":
        return tuple((line, line) for _, line in numbered)
    return tuple(_parsed(path, numbered))


def read_lines(path: Path) -> list[tuple[int, str]]:
    """Give the lines of a text file that are not empty, each with its number from 1.

    Raises:
        RequestError: the file is missing or not UTF-8.
    """
    with readable(path, RequestError):
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except UnicodeDecodeError as error:
            raise RequestError(f"{path} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from error
    return [(number, line.rstrip("\r")) for number, line in enumerate(lines, start=1) if line.strip()]


def _parsed(path: Path, numbered: list[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    for number, line in numbered:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RequestError(f"Line {number} of {path} is not JSON: {error}.") from error
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            raise RequestError(f'Line {number} of {path} has no "text".', 'Each line is {"id": "…", "text": "…"}.')
        yield str(value.get("id", value["text"])), value["text"]
