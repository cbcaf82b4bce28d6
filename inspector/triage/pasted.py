"""Queries as people paste them: one a line, and behind a tab the ids of the documents that should come."""

from __future__ import annotations

from pathlib import PurePath

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
            over. What has a form of its own (objects, a table by its name) is read as that.
        name: What it is called in errors; its ending may say that it is a table.

    Returns:
        The queries in order, one that is repeated as often as it stands there, and the documents; None where no line
        names one.

    Raises:
        RequestError: there is no query, there are too many, or a line is not as it should be.
    """
    if TAB not in text or PurePath(name).suffix.lower() in TABLES or text.lstrip("\ufeff \n").startswith("{"):
        return parse_queries(text, name), None
    rows = [[cell.strip() for cell in line.split(TAB)] for line in text.removeprefix("\ufeff").splitlines()]
    queries = parse_queries("\n".join(cells[0] for cells in rows), name)
    pairs = dict.fromkeys((cells[0], doc) for cells in rows for doc in cells[1:] if cells[0] and doc)
    return queries, JudgementSet(tuple(Judgement(query, doc, 1) for query, doc in pairs)) if pairs else None


def offer() -> str:
    """Say how much can be pasted, one sentence."""
    return f"One query a line, at most {MAX_QUERIES:,}; behind a tab, if you know it, the id of the document."
