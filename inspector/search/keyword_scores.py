"""The scores of one keyword query: the list, the rank of any document, and what each word adds.

Invariant: the shares of a document's terms sum to its score. Stored shares are float32 and sums float64, which holds
them exactly unless they differ by more than 29 binary orders of magnitude, and then to 1e-15.
Cost: a list takes one pass over the scores, ranks a second one whatever the number of documents asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from inspector.records.results import TermScore
from inspector.search.keyword_query import KeywordQuery, QueryTerm
from inspector.search.postings import Postings
from inspector.vectors import FloatArray, IntArray

Rows = IntArray | Sequence[int]


class KeywordScores:
    """The BM25 scores of one query for all documents that pass its filter.

    A score is unitless and >= 0; 0 = no query word, or filtered out. Equal scores rank by place in the collection.
    """

    def __init__(
        self,
        query: KeywordQuery,
        scores: FloatArray,
        postings: Postings,
        lists: Mapping[str, int],
        outside: Mapping[str, FloatArray] | None = None,
    ) -> None:
        """Take what was scored.

        Args:
            query: As it was read.
            scores: Shape (rows,): those of the index, then those of documents outside of it.
            postings: The lists.
            lists: Which list each token has.
            outside: What each token adds to the documents behind those of the index, shape (rows - count,).
        """
        self._outside = outside or {}
        self._query = query
        self._scores = scores
        self._postings = postings
        self._lists = lists
        self._hits: IntArray = np.flatnonzero(scores)

    @property
    def query(self) -> KeywordQuery:
        """The query as it was read."""
        return self._query

    @property
    def rows(self) -> int:
        """Number of documents that were scored; one in a later place was met afterwards."""
        return len(self._scores)

    @property
    def hits(self) -> int:
        """Number of documents with a score above 0."""
        return len(self._hits)

    def top(self, k: int) -> tuple[IntArray, FloatArray]:
        """Give the best documents.

        Args:
            k: At least 0.

        Returns:
            Rows and scores, both shape (min(k, hits),), best first; scores > 0.
        """
        rows, scores = self._hits, self._scores[self._hits]
        if k <= 0:
            return rows[:0], scores[:0]
        if len(rows) > k:
            cut = np.partition(scores, len(scores) - k)[len(scores) - k]
            kept = scores >= cut
            rows, scores = rows[kept], scores[kept]
        order = np.argsort(-scores, kind="stable")[:k]
        return rows[order], scores[order]

    def scores_of(self, rows: Rows) -> FloatArray:
        """Give the scores of documents, shape (len(rows),); 0 for a row that is not in the keyword index."""
        asked = np.asarray(rows, dtype=np.int64)
        found = np.zeros(len(asked), dtype=np.float64)
        known = (asked >= 0) & (asked < len(self._scores))
        found[known] = self._scores[asked[known]]
        return found

    def ranks(self, rows: Rows) -> IntArray:
        """Say where documents stand among all with a score above 0.

        Args:
            rows: Their places in the collection; -1, or one behind the last, for one the keyword index does not have.

        Returns:
            Shape (len(rows),), 1-based; 0 = absent.
        """
        asked = np.asarray(rows, dtype=np.int64)
        own = self.scores_of(asked)
        values, slot = np.unique(own, return_inverse=True)
        if not len(values):
            return np.zeros(0, dtype=np.int64)
        scores = self._scores[self._hits]
        below = np.searchsorted(values, scores)
        above = len(scores) - np.cumsum(np.bincount(below, minlength=len(values) + 1))[slot]
        equal = values[np.minimum(below, len(values) - 1)] == scores
        return np.where(own > 0, 1 + above + self._earlier_ties(asked, slot, below, equal, len(values)), 0)

    def _earlier_ties(
        self, asked: IntArray, slot: IntArray, below: IntArray, equal: npt.NDArray[np.bool_], values: int
    ) -> IntArray:
        """Count, for each asked row, the hits of the same score in an earlier place."""
        width = len(self._scores)
        keys = np.sort(below[equal] * width + self._hits[equal])
        return np.searchsorted(keys, slot * width + asked) - np.searchsorted(keys, np.arange(values) * width)[slot]

    def terms(self, rows: Rows) -> tuple[tuple[TermScore, ...], ...]:
        """Say what each term of the query adds to the scores of documents.

        Args:
            rows: Their places in the collection; -1, or one behind the last, for one the keyword index does not have.

        Returns:
            Per document its terms with a share above 0, largest first, then in query order; they sum to its score.
            Nothing for a document that is filtered out.
        """
        asked = np.asarray(rows, dtype=np.int64)
        shares = np.zeros((len(self._query.terms), len(asked)), dtype=np.float64)
        for place, term in enumerate(self._query.terms):
            shares[place] = self._shares(term, asked)
        shares[:, self.scores_of(asked) == 0] = 0.0
        labels = [term.text for term in self._query.terms]
        return tuple(_largest_first(labels, shares[:, column]) for column in range(len(asked)))

    def _shares(self, term: QueryTerm, asked: npt.NDArray[np.signedinteger]) -> FloatArray:
        shares = np.zeros(len(asked), dtype=np.float64)
        asked = asked.astype(np.int32)  # the lists' own type: searching with another would copy them whole
        for token in term.tokens:
            if token in self._lists:
                rows, scores = self._postings.posting(self._lists[token])
                place = np.minimum(np.searchsorted(rows, asked), len(rows) - 1)
                shares += np.where(rows[place] == asked, scores[place].astype(np.float64), 0.0)
            if token in self._outside:
                beyond = asked >= self._postings.count
                shares[beyond] += self._outside[token][asked[beyond] - self._postings.count]
        return shares * term.occurrences


def _largest_first(labels: list[str], shares: FloatArray) -> tuple[TermScore, ...]:
    order = np.argsort(-shares, kind="stable")
    return tuple(TermScore(labels[place], float(shares[place])) for place in order if shares[place] > 0)
