"""One query against one index: three lists, where each document stands in the others, and what each word does.

Invariant: all embedding numbers of an inspection come from one call of the model, less what is cached, and, on exact
search, from one pass through the collection. Without a model the keyword list is still complete, the rest is empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import tokens_refusal
from inspector.embedders.given import GivenVector, given_of
from inspector.errors import EmbedderError
from inspector.explain.removal import removal_effects
from inspector.explain.variants import Variants, only_query, variants
from inspector.explain.vector_cache import Encoding, VectorCache, encode_at_once
from inspector.records.documents import Document
from inspector.records.explanation import Contributions
from inspector.records.inspection import Cost, IndexFacts, Inspection, Reading, Standing, Timings
from inspector.records.results import ExplainLevel, HybridHit, KeywordHit, Neighbor, RanksAre, Request, check_request
from inspector.search.background import Background, best_percentile, related_percentile
from inspector.search.badges import badges, query_badges, rank_badges
from inspector.search.hybrid import DEPTH, Fused, Ranked, fuse
from inspector.search.keyword import KeywordIndex, KeywordScores
from inspector.search.keyword_sampled import score_about
from inspector.search.lead_terms import lead_term_tests
from inspector.stores.collection import Collection, Hits, Look, Ranking
from inspector.stores.filling import filling
from inspector.stores.recipe import embedded_text
from inspector.timing import Stopwatch
from inspector.vectors import BoolArray, Float32Array, cosine_distance


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index with everything an inspection can use.

    Attributes:
        collection: The documents and vectors.
        keyword: Its keyword index.
        embedder: The model of its contract; None while it is not loaded, or where there is none.
        background: The two backgrounds of the collection; None while unknown.
        cache: Keeps vectors of texts, so that another k or document encodes nothing again.
        effects_refusal: Why effects of words cannot be believed, as a sentence; empty where they can.
        model_refusal: Why there is no embedder, as a sentence; empty where there is one, or it is still loading.
    """

    collection: Collection
    keyword: KeywordIndex
    embedder: Embedder | None = None
    background: Background | None = None
    cache: VectorCache = field(default_factory=VectorCache)
    effects_refusal: str = ""
    model_refusal: str = ""

    def asked_with(self, given: GivenVector) -> OpenIndex:
        """Give the same index, asked with a vector instead of a model; what needs a model then stays unknown."""
        said, cache = given.effects_refusal, VectorCache()
        return replace(self, embedder=given, background=None, cache=cache, effects_refusal=said, model_refusal="")


def inspect(index: OpenIndex, request: Request) -> Inspection:
    """Answer a request with lists, contributions, timings and cost; findings are added by `inspector.report`.

    Raises:
        RequestError: k or weight is out of range, the filter does not fit the collection, or a document that was
            asked for by id is not in it.
        EmbedderError: the model does not fit the index, or it failed.
    """
    check_request(request)
    watch, collection = Stopwatch(), index.collection
    collection.matching(request.where)  # a filter that cannot be read is refused before anything is encoded
    explains = request.explain is not ExplainLevel.NONE and not index.effects_refusal
    plan = variants(request.query) if explains else only_query(request.query)
    embedding = _search(index, request, plan, watch)
    about = (*embedding.deep.ids, *embedding.hits.ids, *request.also)
    with watch.stage("keyword"):
        scores, mask = score_about(index.keyword, collection, request.query, about, request.where)
        keyword_rows, keyword_scores = scores.top(max(request.k, DEPTH))
        keyword = Ranked(collection.ids_at(keyword_rows), keyword_scores)
    view = _View(index, request, scores, keyword, watch, mask)
    with watch.stage("fuse"):
        fused = fuse(request.fusion, embedding.deep, keyword, request.weight, request.k) if index.embedder else ()
    ids = _shown(embedding.hits.ids, keyword.ids[: request.k], tuple(hit.id for hit in fused), request.also)
    with watch.stage("explain"):
        ranking = embedding.look.ranks(ids) if embedding.look else None
        effects = removal_effects(plan, ids, ranking.similarities, ranking.ranks) if ranking and explains else None
    return _assemble(view, embedding, fused, effects, _Shown(view, ids, ranking))


