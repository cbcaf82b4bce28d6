"""Many queries at once: what was asked, what should have come, and the ranked lists that came.

Ranks are the places in a list, from 1. Similarities and scores only order a list; those of two lists are not compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a set.

    Attributes:
        id: Unique within its set.
        text: As typed.
        count: How often it was asked, >= 1; its weight where traffic counts.
    """

    id: str
    text: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well a document answers a query.

    Attributes:
        query: Id of the query.
        doc: Id of the document, or of a parent whose chunks stand for it.
        grade: 0 = not relevant; larger is better. Negative grades, which some collections use, count as 0.
    """

    query: str
    doc: str
    grade: int

    @property
    def relevant(self) -> bool:
        """Whether it answers the query at all."""
        return self.grade > 0


@dataclass(frozen=True, slots=True)
class RankedList:
    """What one query brought, best first.

    Attributes:
        query: Id of the query.
        ids: Document ids, each once.
        scores: One for each id, falling; similarities, BM25 or fused scores.
    """

    query: str
    ids: tuple[str, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """The lists of many queries by one way of searching.

    Attributes:
        name: Which way: a retriever, or the name a saved run was given.
        lists: One for each query, each query once.
    """

    name: str
    lists: tuple[RankedList, ...]

    @property
    def by_query(self) -> Mapping[str, RankedList]:
        """The lists by query id, put together anew at each call."""
        return {each.query: each for each in self.lists}
