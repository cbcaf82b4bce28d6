"""Some queries with their lists in both indexes, and whatever the trials ask about them, found out once for all.

Invariant: what is asked of a store is asked for all these queries together, and only where a trial needs it; but for a
rank that the lists do not decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from inspector.compare.documents import EQUAL, Join
from inspector.compare.lists import DEEPER, Listed, Lister
from inspector.compare.vectors import vector_distances
from inspector.contract import Contract, Metric
from inspector.records.index_changes import DocumentKind
from inspector.vectors import BoolArray, Float32Array, cosine_similarity

_TIED = 1e-12
"""Similarities this close are ranked by place in the collection, which only the index knows."""

CHANGED = (DocumentKind.EDITED, DocumentKind.OTHER_VECTOR)


@dataclass(frozen=True, slots=True)
class AskedPart:
    """What some queries asked with.

    Attributes:
        texts: The queries.
        before: Vectors for the first index, shape (queries, dim); None where keywords are searched.
        after: Vectors for the second index, shape (queries, its dim).
        left_out: For each query the document that never counts as found; None for none.
    """

    texts: Sequence[str]
    before: Float32Array | None
    after: Float32Array | None
    left_out: Sequence[str] | None = None


class Part:
    """Some queries with their lists in both indexes, and what trials find out about them, each at most once.

    Attributes:
        join: Both indexes, document by document.
        listers: What made the lists, before and after.
        before: The lists of the first index.
        after: The lists of the second.
        asked: What brought them.
    """

    def __init__(
        self,
        join: Join,
        listers: tuple[Lister, Lister],
        lists: tuple[Sequence[Listed], Sequence[Listed]],
        asked: AskedPart,
    ) -> None:
        self.join = join
        self.listers = listers
        self.before, self.after = lists
        self.asked = asked
        self._vectors = (asked.before, asked.after)
        self._left_out = asked.left_out

    @property
    def contracts(self) -> tuple[Contract, Contract]:
        """The contracts of both indexes."""
        return self.join.before.contract, self.join.after.contract

    @cached_property
    def same_vectors(self) -> BoolArray:
        """Which queries have the same vector in both indexes; none where keywords are searched."""
        left, right = self._vectors
        if left is None or right is None or left.shape[1] != right.shape[1]:
            return np.zeros(len(self.before), dtype=np.bool_)
        return np.asarray(vector_distances(left, right) <= EQUAL)

    @property
    def same_model(self) -> bool:
        """Whether both indexes name the same model, with vectors of the same length."""
        left, right = self.contracts
        same_weights = not (left.weights_sha256 and right.weights_sha256) or left.weights_sha256 == right.weights_sha256
        return left.model == right.model and left.dim == right.dim and same_weights

    @cached_property
    def by_old_metric(self) -> list[tuple[str, ...]]:
        """The first k of the second index by the first one's metric; empty lists where that cannot be asked."""
        left, right = self.contracts
        vectors = self._vectors[1]
        if vectors is None or left.metric is right.metric:
            return [()] * len(self.after)
        return self.listers[1].exact(vectors, self._left_out, left.metric)

    @cached_property
    def by_old_query(self) -> list[tuple[str, ...]]:
        """The first k of the second index for the first one's query vectors; empty lists where they do not fit."""
        vectors = self._vectors[0]
        if vectors is None or not self.same_model:
            return [()] * len(self.after)
        return self.listers[1].exact(vectors, self._left_out)

    @cached_property
    def kinds(self) -> Mapping[str, DocumentKind]:
        """What became of the documents in the second index's lists of queries that lost one."""
        ids = [
            each
            for old, new in zip(self.before, self.after, strict=True)
            if not set(old.shown) <= set(new.shown)
            for each in new.exact
        ]
        wanted = tuple(dict.fromkeys(ids))
        return dict(zip(wanted, self.join.kinds_after(wanted), strict=True))

    @cached_property
    def gone(self) -> Mapping[str, tuple[DocumentKind, bool]]:
        """What became of the documents that left a list, and whether the filter lets them through afterwards."""
        pairs = zip(self.before, self.after, strict=True)
        wanted = tuple(dict.fromkeys(each for old, new in pairs for each in old.shown if each not in new.shown))
        return dict(zip(wanted, zip(self.join.kinds_before(wanted), self._passing(wanted), strict=True), strict=True))

    @cached_property
    def changed_before(self) -> frozenset[str]:
        """Documents of the first index's lists of queries that lost one which changed and still pass the filter."""
        wanted = dict[str, None]()
        for old, new in zip(self.before, self.after, strict=True):
            ranks = [old.rank(each) or 0 for each in old.shown if each not in new.shown]
            wanted |= dict.fromkeys(old.exact[: max(ranks, default=0)])
        ids = tuple(wanted)
        known = zip(ids, self.join.kinds_before(ids), self._passing(ids), strict=True)
        return frozenset(each for each, kind, passes in known if kind in CHANGED and passes)

    def _passing(self, ids: Sequence[str]) -> list[bool]:
        """Say which documents of the first index pass the filter in the second; one that is not there fails none."""
        if not self.listers[1].listing.where or self.join.by_parent:
            return [True] * len(ids)
        rows = self.join.after.rows_of(ids)  # one met for the first time gets its place in the mask by this
        mask = self.join.after.matching(self.listers[1].listing.where)
        return [row < 0 or mask is None or bool(mask[row]) for row in rows]

    @cached_property
    def old_vectors(self) -> Mapping[str, Float32Array]:
        """The first index's vectors of the documents that changed themselves and left a list, shape (1, dim) each."""
        ids = [each for each, (kind, _) in self.gone.items() if kind in CHANGED]
        vectors = self.join.before.vectors(self.join.before.rows_of(ids))
        return {each: vectors[place : place + 1] for place, each in enumerate(ids)}

    def rank_with_old_vector(self, place: int, document: str) -> int:
        """Give a document's rank for a query in the second index if it had its vector of the first; 0 for none.

        Read off the exact list where that decides it, else asked of the index. A document that stands in for a query is
        nearest to itself and does not count.
        """
        if self.asked.after is None:
            return 0
        listed, lister = self.after[place], self.listers[1]
        query, old = self.asked.after[place : place + 1], self.old_vectors[document]
        if lister.exact_known and self.contracts[1].metric is Metric.COSINE:
            others = np.array([each != document for each in listed.exact], dtype=np.bool_)
            ahead = listed.exact_scores[others] - cosine_similarity(query, old)[0, 0]
            if np.isfinite(ahead).all() and (np.abs(ahead) > _TIED).all():
                return int(np.count_nonzero(ahead > 0)) + 1
        rank = int(self.join.after.ranks_instead(query, document, old, where=lister.listing.where)[0])
        return rank - 1 if self._left_out is not None and rank > 1 else rank

    def ahead_after(self, place: int, document: str) -> tuple[str, ...]:
        """Give what stands before a document in the second index, exactly, however far down; nothing where it is not.

        Looks further down ten times as far at each step.
        """
        lister, found = self.listers[1], self.after[place].exact
        vectors = None if self.asked.after is None else self.asked.after[place : place + 1]
        own = None if self._left_out is None else self._left_out[place : place + 1]
        depth = lister.listing.depth
        while document not in found and depth < self.join.after.population:
            depth *= DEEPER
            found = lister.deeper(self.asked.texts[place], vectors, own, depth)
        return found[: found.index(document)] if document in found else ()
