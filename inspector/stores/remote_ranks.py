"""Ranks in a database that is not copied whole: counted by the engine where it can, else read off what it retrieves.

Invariant: a rank is never guessed. A document that is not among the results that were looked at has the rank 0, and the
answer says how many were.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspector.contract import Metric
from inspector.records.documents import Where
from inspector.records.results import RanksAre
from inspector.stores.engines.engine import Engine
from inspector.stores.scores import exact_scores
from inspector.vectors import BoolArray, Float32Array, FloatArray, IntArray, Vectors

RANK_DEPTH = 1_000
"""Results looked at for each of many queries; a few queries are followed to the engine's deepest."""

FEW = 2
COUNTED = 48
"""Pairs of query and document for which the engine counts all that are closer."""

Ranks = tuple[IntArray, RanksAre, int]


def ranks_by_search(
    engine: Engine, queries: Vectors, ids: Sequence[str], vectors: Float32Array, passing: BoolArray, where: Where
) -> Ranks:
    """Say where documents stand for queries.

    Args:
        engine: The database.
        queries: Shape (m, dim).
        ids: The documents.
        vectors: Shape (len(ids), dim): theirs; NaN for an unknown one.
        passing: Shape (len(ids),): whether each is known and passes the filter.
        where: The filter.

    Returns:
        Ranks, shape (m, len(ids)), 1-based, 0 = not found; how far they can be trusted; how many results were looked
        at, 0 = all.

    Raises:
        StoreError: the engine does not answer.
    """
    if engine.facts.exact_ranks and len(queries) * len(ids) <= COUNTED:
        return _counted(engine, queries, vectors, passing, where), RanksAre.EXACT, 0
    depth = engine.facts.deepest if len(queries) <= FEW else RANK_DEPTH
    depth = min(depth, engine.facts.deepest, engine.facts.count)
    ranks = np.zeros((len(queries), len(ids)), dtype=np.int64)
    finite = np.isfinite(queries).all(axis=1)
    found = engine.search(queries[finite], depth, where=where, exact=engine.facts.exact_search)
    for place, hits in zip(np.flatnonzero(finite), found, strict=True):
        places = {each: rank for rank, each in enumerate(hits.ids, start=1)}
        ranks[place] = [places.get(each, 0) for each in ids]
    exact = engine.facts.exact_search or not engine.facts.structure
    how = RanksAre.EXACT if exact and depth >= engine.facts.count else RanksAre.RETRIEVED
    return ranks, how, 0 if depth >= engine.facts.count else depth


def placed_among(engine: Engine, query: Vectors, document_id: str, vectors: Vectors, where: Where) -> IntArray:
    """Say where a document would stand with other vectors; see `RemoteCollection.ranks_instead`.

    Args:
        engine: The database.
        query: Shape (1, dim).
        document_id: The document, whose own entry does not count.
        vectors: Shape (v, dim).
        where: The filter.

    Returns:
        Shape (v,), 1-based; 0 where a vector or the query is not finite, or beyond what was looked at.

    Raises:
        StoreError: the engine does not answer.
    """
    ranks = np.zeros(len(vectors), dtype=np.int64)
    finite = np.isfinite(vectors).all(axis=1)
    if not np.isfinite(query).all() or not finite.any():
        return ranks
    depth = min(engine.facts.deepest, engine.facts.count)
    hits = engine.search(query, depth, where=where, exact=engine.facts.exact_search)[0]
    others = np.array([each != document_id for each in hits.ids], dtype=np.bool_)
    scores = _scores(engine.facts.metric, query, vectors)
    for place in np.flatnonzero(finite):
        better = int(np.count_nonzero(hits.scores[others] > scores[place]))
        ranks[place] = better + 1 if len(hits.ids) < depth or _settled(better, others, depth, engine.facts.count) else 0
    return ranks


def _settled(better: int, others: BoolArray, depth: int, count: int) -> bool:
    """Whether a place is known: something that was looked at stands behind it, or everything was looked at."""
    return depth >= count or better < int(others.sum())


def _counted(engine: Engine, queries: Vectors, vectors: Float32Array, passing: BoolArray, where: Where) -> IntArray:
    ranks = np.zeros((len(queries), len(vectors)), dtype=np.int64)
    for row, query in enumerate(queries):
        scores = _scores(engine.facts.metric, query[None], vectors)
        for column in np.flatnonzero(np.isfinite(scores) & passing):
            ranks[row, column] = 1 + engine.closer(query[None], float(scores[column]), where=where)
    return ranks


def _scores(metric: Metric, query: Vectors, vectors: Vectors) -> FloatArray:
    """Score vectors on the scale of `EngineHits.scores`, shape (v,)."""
    found: FloatArray = exact_scores(metric, query, vectors)[0]
    return found
