"""One entry of a corpus file as it was found, before anybody judged it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a text file, or one row of a table.

    Attributes:
        number: Line number (text) or row number (Parquet), from 1.
        values: Its keys and values; empty where there is a problem.
        done: How far the file is read, in the unit of `CorpusFormat.size`.
        problem: What is wrong with the line as such, as the end of a sentence; empty where nothing is.
    """

    number: int
    values: Mapping[str, object]
    done: int
    problem: str = ""
