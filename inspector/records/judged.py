"""Judgements that people made in place: what each said, and what holds now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """What one person said about one document for one query.

    Attributes:
        query: The query's text.
        doc: The document's id.
        grade: 0 = not relevant, larger is better; None where an earlier statement is taken back.
        at: When, in UTC, as ISO 8601.
        who: By whom; empty for somebody who was not signed in.
        undoes: Whether it only takes back this person's last statement, giving back the one before.
    """

    query: str
    doc: str
    grade: int | None
    at: str
    who: str = ""
    undoes: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and a document, and what holds about them now.

    Attributes:
        query: The query's text.
        doc: The document's id.
        grade: The latest of all that hold.
        statements: The last statement of each person that holds, in the order they were said.
    """

    query: str
    doc: str
    grade: int
    statements: tuple[Statement, ...]

    @property
    def disputed(self) -> bool:
        """Whether two people gave it different grades."""
        return len({statement.grade for statement in self.statements}) > 1


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """What a set of judgements says now.

    Attributes:
        judged: The pairs that have a grade, in the order they were first judged.
        statements: Every statement ever said, in order.
        unreadable: Numbers of lines that cannot be read, 1-based; they stay in the file.
    """

    judged: tuple[Judged, ...] = ()
    statements: tuple[Statement, ...] = ()
    unreadable: tuple[int, ...] = ()

    @property
    def disagreements(self) -> int:
        """Pairs that two people graded differently."""
        return sum(each.disputed for each in self.judged)

    def of_query(self, query: str) -> Mapping[str, Judged]:
        """Give what holds about the documents of one query, by document id, put together anew at each call."""
        return {each.doc: each for each in self.judged if each.query == query}
