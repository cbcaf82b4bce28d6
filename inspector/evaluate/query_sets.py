"""Sets of queries as people have them: pasted lines, JSON lines, a table, a log with counts.

A set holds each id once; the same query twice counts twice. Errors name the line.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from inspector.errors import RequestError
from inspector.records.runs import Query

MAX_QUERIES = 200_000
"""More are refused: answering them would take hours."""

_SEPARATORS: Mapping[str, str] = {".csv": ",", ".tsv": "\t"}
_TEXT = ("text", "query", "q")
_ID = ("id", "_id", "query_id", "query-id", "qid")
_COUNT = ("count", "n", "frequency", "times")


def parse_queries(text: str, name: str = "the text") -> tuple[Query, ...]:
    """Give the queries of a text in order; without an id of its own a query's text is its id.

    The ending of the name decides how it is read: `.jsonl` (objects with text, optional id and count), `.csv` and
    `.tsv` (a header with text or query, optional id and count), anything else one query a line. Lines of objects are
    known by their braces, whatever the name. What has an id and no text is given with an empty text.

    Args:
        text: The content.
        name: What it is called in errors; its ending decides how it is read.

    Raises:
        RequestError: there is no query, there are more than `MAX_QUERIES`, or a line is not as it should be.
    """
    text = text.removeprefix("\ufeff")
    lines = [(number, line.rstrip("\r")) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    suffix = PurePath(name).suffix.lower()
    if suffix == ".jsonl" or (lines and suffix not in _SEPARATORS and _is_object(lines[0][1])):
        found = tuple(_objects(lines, name))
    elif suffix in _SEPARATORS:
        found = tuple(_rows(text, name, _SEPARATORS[suffix]))
    else:
        found = tuple(Query(line, line) for _, line in lines)
    if not found:
        raise RequestError(f"{_name(name)} holds no query.", "Write one query a line.")
    if len(found) > MAX_QUERIES:
        raise RequestError(
            f"{_name(name)} holds {len(found):,} queries, but at most {MAX_QUERIES:,} are answered at once.",
            "Take a sample, or the most frequent ones with their counts.",
        )
    return found


def query_set(queries: Iterable[Query]) -> tuple[Query, ...]:
    """Give each query once, in order of first appearance, with its counts added up.

    Raises:
        RequestError: an id stands for two different texts.
    """
    found: dict[str, Query] = {}
    for query in queries:
        known = found.get(query.id)
        if known is not None and known.text != query.text:
            raise RequestError(
                f'The query id "{query.id}" stands for "{known.text}" and for "{query.text}".',
                "Give every query an id of its own.",
            )
        found[query.id] = Query(query.id, query.text, query.count + (known.count if known else 0))
    return tuple(found.values())


def _is_object(line: str) -> bool:
    return line.lstrip().startswith("{") and line.rstrip().endswith("}")


def _objects(lines: Iterable[tuple[int, str]], name: str) -> Iterator[Query]:
    for number, line in lines:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RequestError(f"Line {number} of {name} is not JSON: {error}.") from error
        asked = value.get("text", value.get("query")) if isinstance(value, dict) else None
        if not isinstance(asked, str):
            raise RequestError(f'Line {number} of {name} has no "text".', 'Each line is {"id": "…", "text": "…"}.')
        yield Query(str(_first(value, _ID, asked)), asked, _count(_first(value, _COUNT, 1), number, name))


def _rows(text: str, name: str, separator: str) -> Iterator[Query]:
    rows = _cells(text, name, separator)
    _, first = next(rows, (0, []))
    header = [cell.strip().lower() for cell in first]
    column = next((header.index(each) for each in _TEXT if each in header), None)
    if column is None:
        raise RequestError(
            f'The first line of {name} names no column "text" or "query"; it has {", ".join(header) or "nothing"}.',
            "Name the columns in the first line, such as id, text and count.",
        )
    for number, cells in rows:
        row = dict(zip(header, cells, strict=False))
        asked = cells[column].strip() if column < len(cells) else ""
        id_ = str(_first(row, _ID, "")).strip() or asked
        if id_:  # a row with an id and no text stays, so that whoever leaves it out can say so
            yield Query(id_, asked, _count(_first(row, _COUNT, "") or 1, number, name))


def _cells(text: str, name: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Give the cells of each row, and the number of the line it ends on.

    Raises:
        RequestError: quotes are not closed, so that a row would swallow those after it, or a cell is too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise RequestError(
            f"Line {reader.line_num} of {name} cannot be read: {error}.",
            "A cell with quotes stands in quotes as a whole, and each quote in it twice.",
        ) from error


def _first(values: Mapping[str, object], names: Iterable[str], default: object) -> object:
    return next((values[name] for name in names if values.get(name) is not None), default)


def _count(value: object, number: int, name: str) -> int:
    try:
        count = int(str(value).strip().replace(",", ""))
    except ValueError:
        count = 0
    if count < 1:
        raise RequestError(f'Line {number} of {name} has the count "{value}".', "A count is a whole number from 1 on.")
    return count


def _name(name: str) -> str:
    return name[:1].upper() + name[1:] if name.startswith("the ") else name