@dataclass(frozen=True, slots=True)
class _View:
    index: OpenIndex
    request: Request
    scores: KeywordScores
    keyword: Ranked
    watch: Stopwatch
    mask: BoolArray | None


@dataclass(frozen=True, slots=True)
class _Embedding:
    vectors: Float32Array
    hits: Hits
    deep: Ranked
    cost: Cost
    look: Look | None = None


def _search(index: OpenIndex, request: Request, plan: Variants, watch: Stopwatch) -> _Embedding:
    """Encode all variants in one batch and search with the first, the query itself."""
    embedder, collection = index.embedder, index.collection
    if embedder is None:
        return _Embedding(np.empty((0, 0), dtype=np.float32), Hits((), np.empty(0)), Ranked((), np.empty(0)), Cost())
    check_dimension(collection, embedder)
    with watch.stage("encode"):
        vectors, cost = _encode(index, embedder, plan)
    with watch.stage("search"):
        look = collection.look(vectors, where=request.where, exact=request.exact)
        deep = look.search(max(request.k, DEPTH))
        if request.exact or not collection.has_ann:
            hits = Hits(deep.ids[: request.k], deep.similarities[: request.k])
        else:  # an ANN structure may return other documents for another k, and production asks for k
            hits = look.search(request.k)
    return _Embedding(vectors, hits, Ranked(deep.ids, deep.similarities), cost, look)


def _encode(index: OpenIndex, embedder: Embedder, plan: Variants) -> tuple[Float32Array, Cost]:
    """Give the vectors of all variants, and what was encoded for them: not what the cache knows."""
    encoding = Encoding(embedder, index.collection.contract.query_prompt, index.cache)
    vectors, encoded = encode_at_once(encoding, plan.texts)
    tokens = embedder.token_counts(encoded, prompt=encoding.prompt) if encoded else np.zeros(0)
    read = int(np.minimum(tokens, embedder.max_tokens).sum())
    return vectors, Cost() if given_of(embedder) else Cost(len(encoded), read)


def check_dimension(collection: Collection, embedder: Embedder) -> None:
    """Refuse a model whose vectors have another length than the index's.

    Raises:
        EmbedderError: the dimensions differ.
    """
    if embedder.dim != collection.contract.dim:
        raise EmbedderError(
            f"The index has {collection.contract.dim} dimensions, but {embedder.name} makes {embedder.dim}.",
            "Choose the model it was built with, or rebuild it.",
        )


def _shown(*lists: tuple[str, ...]) -> tuple[str, ...]:
    """Give every id of the lists once, in order of appearance."""
    return tuple(dict.fromkeys(each for ids in lists for each in ids))


def _assemble(
    view: _View,
    embedding: _Embedding,
    fused: tuple[Fused, ...],
    effects: Contributions | None,
    shown: _Shown,
) -> Inspection:
    """Put the records together."""
    request, collection, watch = view.request, view.index.collection, view.watch
    keyword = _keyword_hits(view, shown)
    with watch.stage("explain"):
        missed = tuple(hit for hit in keyword if (hit.neighbor_rank or 0) > request.k)
        tests = lead_term_tests(view.index.keyword, view.scores, missed, collection, view.mask)
    with watch.stage("diagnose"):
        readings = _readings(view, [shown.document(each) for each in embedding.hits.ids])
    return Inspection(
        request=request,
        index=index_facts(collection),
        ranks_are=shown.ranks_are,
        neighbors=_neighbors(view, embedding.hits, shown, readings),
        keyword=keyword,
        hybrid=tuple(_hybrid_hit(place, hit, shown) for place, hit in enumerate(fused, start=1)),
        ignored=view.scores.query.ignored,
        has_keyword_terms=bool(view.scores.query.terms),
        matching=collection.count_matching(request.where),
        documents=shown.documents,
        standings=shown.standings,
        contributions=effects,
        timings=_timings(watch),
        cost=embedding.cost,
        readings=readings,
        term_tests=tests,
        best_background=view.index.background.best_percentiles if view.index.background else None,
        effects_refusal=view.index.effects_refusal,
        filling=filling(collection, request, embedding.vectors, len(embedding.hits.ids)),
    )


