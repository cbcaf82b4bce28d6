"""The scores of one keyword query over a sample and over documents from outside of it.

Invariant: places outside the sample depend on what was met before, so they decide nothing: documents from outside are
told apart, and equal scores ordered, by their ids. Cost: for each document that is asked for and was not looked at, its
text, and one more pass over the scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from inspector.records.results import TermScore
from inspector.search.keyword_query import KeywordQuery
from inspector.search.keyword_scores import KeywordScores, Rows
from inspector.search.postings import Postings
from inspector.vectors import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Outsider:
    """A document outside the sample, as keyword search reads it.

    Attributes:
        id: Its id.
        row: Its place in the collection, from the sample's count on.
        counts: How often each token occurs.
        length: How many tokens there are.
    """

    id: str
    row: int
    counts: Counter[str]
    length: int


class Sample(Protocol):
    """The keyword index of a sample, which knows what lies outside of it."""

    @property
    def postings(self) -> Postings:
        """The lists of the sample."""

    def lists_of(self, query: KeywordQuery) -> dict[str, int]:
        """Give the lists of those of a query's tokens that the sample has."""

    def shares(self, token: str, documents: Sequence[Outsider]) -> FloatArray:
        """Give what a token adds to each document, shape (len(documents),), >= 0, by the sample's statistics."""

    def outsiders(self, rows: Rows, mask: BoolArray | None) -> list[Outsider]:
        """Give the documents outside the sample among some places that pass a filter, each once."""


def passes(row: int, mask: BoolArray | None) -> bool:
    """Say whether the document in a place passes a filter; one behind the mask's last does not."""
    return mask is None or (row < len(mask) and bool(mask[row]))


class SampledScores(KeywordScores):
    """The scores of one query over what was looked at.

    Equal scores rank the sample first, in its order, then the documents from outside by id. Inside, the documents from
    outside stand in slots behind the sample.
    """

    def __init__(
        self,
        index: Sample,
        query: KeywordQuery,
        inside: FloatArray,
        outside: Sequence[Outsider],
        mask: BoolArray | None,
    ) -> None:
        """Take the sample's scores, shape (count,), and the documents from outside that were looked at."""
        self._index, self._inside, self._mask = index, inside, mask
        self._looked_at = tuple(sorted(outside, key=lambda each: each.id))
        self._slots = {each.row: len(inside) + place for place, each in enumerate(self._looked_at)}
        tokens = dict.fromkeys(token for term in query.terms for token in term.tokens)
        shares = {token: index.shares(token, self._looked_at) for token in tokens}
        beyond = np.zeros(len(self._looked_at))
        for term in query.terms:
            for token in term.tokens:
                beyond += term.occurrences * shares[token]
        scores = np.concatenate((inside, beyond))
        super().__init__(query, scores, index.postings, index.lists_of(query), shares)
        self._by_slot = KeywordScores(query, scores, index.postings, self._lists, shares)

    def top(self, k: int) -> tuple[IntArray, FloatArray]:
        """Give the best of what was looked at; see `KeywordScores.top`."""
        slots, scores = self._by_slot.top(k)
        count = len(self._inside)
        rows = [slot if slot < count else self._looked_at[slot - count].row for slot in slots.tolist()]
        return np.array(rows, dtype=np.int64), scores

    def scores_of(self, rows: Rows) -> FloatArray:
        """Give the scores of documents, looked at or not, shape (len(rows),).

        Raises:
            StoreError: the database does not answer.
        """
        grown = self._with(self._index.outsiders(self._missing(rows), self._mask))
        return grown._by_slot.scores_of(grown._slots_of(rows))

    def ranks(self, rows: Rows) -> IntArray:
        """Say where documents stand; one that was not looked at as if it alone had been too.

        Returns:
            Shape (len(rows),), 1-based; 0 = absent.

        Raises:
            StoreError: the database does not answer.
        """
        found = self._by_slot.ranks(self._slots_of(rows))
        for each in self._index.outsiders(self._missing(rows), self._mask):
            grown = self._with([each])
            places = np.flatnonzero(np.asarray(rows) == each.row)
            found[places] = grown._by_slot.ranks(grown._slots_of([each.row]))[0]
        return found

    def terms(self, rows: Rows) -> tuple[tuple[TermScore, ...], ...]:
        """Say what each term adds to the scores of documents, looked at or not; see `KeywordScores.terms`.

        Raises:
            StoreError: the database does not answer.
        """
        grown = self._with(self._index.outsiders(self._missing(rows), self._mask))
        return grown._by_slot.terms(grown._slots_of(rows))

    def _with(self, more: Sequence[Outsider]) -> SampledScores:
        """Give the same scores with more documents looked at."""
        if not more:
            return self
        return SampledScores(self._index, self.query, self._inside, (*self._looked_at, *more), self._mask)

    def _missing(self, rows: Rows) -> list[int]:
        """Give the places outside the sample that were not looked at."""
        return [int(row) for row in rows if row >= len(self._inside) and int(row) not in self._slots]

    def _slots_of(self, rows: Rows) -> IntArray:
        """Turn places into slots; -1 for a document that was not looked at."""
        count = len(self._inside)
        return np.array([row if row < count else self._slots.get(int(row), -1) for row in rows], dtype=np.int64)
