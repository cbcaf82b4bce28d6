"""A case as the records that pages and reports show: the answer, the effects of words, the traces.

Invariant: nothing is computed anew; what the case does not keep is empty or unknown.
"""

from __future__ import annotations

import numpy as np

from inspector.records.cases import Case, KeptDocument
from inspector.records.documents import Document
from inspector.records.explanation import Contributions
from inspector.records.inspection import IndexFacts, Inspection, Standing
from inspector.records.results import ExplainLevel, Request
from inspector.records.seen import SeenTrace
from inspector.records.trace import Trace, TraceRequest
from inspector.vectors import read_only


def request_of(case: Case) -> Request:
    """Give the question that an inspection answers."""
    asked = case.request
    return Request(asked.query, asked.k, asked.where, asked.exact, ExplainLevel.FIRST, asked.fusion, asked.weight)


def trace_request_of(case: Case, document_id: str) -> TraceRequest:
    """Give the question why an expected document is not there; its list ends where the expectation does."""
    asked = case.request
    return TraceRequest(
        asked.query, document_id, asked.k, asked.where, asked.retriever, asked.weight, asked.fusion, asked.exact
    )


def document_of(kept: KeptDocument) -> Document:
    """Give a kept document as any other; its text may be cut or left out."""
    return Document(kept.id, kept.title, kept.text, dict(kept.metadata), kept.parent, kept.position)


def trace_of(case: Case, seen: SeenTrace) -> Trace:
    """Give a trace of the case as it was answered."""
    kept = case.document(seen.chunk) if seen.chunk else None
    missing = Document(seen.chunk, "", "") if seen.chunk else None
    return Trace(
        request=trace_request_of(case, seen.doc),
        document=document_of(kept) if kept else missing,
        cause=seen.cause,
        also=seen.also,
        summary=seen.summary,
        stages=seen.stages,
        ranks=seen.ranks,
        distance=seen.distance,
        kth_distance=seen.kth_distance,
        remedies=seen.remedies,
        nearest_ids=seen.nearest_ids,
    )


def contributions_of(case: Case) -> Contributions | None:
    """Give the effects of the query's words; None where they were not known."""
    seen = case.seen.words
    if seen is None:
        return None
    shape = (len(seen.documents), len(seen.words))
    removal = np.array([each.removal for each in seen.documents], dtype=np.float64).reshape(shape).T
    without = [[rank or 0 for rank in each.rank_without] for each in seen.documents]
    return Contributions(
        words=seen.words,
        skipped=seen.skipped,
        ids=tuple(each.id for each in seen.documents),
        similarity=read_only(np.array([each.similarity for each in seen.documents], dtype=np.float64)),
        rank=read_only(np.array([each.rank or 0 for each in seen.documents], dtype=np.int64)),
        removal=read_only(removal),
        rank_without=read_only(np.array(without, dtype=np.int64).reshape(shape).T),
        noise_floor=read_only(np.array([each.noise_floor for each in seen.documents], dtype=np.float64)),
        neutral_edits=seen.neutral_edits,
        empty_similarity=read_only(np.array([each.empty_similarity for each in seen.documents], dtype=np.float64)),
    )


def inspection_of(case: Case) -> Inspection:
    """Give the answer as it was shown: lists, effects and findings; readings and tests of single terms are not kept."""
    index, seen = case.index, case.seen
    contract = index.contract
    return Inspection(
        request=request_of(case),
        index=IndexFacts(index.name, index.fingerprint, index.count, contract.dim, contract.model, index.sample),
        ranks_are=seen.ranks_are,
        neighbors=seen.lists.embedding,
        keyword=seen.lists.keyword,
        hybrid=seen.lists.hybrid,
        ignored=seen.ignored,
        has_keyword_terms=seen.has_keyword_terms,
        matching=seen.matching,
        documents=tuple(document_of(each) for each in case.kept.documents),
        standings=_standings(case),
        contributions=contributions_of(case),
        timings=seen.timings,
        cost=seen.cost,
        findings=seen.findings,
        not_checked=seen.not_checked,
        checked=seen.checked,
        effects_refusal=seen.effects_refusal,
    )


def _standings(case: Case) -> tuple[Standing, ...]:
    """Say where each document of the case stood, as far as the lists and the expectation know."""
    lists, found = (
        case.seen.lists,
        {each.id: Standing(each.id, None, None, float("nan")) for each in case.kept.documents},
    )
    for hybrid in lists.hybrid:
        found[hybrid.id] = Standing(hybrid.id, hybrid.neighbor_rank, hybrid.keyword_rank, float("nan"))
    for keyword in lists.keyword:
        found[keyword.id] = Standing(keyword.id, keyword.neighbor_rank, keyword.rank, float("nan"))
    for near in lists.embedding:
        found[near.id] = Standing(near.id, near.exact_rank, near.keyword_rank, near.similarity)
    for place in case.seen.expected:
        trace = case.seen.trace(place.id)
        own = trace.chunk if trace and trace.chunk else place.id
        if own in found and found[own].neighbor_rank is None:
            found[own] = Standing(own, place.places.exact, place.places.keyword, found[own].similarity)
    similar = {each.id: each.similarity for each in case.seen.words.documents} if case.seen.words else {}
    return tuple(
        Standing(each.id, each.neighbor_rank, each.keyword_rank, similar.get(each.id, each.similarity))
        for each in found.values()
    )
