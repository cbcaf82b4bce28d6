"""Where expected documents stand for a question, and whether they came as they should.

Invariant: an expectation is judged by the list itself: the document, or any chunk of a parent, within its first places.
Cost: nothing for documents of the lists; those outside cost one more search, with nothing encoded again.
"""

from __future__ import annotations

from dataclasses import replace

from inspector.diagnose.trace.identity import best_chunk
from inspector.inspection import OpenIndex, inspect
from inspector.records.cases import Case, CaseRequest, Expectation
from inspector.records.documents import Document
from inspector.records.inspection import Inspection, Standing
from inspector.records.results import HybridHit, KeywordHit, Neighbor, Retriever
from inspector.records.seen import SeenPlace
from inspector.records.trace import Places, TraceRequest

Hits = tuple[KeywordHit, ...] | tuple[Neighbor, ...] | tuple[HybridHit, ...]


def places_of(
    index: OpenIndex, inspection: Inspection, request: CaseRequest, expectation: Expectation
) -> tuple[tuple[SeenPlace, ...], tuple[Document, ...], Inspection]:
    """Say where the expected documents stand.

    Args:
        index: The index that answered.
        inspection: Its answer.
        request: What was asked; the retriever says whose list counts.
        expectation: What should come.

    Returns:
        One place for each expected id, in order; the documents that these ids mean; and the answer, with everything
        about those outside the lists as well.

    Raises:
        EmbedderError: the model failed on the query.
    """
    meant = {each: _meant(index, request, each) for each in expectation.ids}
    known = {standing.id for standing in inspection.standings}
    outside = tuple(dict.fromkeys(each for each in meant.values() if each is not None and each not in known))
    asked = inspection
    if outside:
        asked = inspect(index, replace(inspection.request, also=outside))
    limit = expectation.within or request.k
    places = tuple(
        _place(inspection, wanted, asked.standing(own) if own else None, request.retriever, limit)
        for wanted, own in meant.items()
    )
    documents = (asked.document(own) for own in dict.fromkeys(meant.values()) if own is not None)
    return places, tuple(each for each in documents if each is not None), asked


def place_then(case: Case, wanted: str) -> SeenPlace:
    """Say where a document stood when a case was kept; one expected since then is looked up in the kept lists.

    Args:
        case: The case.
        wanted: Id of the document, or of a parent.
    """
    known = next((each for each in case.seen.expected if each.id == wanted), None)
    if known is not None:
        return known
    seen = case.seen.lists
    lists: dict[Retriever, Hits] = {
        Retriever.EMBEDDING: seen.embedding,
        Retriever.KEYWORD: seen.keyword,
        Retriever.HYBRID: seen.hybrid,
    }
    ranks = {each: _rank(hits, wanted) for each, hits in lists.items()}
    own = next((hit for hit in seen.embedding if wanted in (hit.id, hit.parent)), None)
    rank = ranks[case.request.retriever]
    return SeenPlace(
        id=wanted,
        places=Places(
            own.exact_rank if own else None,
            ranks[Retriever.EMBEDDING],
            ranks[Retriever.KEYWORD],
            ranks[Retriever.HYBRID],
        ),
        keyword_list=ranks[Retriever.KEYWORD],
        indexed=any(each is not None for each in ranks.values()) or case.document(wanted) is not None,
        met=rank is not None and rank <= case.within,
    )


def _meant(index: OpenIndex, request: CaseRequest, document_id: str) -> str | None:
    question = TraceRequest(request.query, document_id, request.k, request.where, request.retriever)
    return best_chunk(index, question)


def _place(
    inspection: Inspection, wanted: str, standing: Standing | None, retriever: Retriever, limit: int
) -> SeenPlace:
    lists: dict[Retriever, Hits] = {
        Retriever.EMBEDDING: inspection.neighbors,
        Retriever.KEYWORD: inspection.keyword,
        Retriever.HYBRID: inspection.hybrid,
    }
    ranks = {each: _rank(hits, wanted) for each, hits in lists.items()}
    rank = ranks[retriever]
    return SeenPlace(
        id=wanted,
        places=Places(
            exact=standing.neighbor_rank if standing else None,
            ann=ranks[Retriever.EMBEDDING],
            keyword=standing.keyword_rank if standing else None,
            hybrid=ranks[Retriever.HYBRID],
        ),
        keyword_list=ranks[Retriever.KEYWORD],
        indexed=standing is not None,
        met=rank is not None and rank <= limit,
    )


def _rank(hits: Hits, wanted: str) -> int | None:
    """Give the first place of a document, or of any chunk of a parent; None where it is not in the list."""
    return next((hit.rank for hit in hits if wanted in (hit.id, hit.parent)), None)
