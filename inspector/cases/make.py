"""Makes a case of what is on screen: the question, what should have come, what was seen, and the evidence.

Cost: nothing is encoded that was not encoded for the answer; expected documents outside the lists cost one search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from inspector import __version__
from inspector.cases.errors import CaseError
from inspector.cases.evidence import kept_of
from inspector.cases.picture import picture_of
from inspector.cases.place import places_of
from inspector.cases.shelf import new_id
from inspector.embedders.given import given_of
from inspector.errors import RequestError
from inspector.inspection import OpenIndex
from inspector.projection.record import ProjectionMap
from inspector.records.cases import Case, CaseIndex, CaseRequest, Expectation
from inspector.records.documents import Document
from inspector.records.explanation import Contributions
from inspector.records.inspection import Inspection
from inspector.records.results import Retriever
from inspector.records.seen import Seen, SeenEffects, SeenLists, SeenTrace, SeenWords
from inspector.records.trace import Trace
from inspector.sample import location
from inspector.stores import folder_of
from inspector.stores.collection import Collection
from inspector.stores.spec import read_spec
from inspector.text import shortened

TOOL = f"neighbor-inspector {__version__}"
LISTED = 100
"""Places of each list that a case keeps."""


def make_case(
    index: OpenIndex,
    inspection: Inspection,
    *,
    expected: Sequence[str] = (),
    within: int | None = None,
    retriever: Retriever = Retriever.EMBEDDING,
    traces: Sequence[Trace] = (),
    title: str = "",
    note: str = "",
    spec: str = "",
    drawn: ProjectionMap | None = None,
) -> Case:
    """Make a case of an answer; it is kept nowhere yet.

    Args:
        index: The index that answered, as it was asked (with the given vector, where there was one).
        inspection: Its answer, whole: not collapsed.
        expected: Ids of the documents that should come, or of parents of which any chunk counts.
        within: How far up they should be, 1 to k; None = anywhere within k.
        retriever: Whose list they should be in.
        traces: Why they are not there, as far as known; those of other documents or questions are left out.
        title: A few words; the query where empty.
        note: What the author adds.
        spec: What opens the index again, as the user wrote it; where empty, its folder or where it was taken from.
        drawn: The map of the collection; None for a case without a picture.

    Raises:
        CaseError: `within` is out of range.
        EmbedderError: the model failed on the query.
    """
    expectation, query = _expectation(expected, within, inspection.request.k), inspection.request.query
    asked = _request(index, inspection, retriever)
    told = [trace for trace in traces if trace.request.doc in expectation.ids and trace.request.query == query]
    places, others, whole = places_of(index, inspection, asked, expectation)
    documents = tuple({each.id: each for each in (*_first(inspection), *others, *_traced(told))}.values())
    seen = replace(
        _seen(inspection),
        expected=places,
        words=_words(whole.contributions, {each.id for each in documents}),
        traces=tuple(seen_trace(trace) for trace in told),
        picture=picture_of(index.collection, inspection, drawn, [each.id for each in others]) if drawn else None,
    )
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    named, facts = title.strip() or shortened(query, 80), _index(index.collection, inspection, spec)
    kept = kept_of(index, query, documents)
    return Case(new_id(query), made_at, TOOL, named, note.strip(), asked, expectation, facts, seen, kept)


def _expectation(expected: Sequence[str], within: int | None, k: int) -> Expectation:
    """Give what should come, each id once.

    Raises:
        CaseError: the bar is out of range.
    """
    if within is not None and not 1 <= within <= k:
        raise CaseError(f"The documents should be within {within} places, but the lists have {k}.", f"Choose 1 to {k}.")
    return Expectation(tuple(dict.fromkeys(each for each in expected if each)), within)


def _seen(inspection: Inspection) -> Seen:
    """Give what an answer says that does not depend on what was expected."""
    return Seen(
        ranks_are=inspection.ranks_are,
        matching=inspection.matching,
        ignored=inspection.ignored,
        has_keyword_terms=inspection.has_keyword_terms,
        lists=_lists(inspection),
        effects_refusal=inspection.effects_refusal,
        findings=inspection.findings,
        not_checked=inspection.not_checked,
        checked=inspection.checked,
        timings=inspection.timings,
        cost=inspection.cost,
    )


def _request(index: OpenIndex, inspection: Inspection, retriever: Retriever) -> CaseRequest:
    request, given = inspection.request, given_of(index.embedder)
    return CaseRequest(
        request.query,
        request.k,
        request.where,
        retriever,
        request.weight,
        request.fusion,
        request.exact,
        given.like if given else "",
        given is not None,
    )


def _first(inspection: Inspection) -> list[Document]:
    """Give the documents of the places that are kept."""
    lists = (inspection.neighbors, inspection.keyword, inspection.hybrid)
    ids = {hit.id for hits in lists for hit in hits[:LISTED]}
    return [each for each in inspection.documents if each.id in ids]


def _traced(traces: Sequence[Trace]) -> list[Document]:
    return [trace.document for trace in traces if trace.document is not None]


def _lists(inspection: Inspection) -> SeenLists:
    return SeenLists(inspection.keyword[:LISTED], inspection.neighbors[:LISTED], inspection.hybrid[:LISTED])


def _index(collection: Collection, inspection: Inspection, spec: str) -> CaseIndex:
    facts = inspection.index
    return CaseIndex(
        name=facts.name,
        spec=_public(spec) or _spec(collection),
        fingerprint=facts.fingerprint,
        count=facts.count,
        sample=facts.sample,
        has_ann=collection.has_ann,
        contract=collection.contract,
    )


def _spec(collection: Collection) -> str:
    """Give what opens a collection again; empty for the sample and its copies, which every machine has by name."""
    if location.fault_of(collection.name) is not None:
        return ""
    return collection.origin.spec if collection.origin else str(folder_of(collection).resolve())


def _public(spec: str) -> str:
    """Give a spec that may stand in a case; empty where it holds a secret."""
    try:
        read_spec(spec)
    except RequestError:
        return ""
    return spec


def _words(effects: Contributions | None, ids: set[str]) -> SeenWords | None:
    if effects is None:
        return None
    return SeenWords(
        words=effects.words,
        skipped=effects.skipped,
        neutral_edits=effects.neutral_edits,
        documents=tuple(_effects(effects, each, place) for place, each in enumerate(effects.ids) if each in ids),
    )


def _effects(effects: Contributions, document_id: str, place: int) -> SeenEffects:
    return SeenEffects(
        id=document_id,
        similarity=float(effects.similarity[place]),
        rank=int(effects.rank[place]) or None,
        noise_floor=float(effects.noise_floor[place]),
        empty_similarity=float(effects.empty_similarity[place]),
        removal=tuple(effects.removal[:, place].tolist()),
        rank_without=tuple(int(rank) or None for rank in effects.rank_without[:, place]),
    )


def seen_trace(trace: Trace) -> SeenTrace:
    """Give a trace as a case keeps it."""
    return SeenTrace(
        doc=trace.request.doc,
        chunk=trace.document.id if trace.document else None,
        cause=trace.cause,
        also=trace.also,
        summary=trace.summary,
        stages=trace.stages,
        ranks=trace.ranks,
        distance=trace.distance,
        kth_distance=trace.kth_distance,
        remedies=trace.remedies,
        nearest_ids=trace.nearest_ids,
    )
