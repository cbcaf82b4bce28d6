"""Queries as people paste them: one a line, and behind a tab the ids of the documents that should come."""

from __future__ import annotations

from pathlib import PurePath

from inspector.errors import RequestError
from inspector.evaluate.judgements import JudgementSet
from inspector.evaluate.query_sets import MAX_QUERIES, parse_queries
from inspector.records.runs import Judgement, Query

TABLES = (".jsonl", ".csv", ".tsv")
"""Endings of files whose tabs mean something else."""

TAB = "\t"


def parse_pasted(text: str, name: str = "the text") -> tuple[tuple[Query, ...], JudgementSet | None]:
    """Give the queries of a text, and what they should find where it says so.

    Args:
        text: One query a line; behind a tab the id of a document, behind further tabs more. Empty lines are passed
            over, spaces around a query left out. What has a form of its own (objects, a table by its name) is read as
            that.
        name: What it is called in errors; its ending may say that it is a table.

    Returns:
        The queries in order, one that is repeated as often as it stands there, and the documents; None where no line
        names one.

    Raises:
        RequestError: there is no query, there are too many, or a line is not as it should be: it names a document
            without a query, say.
    """
    lines = text.removeprefix("\ufeff").split("\n")  # other signs that end lines may stand within a query
    if PurePath(name).suffix.lower() in TABLES or _is_object(next((line for line in lines if line.strip()), "")):
        return parse_queries(text, name), None
    rows = [[cell.strip() for cell in line.split(TAB)] for line in lines]
    for number, cells in enumerate(rows, start=1):
        if not cells[0] and any(cells):
            raise RequestError(
                f"Line {number} of {name} names a document, but no query stands before its tab.",
                "Write the query, a tab, then the id of the document.",
            )
    queries = parse_queries("\n".join(cells[0] for cells in rows), name)
    pairs = dict.fromkeys((cells[0], doc) for cells in rows for doc in cells[1:] if doc)
    return queries, JudgementSet(tuple(Judgement(query, doc, 1) for query, doc in pairs)) if pairs else None


def _is_object(line: str) -> bool:
    return line.strip().startswith("{") and line.strip().endswith("}")


def offer() -> str:
    """Say how much can be pasted, one sentence."""
    return f"One query a line, at most {MAX_QUERIES:,}; behind a tab, if you know it, the id of the document."
