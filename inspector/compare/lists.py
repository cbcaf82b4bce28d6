"""The lists of many queries in one index: what production shows, and what exact search has further down.

Where chunks are compared by parent, a list holds each parent once, where its best chunk stands. Invariant: production
is asked for as many results as it shows, because an ANN structure may give others for another k.
Cost: one exact search for all queries, and one through the ANN structure where there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.contract import Metric
from inspector.errors import CancelledError, InspectorError
from inspector.inspection import OpenIndex
from inspector.records.documents import Where
from inspector.records.results import Retriever
from inspector.stores.collection import Hits
from inspector.vectors import Float32Array, FloatArray

DEEPER = 10
"""Exact lists are so many times as long as what is shown, and at least `LEAST_DEPTH`."""

LEAST_DEPTH = 100
_EQUAL = 1e-6


@dataclass(frozen=True, slots=True)
class Listing:
    """How lists are made.

    Attributes:
        k: Length of each list, >= 1.
        retriever: Embedding or keyword.
        where: The filter.
        exact: Search all vectors, whatever production does.
        by_parent: Whether each parent stands once, for its chunks.
    """

    k: int
    retriever: Retriever = Retriever.EMBEDDING
    where: Where = ()
    exact: bool = False
    by_parent: bool = False

    @property
    def depth(self) -> int:
        """Length of the exact lists."""
        return max(LEAST_DEPTH, DEEPER * self.k)


@dataclass(frozen=True, slots=True)
class Listed:
    """One query's lists in one index; ids are those of parents where these are compared.

    Attributes:
        shown: What production shows, at most k.
        chunks: The documents that stand for it: `shown` itself, or each parent's best chunk.
        scores: Similarities or BM25 scores of `shown`.
        exact: What exact search finds, to the depth of the listing; production's where exact search is not to be had.
        exact_scores: Similarities or BM25 scores of `exact`; of all its chunks where parents are compared.
        recall: Share of the exact first k that production shows; None where production is exact, or nothing is found.
    """

    shown: tuple[str, ...]
    chunks: tuple[str, ...]
    scores: FloatArray
    exact: tuple[str, ...]
    exact_scores: FloatArray
    recall: float | None = None

    def rank(self, document: str) -> int | None:
        """Give a document's exact rank, 1-based; None further down than was looked."""
        return self.exact.index(document) + 1 if document in self.exact else None


class Lister:
    """Makes the lists of one index.

    Attributes:
        approximate: Whether production goes through an ANN structure whose misses can be told by exact search.
        exact_known: Whether the index can be searched exactly, as far as was tried.
    """

    def __init__(self, index: OpenIndex, listing: Listing) -> None:
        self.index = index
        self.listing = listing
        by_words = listing.retriever is Retriever.KEYWORD
        self._structured = not by_words and index.collection.has_ann and not listing.exact
        self.approximate = self._structured
        self.exact_known = True

    def lists(
        self, texts: Sequence[str], vectors: Float32Array | None, left_out: Sequence[str] | None = None
    ) -> list[Listed]:
        """Give the lists of queries.

        Args:
            texts: The queries.
            vectors: Shape (queries, dim); None where keywords are searched.
            left_out: For each query the document that never counts as found; None for none.

        Raises:
            RequestError: the filter cannot be read.
            StoreError: the store does not answer.
        """
        more = 0 if left_out is None else 1
        own = left_out or [""] * len(texts)
        deep = [_without(hits, each) for hits, each in zip(self._deep(texts, vectors, more), own, strict=True)]
        shown = deep
        if self._structured and vectors is not None:
            first = self.listing.depth if self.listing.by_parent else self.listing.k
            asked = self.index.collection.search(vectors, first + more, where=self.listing.where)
            shown = [_without(hits, each) for hits, each in zip(asked, own, strict=True)]
        return [self._listed(*pair) for pair in zip(shown, deep, strict=True)]

    def exact(
        self, vectors: Float32Array, left_out: Sequence[str] | None, metric: Metric | None = None
    ) -> list[tuple[str, ...]]:
        """Give the first k of exact search, by another metric where one is named; nothing where that is refused."""
        size = self.listing.depth if self.listing.by_parent else self.listing.k
        try:
            found = self.index.collection.search(vectors, size + 1, where=self.listing.where, exact=True, metric=metric)
        except CancelledError:
            raise
        except InspectorError:
            return [()] * len(vectors)
        own = left_out or [""] * len(vectors)
        kept = (_without(hits, each).ids for hits, each in zip(found, own, strict=True))
        return [self._folded(ids)[0][: self.listing.k] for ids in kept]

    def deeper(
        self, text: str, vector: Float32Array | None, left_out: Sequence[str] | None, depth: int
    ) -> tuple[str, ...]:
        """Give the exact list of one query to another depth; the vector has the shape (1, dim)."""
        own = left_out[0] if left_out else ""
        (hits,) = self._deep([text], vector, 0, depth)
        return self._folded(_without(hits, own).ids)[0]

    def _deep(self, texts: Sequence[str], vectors: Float32Array | None, more: int, depth: int = 0) -> Sequence[Hits]:
        depth, collection = (depth or self.listing.depth) + more, self.index.collection
        if vectors is None:
            mask = collection.matching(self.listing.where)
            tops = (self.index.keyword.score(text, mask).top(depth) for text in texts)
            return [Hits(collection.ids_at(rows), scores) for rows, scores in tops]
        try:
            return collection.search(vectors, depth, where=self.listing.where, exact=True)
        except CancelledError:
            raise
        except InspectorError:
            if not self._structured:
                raise
            self.approximate = self.exact_known = (
                False  # an engine that cannot search exactly: nobody can say what it misses
            )
            return collection.search(vectors, depth, where=self.listing.where)

    def _listed(self, shown: Hits, deep: Hits) -> Listed:
        k = self.listing.k
        ids, chunks = self._folded(shown.ids)
        exact = ids if shown is deep else self._folded(deep.ids)[0]
        places = {each: place for place, each in enumerate(shown.ids)}
        scores = shown.similarities[[places[each] for each in chunks[:k]]]
        recall = self._recall(ids[:k], scores, exact[:k], deep) if self.approximate and exact else None
        return Listed(ids[:k], chunks[:k], np.asarray(scores), exact, deep.similarities, recall)

    def _recall(self, shown: Sequence[str], scores: FloatArray, exact: Sequence[str], deep: Hits) -> float:
        """Give the share of the exact first k that is shown; one as near as the last of them stands for it."""
        wanted = set(exact)
        right = sum(each in wanted for each in shown)
        if self.index.collection.contract.metric is Metric.COSINE and not self.listing.by_parent:
            last = deep.similarities[len(exact) - 1] - _EQUAL
            right += sum(each not in wanted and score >= last for each, score in zip(shown, scores, strict=True))
        return min(1.0, right / len(exact))

    def _folded(self, ids: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give what stands in the list, and the document that stands for it."""
        if not self.listing.by_parent:
            return tuple(ids), tuple(ids)
        best: dict[str, str] = {}
        for document in self.index.collection.documents(ids):
            best.setdefault(document.parent or document.id, document.id)
        return tuple(best), tuple(best.values())


def _without(hits: Hits, document: str) -> Hits:
    """Take one document out of a list; an empty id takes none out."""
    if not document or document not in hits.ids:
        return hits
    place = hits.ids.index(document)
    return Hits(hits.ids[:place] + hits.ids[place + 1 :], np.delete(hits.similarities, place))