class _Shown:
    """The documents of an inspection by id, and where each stands."""

    def __init__(self, view: _View, ids: tuple[str, ...], ranking: Ranking | None) -> None:
        self.documents = documents = view.index.collection.documents(ids)
        self.standings = standings = _standings(view, ids, ranking)
        self.ranks_are = ranking.ranks_are if ranking else RanksAre.EXACT
        self._documents = {document.id: document for document in documents}
        self._standings = {standing.id: standing for standing in standings}

    def document(self, document_id: str) -> Document:
        return self._documents[document_id]

    def standing(self, document_id: str) -> Standing:
        return self._standings[document_id]


def _standings(view: _View, ids: tuple[str, ...], ranking: Ranking | None) -> tuple[Standing, ...]:
    keyword = view.scores.ranks(view.index.collection.rows_of(ids))
    exact = ranking.ranks[0] if ranking else np.zeros(len(ids), dtype=np.int64)
    similarities = ranking.similarities[0] if ranking else np.full(len(ids), np.nan)
    return tuple(
        Standing(each, int(exact[place]) or None, int(keyword[place]) or None, float(similarities[place]))
        for place, each in enumerate(ids)
    )


def _keyword_hits(view: _View, shown: _Shown) -> tuple[KeywordHit, ...]:
    ids = view.keyword.ids[: view.request.k]
    terms = view.scores.terms(view.index.collection.rows_of(ids))
    return tuple(
        KeywordHit(
            rank=place + 1,
            id=each,
            title=shown.document(each).title,
            score=float(view.keyword.scores[place]),
            terms=terms[place],
            neighbor_rank=shown.standing(each).neighbor_rank,
            parent=shown.document(each).parent,
        )
        for place, each in enumerate(ids)
    )


def _hybrid_hit(rank: int, hit: Fused, shown: _Shown) -> HybridHit:
    return HybridHit(
        rank=rank,
        id=hit.id,
        title=shown.document(hit.id).title,
        score=hit.score,
        neighbor_rank=shown.standing(hit.id).neighbor_rank,
        keyword_rank=shown.standing(hit.id).keyword_rank,
        parent=shown.document(hit.id).parent,
    )


def _neighbors(view: _View, hits: Hits, shown: _Shown, readings: tuple[Reading, ...]) -> tuple[Neighbor, ...]:
    background = view.index.background
    marks = badges([shown.document(each) for each in hits.ids], readings or [Reading(each, 0, 0) for each in hits.ids])
    return tuple(
        Neighbor(
            rank=place + 1,
            exact_rank=shown.standing(each).neighbor_rank,
            id=each,
            title=shown.document(each).title,
            distance=float(cosine_distance(similarity)),
            similarity=float(similarity),
            percentile=related_percentile(background, float(similarity)) if background else None,
            keyword_rank=shown.standing(each).keyword_rank,
            badges=(
                *query_badges(view.index.embedder, each),
                *rank_badges(place + 1, shown.standing(each).neighbor_rank),
                *marks[place],
            ),
            best_percentile=best_percentile(background, float(similarity)) if background else None,
            parent=shown.document(each).parent,
        )
        for place, (each, similarity) in enumerate(zip(hits.ids, hits.similarities, strict=True))
    )


def _readings(view: _View, documents: list[Document]) -> tuple[Reading, ...]:
    """Count what the model read of each document; texts too short to be cut are not tokenized."""
    embedder, contract = view.index.embedder, view.index.collection.contract
    if embedder is None or tokens_refusal(embedder):
        return ()
    texts = [embedded_text(contract.recipe, document) for document in documents]
    limit = contract.max_tokens or embedder.max_tokens
    counts = embedder.token_counts(texts, prompt=contract.document_prompt)
    return tuple(Reading(document.id, int(count), limit) for document, count in zip(documents, counts, strict=True))


def index_facts(collection: Collection) -> IndexFacts:
    """Say which index answers."""
    contract = collection.contract
    sample = collection.count if collection.count < collection.population else None
    return IndexFacts(
        collection.name, collection.fingerprint, collection.population, contract.dim, contract.model, sample
    )


def _timings(watch: Stopwatch) -> Timings:
    stages = ("encode", "search", "keyword", "fuse", "explain", "diagnose")
    return Timings(**{stage: watch.spent(stage) for stage in stages}, total=watch.total())
