"""Runs as files: TREC's six columns, query, Q0, document, rank, score and tag.

Invariant: what is written is read back with the same lists in the same order. Like TREC's own tools, reading goes by
the scores; the ranks only decide between equal scores.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.errors import RequestError
from inspector.records.runs import RankedList, Run

_HINT = "A run has six columns: query, Q0, document, rank, score, tag."
_COLUMNS = 6
SPACED = (
    "An id holds a space, so tabs separate the columns of its run file: this tool reads it back, while tools that "
    "take any white space for a separator do not."
)
"""What is said where a run is written so."""
_UNFIT = re.compile(r"[\t\r\n]|^[\s\ufeff]|\s$")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    query: str
    doc: str
    rank: int
    score: float


def parse_run(text: str, name: str, source: str = "the text") -> Run:
    """Read a run.

    Columns are separated by tabs where a line has five of them, else by white space; empty lines are passed over.

    Args:
        text: The content.
        name: What the run is called.
        source: What the text is called in errors.

    Raises:
        RequestError: there is no line, a line has not six columns, a rank or score is no number, or a query has a
            document twice.
    """
    lists: dict[str, dict[str, _Line]] = {}
    for line in _lines(text, source):
        docs = lists.setdefault(line.query, {})
        if line.doc in docs:
            raise RequestError(
                f'Line {line.number} of {source} gives "{line.doc}" for "{line.query}", but line '
                f"{docs[line.doc].number} did so before.",
                "Each document stands once in a list.",
            )
        docs[line.doc] = line
    if not lists:
        raise RequestError(f"There is no result in {source}.", _HINT)
    return Run(name, tuple(_list(query, list(docs.values())) for query, docs in lists.items()))


def run_text(run: Run) -> str:
    """Write a run; columns are separated by spaces, or by tabs where an id holds white space.

    Raises:
        RequestError: an id holds a tab or a line break, or begins or ends with white space: the format cannot write it.
    """
    ids = {each.query for each in run.lists} | {doc for each in run.lists for doc in each.ids}
    unfit = next((each for each in ids if _UNFIT.search(each) or not each), None)
    if unfit is not None:
        raise RequestError(
            f"The run {run.name} cannot be saved: the id {unfit!r} cannot stand in a run file.",
            "Give it an id without tabs and line breaks, and without white space at its ends.",
        )
    between = "\t" if spaced(run) else " "
    tag = _SPACE.sub("-", run.name) or "run"
    return "".join(
        between.join((each.query, "Q0", doc, str(rank), repr(float(score)), tag)) + "\n"
        for each in run.lists
        for rank, (doc, score) in enumerate(zip(each.ids, each.scores, strict=True), start=1)
    )


def spaced(run: Run) -> bool:
    """Say whether an id of a run holds white space, so that tabs separate its columns."""
    return any(_SPACE.search(each) for listed in run.lists for each in (listed.query, *listed.ids))


def _lines(text: str, source: str) -> Iterator[_Line]:
    for number, written in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not written.strip():
            continue
        tabbed = written.rstrip("\r").split("\t")
        cells = tabbed if len(tabbed) == _COLUMNS else written.split()
        if len(cells) != _COLUMNS:
            raise RequestError(f"Line {number} of {source} has {len(cells)} columns.", _HINT)
        query, _, doc, rank, score, _ = (cell.strip() for cell in cells)
        if not query or not doc:
            raise RequestError(f"Line {number} of {source} does not name a query and a document.", _HINT)
        yield _Line(
            number, query, doc, int(_number(rank, "rank", number, source)), _number(score, "score", number, source)
        )


def _number(written: str, column: str, number: int, source: str) -> float:
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise RequestError(f'Line {number} of {source} has the {column} "{written}", which is no number.', _HINT)
    return value


def _list(query: str, lines: list[_Line]) -> RankedList:
    lines.sort(key=lambda line: (-line.score, line.rank))
    return RankedList(query, tuple(line.doc for line in lines), tuple(line.score for line in lines))
