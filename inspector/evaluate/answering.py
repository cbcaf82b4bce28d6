"""Many queries answered at once: encoded in batches, searched as one matrix, and by keywords one after the other.

Invariant: a query's lists are those that `inspector.inspection` would show for it with k = depth. Cost: the bare
batched encode and search of the same queries, and one keyword search each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.explain.vector_cache import Encoding, encode_cached
from inspector.inspection import OpenIndex, check_dimension
from inspector.progress import Progress, silent
from inspector.records.documents import Where
from inspector.records.results import Fusion, Request, Retriever, check_request
from inspector.records.runs import Query, RankedList, Run
from inspector.search.hybrid import DEPTH, Ranked, fuse
from inspector.search.keyword_sampled import score_about
from inspector.stores.collection import Hits
from inspector.vectors import Float32Array

SEARCH_AT_ONCE = 64
"""Queries of one search: between two of them the work may be stopped."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How queries are answered.

    Attributes:
        depth: Length of each list, >= 1.
        where: The filter.
        exact: Search all vectors even where the index has an ANN structure.
        fusion: How the hybrid list is made.
        weight: Share of the embedding in the hybrid list, 0 to 1.
    """

    depth: int = DEPTH
    where: Where = ()
    exact: bool = False
    fusion: Fusion = Fusion.RRF
    weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Answers:
    """What many queries brought.

    Attributes:
        queries: What was asked, each id once.
        vectors: Shape (queries, dim), row i for query i, read-only; None without a model.
        keyword: The keyword lists.
        embedding: The lists of the production path; None without a model.
        hybrid: The fused lists; None without a model.
        candidates: The embedding and the keyword lists that fusion takes, at least `DEPTH` long where there is so
            much; None without a model.
    """

    queries: tuple[Query, ...]
    vectors: Float32Array | None
    keyword: Run
    embedding: Run | None
    hybrid: Run | None
    candidates: tuple[Run, Run] | None = None

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs there are: embedding, keyword, hybrid."""
        return tuple(run for run in (self.embedding, self.keyword, self.hybrid) if run is not None)


def answer_queries(
    index: OpenIndex, queries: Sequence[Query], manner: Manner = Manner(), *, progress: Progress = silent
) -> Answers:
    """Answer queries by embedding, keyword and hybrid search.

    Args:
        index: The index; without a model only keyword search answers.
        queries: Each id once.
        manner: How.
        progress: Told about encoding and searching; may stop the work.

    Raises:
        RequestError: depth, weight or the filter cannot be used.
        EmbedderError: the model does not fit the index, or it failed.
        CancelledError: progress asked to stop.
    """
    check_request(Request("", manner.depth, manner.where, weight=manner.weight))
    index.collection.matching(manner.where)
    vectors = encode_queries(index, queries, progress=progress)
    if vectors is None:
        keyword = _run(Retriever.KEYWORD, queries, _keyword(index, queries, (), manner, progress), manner.depth)
        return Answers(tuple(queries), None, keyword, None, None)
    deep = _search(index, vectors, manner, max(manner.depth, DEPTH), progress)
    keyword_deep = _keyword(index, queries, deep, manner, progress)
    shown = deep
    if manner.depth < DEPTH and index.collection.has_ann and not manner.exact:
        shown = _search(index, vectors, manner, manner.depth, progress)  # an ANN structure may find others for fewer
    candidates = (
        _run(Retriever.EMBEDDING, queries, deep),
        _run(Retriever.KEYWORD, queries, keyword_deep),
    )
    return Answers(
        tuple(queries),
        vectors,
        _run(Retriever.KEYWORD, queries, keyword_deep, manner.depth),
        _run(Retriever.EMBEDDING, queries, shown, manner.depth),
        fused_run(candidates, manner.fusion, manner.weight, manner.depth),
        candidates,
    )


def fused_run(candidates: tuple[Run, Run], fusion: Fusion, weight: float, depth: int) -> Run:
    """Fuse embedding lists with keyword lists of the same queries in the same order.

    Args:
        candidates: The embedding lists and the keyword lists.
        fusion: By ranks or by scores.
        weight: Share of the embedding, 0 to 1.
        depth: Length of the fused lists, >= 1.

    Raises:
        RequestError: the weight is outside [0, 1], or depth is below 1.
    """
    lists = []
    for left, right in zip(candidates[0].lists, candidates[1].lists, strict=True):
        hits = fuse(fusion, _ranked(left), _ranked(right), weight, depth)
        lists.append(RankedList(left.query, tuple(hit.id for hit in hits), tuple(hit.score for hit in hits)))
    return Run(Retriever.HYBRID, tuple(lists))


def encode_queries(index: OpenIndex, queries: Sequence[Query], *, progress: Progress = silent) -> Float32Array | None:
    """Give the vectors of queries, shape (queries, dim), read-only; None where the index has no model.

    Raises:
        EmbedderError: the model does not fit the index, or it failed.
        CancelledError: progress asked to stop; what was encoded until then stays known.
    """
    if index.embedder is None:
        return None
    check_dimension(index.collection, index.embedder)
    encoding = Encoding(index.embedder, index.collection.contract.query_prompt, index.cache)

    def tell(done: int, total: int, message: str) -> None:
        progress(done, total, "Encoding queries")

    vectors = encode_cached(encoding, [query.text for query in queries], progress=tell)
    vectors.flags.writeable = False
    return vectors


def _search(index: OpenIndex, vectors: Float32Array, manner: Manner, depth: int, progress: Progress) -> list[Ranked]:
    """Search with a matrix of queries, a part at a time."""
    found: list[Hits] = []
    for start in range(0, len(vectors), SEARCH_AT_ONCE):
        progress(start, len(vectors), "Searching by meaning")
        part = vectors[start : start + SEARCH_AT_ONCE]
        found += index.collection.search(part, depth, where=manner.where, exact=manner.exact)
    return [Ranked(hits.ids, hits.similarities) for hits in found]


def _keyword(
    index: OpenIndex, queries: Sequence[Query], deep: Sequence[Ranked], manner: Manner, progress: Progress
) -> list[Ranked]:
    """Search by words; of a sampled database also among what the embedding found for the same query."""
    found: list[Ranked] = []
    for place, query in enumerate(queries):
        if place % SEARCH_AT_ONCE == 0:
            progress(place, len(queries), "Searching by words")
        about = deep[place].ids if deep else ()
        scores, _ = score_about(index.keyword, index.collection, query.text, about, manner.where)
        rows, best = scores.top(max(manner.depth, DEPTH))
        found.append(Ranked(index.collection.ids_at(rows), best))
    progress(len(queries), len(queries), "Searching by words")
    return found


def _ranked(listed: RankedList) -> Ranked:
    return Ranked(listed.ids, np.array(listed.scores, dtype=np.float64))


def _run(name: str, queries: Sequence[Query], lists: Sequence[Ranked], depth: int | None = None) -> Run:
    """Put lists together, cut to a depth."""
    return Run(
        name,
        tuple(
            RankedList(query.id, ranked.ids[:depth], tuple(ranked.scores[:depth].tolist()))
            for query, ranked in zip(queries, lists, strict=True)
        ),
    )
