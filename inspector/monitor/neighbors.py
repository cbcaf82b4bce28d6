"""What drift does to search: how many of the nearest neighbors of some queries are others now than then.

Both sides are searched exactly, so that an approximate structure, rebuilt in between, counts for nothing. Invariant: a
neighbor counts as the same where its document is the same, edited or not; that its text changed is counted beside.
Cost: two exact searches of all queries at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from inspector.monitor.overlap import Overlap
from inspector.records.drift import NeighborChange, QueryMoved
from inspector.stores.collection import Collection
from inspector.vectors import FloatArray, IntArray, Vectors

K = 10
WORST = 5
_DRAWS = 2_000


def between_indexes(
    then: Collection,
    now: Collection,
    overlap: Overlap | None,
    queries: Sequence[str],
    vectors: Vectors,
    *,
    made: bool,
    k: int,
) -> NeighborChange | None:
    """Compare the neighbors in two indexes.

    Args:
        then: The earlier index, with vectors of the same model.
        now: The later one.
        overlap: How the two overlap; None where only samples of them can be gone through: then ids alone are compared.
        queries: The queries.
        vectors: Shape (len(queries), dim): theirs.
        made: Whether the queries were made from documents.
        k: Neighbors looked at, >= 1.

    Returns:
        None where no query finds anything now.
    """
    arrived = frozenset(now.ids_at(overlap.came)) if overlap else frozenset()
    before: Mapping[str, str] = overlap.before if overlap else {}
    lists = zip(then.search(vectors, k, exact=True), now.search(vectors, k, exact=True), strict=True)
    moved, fresh = [], 0
    for query, (was, hits) in zip(queries, lists, strict=True):
        old = set(was.ids)
        others = [each for each in hits.ids if before.get(each, each) not in old]
        fresh += sum(each in arrived for each in others)
        moved.append(QueryMoved(query, len(others), len(hits.ids)))
    return summed(moved, fresh if overlap else None, made=made, k=k)


def within_index(
    collection: Collection,
    now: IntArray,
    both: IntArray,
    queries: Sequence[str],
    vectors: Vectors,
    *,
    made: bool,
    k: int,
) -> NeighborChange | None:
    """Count the neighbors that the documents of now bring into an index that once held those of then alone.

    Args:
        collection: The index.
        now: Shape (n,): places of the documents of now.
        both: Shape (m,): places of those of then and now; others are passed over.
        queries: The queries.
        vectors: Shape (len(queries), dim): theirs.
        made: Whether the queries were made from documents.
        k: Neighbors looked at, >= 1.

    Returns:
        None where no query finds anything.
    """
    later, known = set(now.tolist()), set(both.tolist())
    moved = [QueryMoved("", 0, 0)] * len(queries)
    waiting, depth = list(range(len(queries))), 2 * k
    while waiting:
        open_places = []
        lists = collection.search(vectors[waiting], depth, exact=True)
        for place, hits in zip(waiting, lists, strict=True):
            rows = [row for row in collection.rows_of(hits.ids).tolist() if row in known][:k]
            moved[place] = QueryMoved(queries[place], sum(row in later for row in rows), len(rows))
            open_places += [place] if len(rows) < k and len(hits.ids) == depth else []
        waiting, depth = open_places, 10 * depth
    return summed(moved, sum(each.new for each in moved), made=made, k=k)


def summed(
    moved: Sequence[QueryMoved], arrived: int | None, *, made: bool, k: int, seed: int = 0
) -> NeighborChange | None:
    """Put the queries together, with a bootstrap interval over queries.

    Args:
        moved: How many neighbors of each query changed.
        arrived: How many of all those changed are documents that were not there then, or had another text;
            None where that is not known.
        made: Whether the queries were made from documents.
        k: Neighbors looked at.
        seed: The same seed gives the same interval.

    Returns:
        None where no query has a neighbor.
    """
    new = np.array([each.new for each in moved], dtype=np.float64)
    of = np.array([each.of for each in moved], dtype=np.float64)
    if not of.sum():
        return None
    low, high = np.quantile(_resampled(new, of, seed), (0.025, 0.975))
    worst = sorted((each for each in moved if each.new), key=lambda each: -each.new)[:WORST]
    return NeighborChange(
        queries=len(moved),
        made=made,
        k=k,
        neighbors=int(of.sum()),
        changed=int(new.sum()),
        arrived=arrived,
        low=float(low),
        high=float(high),
        worst=tuple(worst),
    )


def _resampled(new: FloatArray, of: FloatArray, seed: int) -> FloatArray:
    """Give the share that changed in bootstrap samples of the queries."""
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(of), np.full(len(of), 1 / len(of)), size=_DRAWS).astype(np.float64)
    shares: FloatArray = drawn @ new / np.maximum(drawn @ of, 1.0)
    return shares
