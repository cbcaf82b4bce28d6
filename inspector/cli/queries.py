"""Files of queries, as the commands take them; their forms are those of `inspector.evaluate.query_sets`."""

from __future__ import annotations

from pathlib import Path

from inspector.errors import RequestError
from inspector.evaluate.query_sets import parse_queries
from inspector.files import readable
from inspector.records.runs import Query


def read_queries(path: Path) -> tuple[str, ...]:
    """Give the texts of the queries of a file, in order; empty lines are passed over.

    Raises:
        RequestError: as for `read_query_file`.
    """
    return tuple(query.text for query in read_query_file(path))


def read_query_file(path: Path) -> tuple[Query, ...]:
    """Give the queries of a file, in order; without an id of its own a query's text is its id.

    Raises:
        RequestError: the file is missing, not UTF-8, without a query, or one of its lines is not as it should be.
    """
    return parse_queries(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Give the content of a text file, without the mark some editors put at its beginning.

    Raises:
        RequestError: the file is missing or not UTF-8.
    """
    with readable(path, RequestError):
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise RequestError(f"{path} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from error


def read_lines(path: Path) -> list[tuple[int, str]]:
    """Give the lines of a text file that are not empty, each with its number from 1.

    Raises:
        RequestError: the file is missing or not UTF-8.
    """
    lines = read_text(path).split("\n")
    return [(number, line.rstrip("\r")) for number, line in enumerate(lines, start=1) if line.strip()]
