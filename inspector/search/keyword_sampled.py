"""Keyword search over a sample of a database, and over whatever else of it was met.

The statistics (how rare a word is, how long a document) are the sample's; a document outside of it is scored by them
when it was met: by the embedding search, by its id, or by the database's own text search, which is asked for candidates
where there is one and no filter. Invariant: a document gets the score it would get in the sample's index, so all scores
of a list can be compared; its rank is its place among what was looked at, no more.
Cost: the database's text search, once a query; reading the words of each met document, once.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass

import numpy as np

from inspector.contract import DEFAULT_RECIPE
from inspector.search.keyword import KeywordIndex
from inspector.search.keyword_scores import KeywordScores
from inspector.search.postings import K1, B
from inspector.search.tokens import Tokenizer
from inspector.stores.recipe import embedded_text
from inspector.stores.remote import RemoteCollection
from inspector.vectors import BoolArray, FloatArray

CANDIDATES = 100
"""Documents the database's own text search is asked for."""

REMEMBERED = 256
"""Queries whose candidates were asked for."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The tokens of one document: how often each occurs, and how many there are."""

    counts: Counter[str]
    length: int


class SampledKeyword(KeywordIndex):
    """The keyword index of a sample that also scores documents outside of it. Safe to use from several threads."""

    def __init__(self, inner: KeywordIndex, collection: RemoteCollection) -> None:
        """Take the sample's index, and the collection it is a sample of."""
        super().__init__(inner._postings, inner._stop_words, inner.average_length)
        self._collection = collection
        self._words: list[_Words] = []
        self._asked: dict[str, None] = {}
        self._lock = threading.Lock()

    def score(self, query: str, mask: BoolArray | None = None) -> KeywordScores:
        """Score the documents of the sample and those that were met; see `KeywordIndex.score`.

        Raises:
            StoreError: the index is damaged, or the database does not answer.
        """
        if mask is None:
            self._meet(query)
        analyzed, lists = self._read(query)
        inside = super().score(query, mask).scores_of(np.arange(self.count))
        met = self._read_met()
        outside = {
            token: self._shares(token, number, met)
            for token, number in lists.items()
            if any(token in term.tokens for term in analyzed.terms)
        }
        beyond = np.zeros(len(met))
        for term in analyzed.terms:
            for token in term.tokens:
                if token in outside:
                    beyond += term.occurrences * outside[token]
        if mask is not None:
            passing = np.zeros(len(met), dtype=np.bool_)
            known = mask[self.count : self.count + len(met)]
            passing[: len(known)] = known
            beyond[~passing] = 0.0
        return KeywordScores(analyzed, np.concatenate((inside, beyond)), self._postings, lists, outside)

    def _meet(self, query: str) -> None:
        """Ask the database's own text search for candidates, once a query."""
        engine = self._collection.engine
        if not engine.facts.text_search or not query.strip():
            return
        with self._lock:
            if query in self._asked:
                return
        self._collection.rows_of(engine.text_search(query, CANDIDATES).ids)
        with self._lock:
            if len(self._asked) >= REMEMBERED:
                self._asked.clear()
            self._asked[query] = None

    def _read_met(self) -> list[_Words]:
        """Give the words of all documents outside the sample that were met, in order of their places."""
        with self._lock:
            tokenizer = Tokenizer(self._stop_words)
            for document in self._collection.met_from(self.count + len(self._words)):
                tokens = tokenizer.tokens(embedded_text(DEFAULT_RECIPE, document))
                self._words.append(_Words(Counter(tokens), len(tokens)))
            return list(self._words)

    def _shares(self, token: str, number: int, met: list[_Words]) -> FloatArray:
        """Give what a token adds to each met document, shape (met,), >= 0, by the sample's statistics."""
        frequency = len(self._postings.posting(number)[0])
        idf = float(np.log(1 + (self.count - frequency + 0.5) / (frequency + 0.5)))
        counts = np.array([words.counts[token] for words in met], dtype=np.float64)
        lengths = np.array([words.length for words in met], dtype=np.float64)
        norms = K1 * ((1 - B) + B * lengths / (self.average_length or 1.0))
        shares: FloatArray = idf * (counts / (norms + counts))
        return shares
