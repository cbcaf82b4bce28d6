"""Files that say which documents queries should find: tab-separated, query id and document id in the first two columns.

A header is recognized by its names ("query doc", BEIR's "query-id corpus-id"); further columns are not read.
"""

from __future__ import annotations

from pathlib import Path

from inspector.cli.output import warn
from inspector.cli.queries import read_lines, read_query_file
from inspector.errors import RequestError

HEADERS = ("query", "query-id", "query_id")


def read_expected(queries: Path, expected: Path) -> list[tuple[str, str]]:
    """Give the pairs of query text and document id, in the order of the queries.

    A query without an expected document is left out and counted on stderr.

    Args:
        queries: A file of queries with ids; in a plain file each line is its own id.
        expected: The pairs of ids.

    Raises:
        RequestError: a file cannot be read, a line has no two columns, or names a query that is not there.
    """
    asked = read_query_file(queries)
    wanted: dict[str, list[str]] = {query.id: [] for query in asked}
    lines = read_lines(expected)
    for number, line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        if number == lines[0][0] and cells[0].casefold() in HEADERS:
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise RequestError(f"Line {number} of {expected} is not a query id, a tab and a document id.")
        if cells[0] not in wanted:
            raise RequestError(
                f'Line {number} of {expected} names the query "{cells[0]}", which {queries} does not have.',
                "Give the file that has its text.",
            )
        wanted[cells[0]].append(cells[1])
    idle = sum(not docs for docs in wanted.values())
    if idle:
        warn(f"{idle} of {len(asked)} queries have no expected document and are left out.")
    return [(query.text, doc) for query in asked for doc in wanted[query.id]]
