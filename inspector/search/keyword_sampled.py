"""Keyword search over a sample of a database, and over what a question brings from outside of it.

Looked at are the sample, the candidates of the database's own text search for this query, and the documents that the
question is about. The statistics (how rare a word is, how long a document) are the sample's alone; a word that the
sample does not have is as rare as one can be.

Invariants: the answer to a question depends on no question before it. A document gets the score it would get in the
sample's index, so all scores of a list can be compared; its rank is its place among what was looked at, no more. One
that was not looked at is scored when it is asked for, and placed as if it alone were looked at too.
Cost: the database's text search, once a query and filter; reading the words of each document from outside, once.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence

import numpy as np

from inspector.contract import DEFAULT_RECIPE
from inspector.records.documents import Where
from inspector.search.keyword import KeywordIndex
from inspector.search.keyword_query import KeywordQuery, read_query
from inspector.search.keyword_scores import KeywordScores, Rows
from inspector.search.postings import K1, B, Postings
from inspector.search.sampled_scores import Outsider, SampledScores, passes
from inspector.search.tokens import Tokenizer
from inspector.stores.collection import Collection
from inspector.stores.recipe import embedded_text
from inspector.stores.remote import RemoteCollection
from inspector.vectors import BoolArray, FloatArray, IntArray

CANDIDATES = 100
"""Documents the database's own text search is asked for."""

REMEMBERED = 256
"""Queries whose candidates are kept."""

KEPT = 20_000
"""Documents whose words are kept."""


class SampledKeyword(KeywordIndex):
    """The keyword index of a sample that also scores documents outside of it. Safe to use from several threads."""

    def __init__(self, inner: KeywordIndex, collection: RemoteCollection) -> None:
        """Take the sample's index, and the collection it is a sample of."""
        super().__init__(inner._postings, inner._stop_words, inner.average_length)
        self._collection = collection
        self._words: OrderedDict[int, Outsider] = OrderedDict()
        self._found: OrderedDict[tuple[str, Where], tuple[str, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def score(self, query: str, mask: BoolArray | None = None) -> KeywordScores:
        """Score a query that comes with no documents of its own; see `score_with`."""
        return self.score_with(query, mask)

    def score_with(
        self, query: str, mask: BoolArray | None = None, *, about: Sequence[str] = (), where: Where = ()
    ) -> KeywordScores:
        """Score the documents of the sample, the database's candidates, and those that the question is about.

        Args:
            query: As typed; a query without searchable words scores nothing.
            mask: Shape (count,) or longer: which documents pass; None = all. Under a mask alone the database is not
                asked for candidates.
            about: Ids of documents the question is about; unknown ones are left out.
            where: The filter the mask was made by; with it the database is asked for candidates that pass.

        Raises:
            StoreError: the index is damaged, or the database does not answer.
        """
        candidates = self._candidates(query, where) if where or mask is None else ()
        passed = frozenset(candidates)
        outside = [
            each
            for each in self._read_outside(self._collection.rows_of([*candidates, *about]))
            if each.id in passed or passes(each.row, mask)
        ]
        analyzed = self._read_with(query, outside)
        inside = super().score(query, mask).scores_of(np.arange(self.count))
        return SampledScores(self, analyzed, inside, outside, mask)

    @property
    def postings(self) -> Postings:
        """The lists of the sample."""
        return self._postings

    def outsiders(self, rows: Rows, mask: BoolArray | None) -> list[Outsider]:
        """Give the documents outside the sample among some places that pass a filter, each once.

        Raises:
            StoreError: the database does not answer.
        """
        return [each for each in self._read_outside(np.asarray(rows, dtype=np.int64)) if passes(each.row, mask)]

    def lists_of(self, query: KeywordQuery) -> dict[str, int]:
        """Give the lists of those of a query's tokens that the sample has."""
        tokens = dict.fromkeys(token for term in query.terms for token in term.tokens)
        return {token: number for token in tokens if (number := self._postings.list_of(token)) is not None}

    def shares(self, token: str, documents: Sequence[Outsider]) -> FloatArray:
        """Give what a token adds to each document, shape (len(documents),), >= 0, by the sample's statistics."""
        number = self._postings.list_of(token)
        frequency = 0 if number is None else len(self._postings.posting(number)[0])
        idf = float(np.log(1 + (self.count - frequency + 0.5) / (frequency + 0.5)))
        counts = np.array([each.counts[token] for each in documents], dtype=np.float64)
        lengths = np.array([each.length for each in documents], dtype=np.float64)
        norms = K1 * ((1 - B) + B * lengths / (self.average_length or 1.0))
        found: FloatArray = idf * (counts / (norms + counts))
        return found

    def _read_with(self, query: str, outside: Sequence[Outsider]) -> KeywordQuery:
        """Take a query apart; a word is known if the sample or a document that was looked at has it."""

        def occurs(token: str) -> bool:
            return self._postings.list_of(token) is not None or any(token in each.counts for each in outside)

        return read_query(query, self._stop_words, occurs)

    def _candidates(self, query: str, where: Where) -> tuple[str, ...]:
        """Ask the database's own text search for candidates, once a query and filter."""
        engine = self._collection.engine
        if not engine.facts.text_search or not query.strip():
            return ()
        with self._lock:
            if (query, where) in self._found:
                self._found.move_to_end((query, where))
                return self._found[query, where]
        ids = engine.text_search(query, CANDIDATES, where=where).ids
        with self._lock:
            self._found[query, where] = ids
            while len(self._found) > REMEMBERED:
                self._found.popitem(last=False)
        return ids

    def _read_outside(self, rows: IntArray) -> list[Outsider]:
        """Give the words of those documents that lie outside the sample, each once."""
        asked = [int(row) for row in dict.fromkeys(rows.tolist()) if row >= self.count]
        with self._lock:
            known = {row: self._words[row] for row in asked if row in self._words}
        fresh = [row for row in asked if row not in known]
        if fresh:
            tokenizer = Tokenizer(self._stop_words)
            ids = self._collection.ids_at(np.array(fresh))
            for row, document in zip(fresh, self._collection.documents(ids), strict=True):
                tokens = tokenizer.tokens(embedded_text(DEFAULT_RECIPE, document))
                known[row] = Outsider(document.id, row, Counter(tokens), len(tokens))
        with self._lock:
            for row in asked:
                self._words[row] = known[row]
                self._words.move_to_end(row)
            while len(self._words) > KEPT:
                self._words.popitem(last=False)
        return [known[row] for row in asked]


def score_about(
    index: KeywordIndex, collection: Collection, query: str, about: Sequence[str], where: Where
) -> tuple[KeywordScores, BoolArray | None]:
    """Score a query of a question; of a sample, with the documents that the question is about.

    Args:
        index: The keyword index of the collection.
        collection: All documents, or a sample with what was met outside of it.
        query: As typed.
        about: Ids of documents the question is about.
        where: The filter.

    Returns:
        The scores, and which documents pass the filter; None = all.

    Raises:
        RequestError: the filter cannot be read.
        StoreError: the index is damaged, or the database does not answer.
    """
    if not isinstance(index, SampledKeyword):
        mask = collection.matching(where)
        return index.score(query, mask), mask
    collection.rows_of(about)  # a mask covers the sample and what was met, so it comes after
    mask = collection.matching(where)
    return index.score_with(query, mask, about=about, where=where), mask
