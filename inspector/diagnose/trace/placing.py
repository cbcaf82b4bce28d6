"""Where the document would stand in the list that was asked for, if one thing were otherwise.

Invariant: one thing at a time. A place is 1-based; None means that the document is not in the list.
"""

from __future__ import annotations

from collections.abc import Collection as Some
from dataclasses import dataclass

import numpy as np

from inspector.contract import Metric
from inspector.diagnose.trace.case import Case
from inspector.records.documents import Where
from inspector.records.results import Retriever
from inspector.search.hybrid import DEPTH, Ranked, fuse
from inspector.stores.collection import SearchParams
from inspector.vectors import Float32Array, cosine_similarity

STEPS = 100
"""Hybrid weights that are tried, from 0 to 1."""


def now(case: Case) -> int | None:
    """Give its place as production answers.

    By the embedding it has one only if it is among the k returned, where an ANN structure answers or k would hold it
    (an engine that filters after the search may still not return it); else, with exact search, its place among all.
    """
    if case.request.retriever is Retriever.KEYWORD:
        return case.keyword_rank
    if case.request.retriever is Retriever.HYBRID:
        return case.hybrid_rank
    if case.approximate or within(case, case.exact_rank):
        return _place(case.returned, case.id)
    return case.exact_rank


def within(case: Case, place: int | None) -> bool:
    """Whether a place is among the first k."""
    return place is not None and place <= case.k


def near_enough(case: Case) -> bool:
    """Whether its own vector has it within k already, so that another vector can bring nothing back.

    Such a document is lost on the way from the vectors to the list: by an ANN structure, or by a filter after it.
    """
    return case.request.retriever is Retriever.EMBEDDING and within(case, case.exact_rank)


def by_search(
    case: Case, *, params: SearchParams | None = None, metric: Metric | None = None, where: Where | None = None
) -> int | None:
    """Give its place if production searched otherwise: all vectors, with other settings, metric or filter.

    Args:
        case: The case.
        params: Settings for the ANN structure; None = all vectors are compared.
        metric: What to rank by; None = the contract's metric.
        where: Another filter; None = the case's own.
    """
    filtered = case.request.where if where is None else where
    if case.request.retriever is Retriever.KEYWORD:
        return int(case.scored(case.request.query, filtered).ranks([case.row])[0]) or None
    exact = params is None
    if case.request.retriever is Retriever.EMBEDDING and exact:
        found = case.collection.ranks(case.query, [case.id], where=filtered, metric=metric)
        return int(found.ranks[0, 0]) or None
    depth = case.k if case.request.retriever is Retriever.EMBEDDING else max(case.k, DEPTH)
    hits = case.collection.search(case.query, depth, where=filtered, exact=exact, params=params, metric=metric)[0]
    if case.request.retriever is Retriever.EMBEDDING:
        return _place(hits.ids, case.id)
    keyword = case.keyword_list
    if where is not None:
        rows, scores = case.scored(case.request.query, where).top(depth)
        keyword = Ranked(case.collection.ids_at(rows), scores)
    return _fused(case, Ranked(hits.ids, hits.similarities), keyword)


def with_vectors(case: Case, vectors: Float32Array, query: Float32Array | None = None) -> int | None:
    """Give its best place with each of some vectors instead of its own, shape (v, dim), the query's perhaps too."""
    asked = case.query if query is None else query
    ranks = case.collection.ranks_instead(asked, case.id, vectors, where=case.request.where)
    if not len(ranks) or not ranks.any():
        return None
    best = int(np.argmin(np.where(ranks > 0, ranks, np.iinfo(np.int64).max)))
    rank = int(ranks[best])
    if case.request.retriever is not Retriever.HYBRID:
        return rank
    depth = max(case.k, DEPTH) + 1  # one more, which moves up if the document falls out of the list
    hits = case.collection.search(asked, depth, where=case.request.where, exact=not case.approximate)[0]
    deep = Ranked(hits.ids, hits.similarities)
    similarity = float(cosine_similarity(asked, vectors[best : best + 1])[0, 0])
    return _fused(case, _with(deep, case.id, rank, similarity), case.keyword_list)


def without(case: Case, removed: Some[str]) -> int | None:
    """Give its place if some other documents were not there."""
    if case.request.retriever is Retriever.EMBEDDING and not case.approximate:
        ranks = case.collection.ranks(case.query, list(removed), where=case.request.where).ranks[0]
        own = case.exact_rank
        return None if own is None else own - int(np.count_nonzero((ranks > 0) & (ranks < own)))
    depth = max(case.k, DEPTH) + len(removed)
    rows, scores = case.keyword.top(depth)
    keyword = _less(Ranked(case.collection.ids_at(rows), scores), removed)
    if case.request.retriever is Retriever.KEYWORD:
        return _place(keyword.ids, case.id)
    left = _less(case.searched(depth), removed)
    return _place(left.ids, case.id) if case.request.retriever is Retriever.EMBEDDING else _fused(case, left, keyword)


@dataclass(frozen=True, slots=True)
class Weights:
    """The shares of the embedding with which the hybrid list has a document within k.

    Attributes:
        low: Smallest share of the stretch nearest to the asked one, in [0, 1].
        high: Largest share of it.
        best: The share within it with the best place, the one nearest to the asked one among equals.
        place: The place there.
    """

    low: float
    high: float
    best: float
    place: int


def weights(case: Case) -> Weights | None:
    """Find the hybrid weights that have the document within k, in steps of a hundredth; None where none has."""
    places = {step / STEPS: _fused(case, case.deep, case.keyword_list, step / STEPS) for step in range(STEPS + 1)}
    good = [weight for weight, place in places.items() if within(case, place)]
    if not good:
        return None
    low = high = min(good, key=lambda weight: abs(weight - case.request.weight))
    while round(low - 1 / STEPS, 9) in good:
        low = round(low - 1 / STEPS, 9)
    while round(high + 1 / STEPS, 9) in good:
        high = round(high + 1 / STEPS, 9)
    stretch = [weight for weight in good if low <= weight <= high]
    best = min(stretch, key=lambda weight: (places[weight] or 0, abs(weight - case.request.weight)))
    return Weights(low, high, best, places[best] or 0)


def _fused(case: Case, embedding: Ranked, keyword: Ranked, weight: float | None = None) -> int | None:
    share = case.request.weight if weight is None else weight
    fused = fuse(case.request.fusion, embedding, keyword, share, 2 * max(case.k, DEPTH))
    return _place([hit.id for hit in fused], case.id)


def _place(ids: Some[str], document_id: str) -> int | None:
    return next((place for place, each in enumerate(ids, start=1) if each == document_id), None)


def _with(ranked: Ranked, document_id: str, rank: int, similarity: float) -> Ranked:
    """Put a document into a list at its new place, if the list reaches so far."""
    kept = [place for place, each in enumerate(ranked.ids) if each != document_id]
    ids = [ranked.ids[place] for place in kept]
    scores = [float(ranked.scores[place]) for place in kept]
    if rank <= len(ids) + 1:
        ids.insert(rank - 1, document_id)
        scores.insert(rank - 1, similarity)
    return Ranked(tuple(ids[:DEPTH]), np.array(scores[:DEPTH]))


def _less(ranked: Ranked, removed: Some[str]) -> Ranked:
    gone = frozenset(removed)
    kept = [place for place, each in enumerate(ranked.ids) if each not in gone]
    return Ranked(tuple(ranked.ids[place] for place in kept), ranked.scores[kept])
