"""Why a document is not among the results of a query: what lost it, with proof, and what would bring it back.

Three steps, each in its place: `causes` looks for proofs, `stages` says what was seen on the way, `remedies` tries
changes. Cost: about an inspection, and one encode of the document; a vector that deviates costs a re-embedded sample of
the collection, once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.identity import best_chunk, nearest_ids
from inspector.diagnose.trace.proofs import Proofs, prove
from inspector.diagnose.trace.remedies import remedies_of
from inspector.diagnose.trace.stages import nowhere, stages_of
from inspector.diagnose.trace.stages.document import missing
from inspector.diagnose.trace.verdict import found, verdict
from inspector.errors import RequestError
from inspector.inspection import OpenIndex
from inspector.progress import Progress, silent
from inspector.records.findings import Cause
from inspector.records.results import Request, check_request
from inspector.records.trace import Places, Remedy, Trace, TraceRequest
from inspector.text import listed, ordinal, quoted
from inspector.vectors import cosine_distance


def trace(index: OpenIndex, request: TraceRequest, *, remedies: bool = True, progress: Progress = silent) -> Trace:
    """Answer why a document is not there.

    Args:
        index: The index; without a model, what needs one is unknown.
        request: The question.
        remedies: Whether changes are tried too.
        progress: Told about what takes long; may stop the work.

    Raises:
        RequestError: k, weight or the filter cannot be used, or the query is empty.
        EmbedderError: the model failed on the query itself; what fails later is left open.
        CancelledError: progress asked to stop.
    """
    steps = trace_steps(index, request, progress)
    first = next(steps)
    return deque(steps, maxlen=1).pop() if remedies and first.document is not None else first


def trace_steps(index: OpenIndex, request: TraceRequest, progress: Progress = silent) -> Iterator[Trace]:
    """Give the verdict, then the same with one more tried change each time; arguments as in `trace`.

    Raises:
        RequestError: k, weight or the filter cannot be used, or the query is empty.
        EmbedderError: the model failed on the query itself.
        CancelledError: progress asked to stop.
    """
    check_request(Request(request.query, request.k, request.where, weight=request.weight))
    if not request.query.strip():
        raise RequestError("The query is empty.", "Type what was asked.")
    index.collection.matching(request.where)
    chunk = best_chunk(index, request)
    if chunk is None:
        yield _absent(index, request)
        return
    case = Case(index, request, chunk, progress)
    proofs = Proofs() if found(case) else prove(case)
    answer = _answer(case, proofs)
    yield answer
    tried: list[Remedy] = []
    for remedy in remedies_of(case, proofs) if answer.cause is not Cause.FOUND else ():
        tried.append(remedy)
        yield replace(answer, remedies=_sorted(tried))
    yield replace(answer, remedies=_sorted(tried))


def _sorted(tried: list[Remedy]) -> tuple[Remedy, ...]:
    """Put what worked first, then what did not, then what could not be tried."""
    return tuple(sorted(tried, key=lambda remedy: (remedy.worked is None, not remedy.worked)))


def _answer(case: Case, proofs: Proofs) -> Trace:
    cause, also, summary = verdict(case, proofs)
    if case.id != case.request.doc:
        summary += f" This is said of {quoted(case.id)}, the chunk of {quoted(case.request.doc)} that stands best."
    summary += _as_given(case, cause)
    similarity = case.similarity if not case.no_model else float("nan")
    return Trace(
        request=case.request,
        document=case.document,
        cause=cause,
        also=also,
        summary=summary,
        stages=stages_of(case, proofs),
        ranks=_places(case),
        distance=float(cosine_distance(similarity)),
        kth_distance=float(cosine_distance(case.kth_similarity)),
    )


def _as_given(case: Case, cause: Cause | None) -> str:
    """Say what the query is where it was given as a vector, and what is known even where no cause is; sentences."""
    if case.given is None:
        return ""
    standing = ""
    if cause is None and case.exact_rank is not None:
        standing = f" By the stored vectors it stands {ordinal(case.exact_rank)} of {case.matching:,}."
    return f"{standing} {case.given.sentence}"


def _places(case: Case) -> Places:
    if case.no_model:
        return Places(None, None, case.keyword_rank, None)
    returned = case.returned
    ann = returned.index(case.id) + 1 if case.id in returned else None
    return Places(case.exact_rank, ann, case.keyword_rank, case.hybrid_rank)


def _absent(index: OpenIndex, request: TraceRequest) -> Trace:
    near = nearest_ids(index.collection, request.doc)
    first = missing(index.collection.population, request.doc, near)
    like = f" The nearest ids are {listed([quoted(each) for each in near])}." if near else ""
    return Trace(
        request=request,
        document=None,
        cause=Cause.NOT_INDEXED,
        also=(),
        summary=f"No document with the id {quoted(request.doc)} is in this index.{like}",
        stages=nowhere(first),
        ranks=Places(None, None, None, None),
        distance=float(np.nan),
        kth_distance=float(np.nan),
        nearest_ids=near,
    )
