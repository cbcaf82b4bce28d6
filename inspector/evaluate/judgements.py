"""Judgements as people have them: TREC's four columns, BEIR's and our TSV, CSV, JSON lines.

Nothing is lost silently: a line that cannot be read is refused with its number, a pair judged twice alike is counted,
one judged twice differently is refused.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from inspector.errors import RequestError
from inspector.records.runs import Judgement
from inspector.text import counted, shortened

_QUERY = ("query", "query-id", "query_id", "qid")
_DOC = ("doc", "corpus-id", "corpus_id", "doc_id", "doc-id", "docid", "document")
_GRADE = ("grade", "score", "relevance", "rel", "label")
_HINT = "Give a TSV with the header query, doc, grade, BEIR's query-id, corpus-id, score, or TREC's four columns."

LARGEST_GRADE = 100_000
"""Larger ones are refused: trec_eval counts every grade up to the largest, and beyond 31 bits it counts wrongly."""

Cells = tuple[int, str, str, str]
"""Line number, query, document, grade, as written."""


@dataclass(frozen=True, slots=True)
class JudgementSet:
    """Judgements as they were read.

    Attributes:
        judgements: Each pair once, in the order of the file.
        repeated: How many lines said again what an earlier one had said.
    """

    judgements: tuple[Judgement, ...]
    repeated: int = 0

    @property
    def by_query(self) -> Mapping[str, Mapping[str, int]]:
        """The grades by query and document."""
        out: dict[str, dict[str, int]] = {}
        for each in self.judgements:
            out.setdefault(each.query, {})[each.doc] = each.grade
        return out


def parse_judgements(text: str, name: str = "the text") -> JudgementSet:
    """Give the judgements of a text; its form is known by its first line.

    Args:
        text: The content.
        name: What it is called in errors.

    Raises:
        RequestError: there is no judgement, a line has too few columns, a grade is no whole number or too large, or a
            pair has two grades.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise RequestError(f"There is no judgement in {name}.", _HINT)
    kept: dict[tuple[str, str], tuple[int, int]] = {}
    repeated = 0
    for number, query, doc, written in _cells(lines, name):
        if not query or not doc:
            raise RequestError(f"Line {number} of {name} does not name a query and a document.", _HINT)
        grade = _grade(written, number, name)
        earlier, first = kept.setdefault((query, doc), (grade, number))
        if earlier != grade:
            raise RequestError(
                f'Line {number} of {name} gives "{doc}" the grade {grade} for "{query}", but line {first} gave it '
                f"{earlier}.",
                "Keep one of them.",
            )
        repeated += first != number
    if not kept:
        raise RequestError(f"There is no judgement in {name}, only a header.", _HINT)
    return JudgementSet(tuple(Judgement(*pair, grade) for pair, (grade, _) in kept.items()), repeated)


def _cells(lines: list[tuple[int, str]], name: str) -> Iterator[Cells]:
    """Give the cells of every line, by the form of the first."""
    first = lines[0][1].strip().lstrip("\ufeff")
    if first.startswith("{"):
        return _objects(lines, name)
    split = _splitter(first)
    header = [cell.casefold() for cell in split(first)]
    if any(cell in _QUERY for cell in header):
        return _named(lines, header, split, name)
    return _placed(lines, split, name)


def _splitter(line: str) -> Callable[[str], list[str]]:
    """Say how lines are cut, by the first: at tabs, at white space where that gives TREC's columns, or at commas."""
    spaced = len(line.split()) in (3, 4)
    separator = next((each for each in ("\t", *(() if spaced else (",", ";"))) if each in line), "")
    if not separator:
        return str.split

    def split(text: str) -> list[str]:
        try:
            return [cell.strip() for cell in next(csv.reader([text.rstrip("\r")], delimiter=separator), [])]
        except csv.Error as error:
            raise RequestError(f'The line "{shortened(text, 40)}" cannot be read: {error}.', _HINT) from error

    return split


def _objects(lines: Iterable[tuple[int, str]], name: str) -> Iterator[Cells]:
    for number, line in lines:
        try:
            value = json.loads(line.lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            raise RequestError(f"Line {number} of {name} is not JSON: {error}.") from error
        if not isinstance(value, dict):
            raise RequestError(f"Line {number} of {name} is no JSON object.", _HINT)
        named = {str(key).casefold(): item for key, item in value.items()}
        query, doc, grade = (_found(named, names) for names in (_QUERY, _DOC, _GRADE))
        graded = any(name in named for name in _GRADE)  # a grade left empty is no grade, a line without one is a 1
        yield number, query, doc, grade if graded else "1"


def _found(values: Mapping[str, object], names: Iterable[str]) -> str:
    return next((str(values[name]).strip() for name in names if values.get(name) is not None), "")


def _named(
    lines: list[tuple[int, str]], header: list[str], split: Callable[[str], list[str]], name: str
) -> Iterator[Cells]:
    """Read columns by the names of the header; without a column of grades every pair is relevant."""
    query, doc, grade = (
        next((header.index(each) for each in names if each in header), None) for names in (_QUERY, _DOC, _GRADE)
    )
    if query is None or doc is None:
        raise RequestError(f"The first line of {name} names no column of documents; it has {', '.join(header)}.", _HINT)
    for number, line in lines[1:]:
        cells = split(line)
        if len(cells) <= max(query, doc, grade or 0):
            raise RequestError(f"Line {number} of {name} has {len(cells)} columns, its header {len(header)}.", _HINT)
        yield number, cells[query], cells[doc], "1" if grade is None else cells[grade]


def _placed(lines: list[tuple[int, str]], split: Callable[[str], list[str]], name: str) -> Iterator[Cells]:
    """Read columns by their places: four are TREC's (query, iteration, document, grade), three leave the second out."""
    for number, line in lines:
        cells = split(line.lstrip("\ufeff") if number == lines[0][0] else line)
        if len(cells) not in (2, 3, 4):
            raise RequestError(f"Line {number} of {name} has {counted(len(cells), 'column')}.", _HINT)
        doc = cells[2] if len(cells) == 4 else cells[1]
        yield number, cells[0], doc, cells[-1] if len(cells) > 2 else "1"


def _grade(written: str, number: int, name: str) -> int:
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value != int(value):
        raise RequestError(
            f'Line {number} of {name} has the grade "{shortened(written, 40)}".',
            "A grade is a whole number; 0 means not relevant.",
        )
    if abs(value) > LARGEST_GRADE:
        raise RequestError(
            f'Line {number} of {name} has the grade "{shortened(written, 40)}".',
            f"Grades go up to {LARGEST_GRADE:,}; 3 or 4 steps are what people use.",
        )
    return int(value)
