"""Asks the question of a case again, of an index of today, and says what became of it.

Invariant: the verdict rests on the expectation alone; everything that moved beside it is told as well. What makes the
question impossible to ask is said in words, never guessed around. Cost: an inspection, and a trace without remedies for
each expected document that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from inspector.cases.evidence import decoded, text_sha256
from inspector.cases.make import TOOL
from inspector.cases.moves import facts_changed, list_moves
from inspector.cases.place import place_then, places_of
from inspector.cases.redaction import left_out_sentence
from inspector.cases.sentences import summary
from inspector.cases.views import request_of, trace_request_of
from inspector.diagnose.trace import trace
from inspector.embedders.given import GivenVector
from inspector.errors import CancelledError, InspectorError, RequestError
from inspector.inspection import OpenIndex
from inspector.progress import Progress, silent
from inspector.records.cases import Case, Part
from inspector.records.replays import FactChanged, Moved, Replay, Verdict
from inspector.records.results import Retriever
from inspector.records.seen import SeenPlace
from inspector.records.trace import Trace
from inspector.report import report
from inspector.search.given import like
from inspector.text import counted


def replay(case: Case, index: OpenIndex, *, traced: bool = True, progress: Progress = silent) -> Replay:
    """Say what became of a case.

    Args:
        case: The case.
        index: The index of today, with its model where one can be loaded.
        traced: Whether it is traced why expected documents are missing.
        progress: Told about what takes long; may stop the work.

    Raises:
        CancelledError: progress asked to stop.
    """
    try:
        asked = _asked(case, index)
        now = report(asked, request_of(case))
        places, documents, _ = places_of(asked, now, case.request, case.expectation)
        traces = _traces(case, asked, places, progress) if traced else {}
    except CancelledError:
        raise
    except InspectorError as error:
        return cannot_tell(
            case, " ".join(part for part in (error.message, error.hint) if part), facts_changed(case, index, TOOL)
        )
    named = () if Part.TEXTS in case.left_out else (*now.documents, *documents)  # what was left out stays left out
    titles = {each.id: each.title for each in named}
    expected = tuple(_moved(case, place, titles, traces.get(place.id)) for place in places)
    lists = list_moves(case, now)
    gone, edited = _texts(case, index)
    verdict = verdict_of(case, places, changed=not all(each.same for each in lists))
    return Replay(
        case_id=case.id,
        verdict=verdict,
        summary=summary(case, verdict, expected, lists),
        expected=expected,
        lists=lists,
        facts=facts_changed(case, asked, TOOL),
        gone=gone,
        edited=edited,
        notes=_notes(case, gone, edited),
        now=now,
    )


def cannot_tell(case: Case, why: str, facts: tuple[FactChanged, ...] = ()) -> Replay:
    """Give the answer for a case whose question could not be asked.

    Args:
        case: The case.
        why: What was in the way, one or two sentences.
        facts: What is known to be another one today.
    """
    return Replay(case.id, Verdict.CANNOT_TELL, f"It cannot be told: {why}", facts=facts, notes=_notes(case, (), ()))


def unread(name: str, why: str) -> Replay:
    """Give the answer for a case that could not even be read.

    Args:
        name: What it is called.
        why: What was in the way, one or two sentences.
    """
    return Replay(name, Verdict.CANNOT_TELL, f"It cannot be told: {why}")


def verdict_of(case: Case, places: Sequence[SeenPlace], *, changed: bool) -> Verdict:
    """Name what became of a case.

    Args:
        case: The case.
        places: Where the expected documents stand today, in the order of the expectation; empty for none.
        changed: Whether a list is another one today.
    """
    if not places:
        return Verdict.CHANGED if changed else Verdict.UNCHANGED
    met = all(each.met for each in places)
    if all(place_then(case, each.id).met for each in places):
        return Verdict.PASSES if met else Verdict.BROKEN
    return Verdict.FIXED if met else Verdict.STILL_FAILING


def _asked(case: Case, index: OpenIndex) -> OpenIndex:
    """Give the index with what takes the place of the model, as the case asked it.

    Raises:
        RequestError: a needed document, vector or model is not there.
        CaseError: the kept vector is broken.
    """
    request, contract = case.request, index.collection.contract
    if request.like:
        return index.asked_with(like(index.collection, request.like, request.query))
    if request.given:
        vector = decoded(case.kept.query_vector, case.kept.dim)
        if vector is None:
            raise RequestError("The query was given as a vector, which was left out of this case.")
        if len(vector) != contract.dim:
            raise RequestError(
                f"The query was given as a vector of {len(vector)} dimensions, and the index has {contract.dim}."
            )
        return index.asked_with(GivenVector(request.query, vector, "the vector kept in the case"))
    if index.embedder is None and request.retriever is not Retriever.KEYWORD:
        raise RequestError(index.model_refusal or "The model is not loaded.", "Without it, nothing can be compared.")
    return index


def _traces(case: Case, index: OpenIndex, places: Sequence[SeenPlace], progress: Progress) -> dict[str, Trace]:
    missing = [each.id for each in places if not each.met]
    return {
        each: trace(index, trace_request_of(case, each), remedies=False, progress=progress)
        for each in missing
        if case.request.query.strip()
    }


def _moved(case: Case, now: SeenPlace, titles: dict[str, str], found: Trace | None) -> Moved:
    before, own = case.seen.trace(now.id), found.document.id if found and found.document else now.id
    kept = case.document(own)
    return Moved(
        id=now.id,
        title=titles.get(own) or (kept.title if kept else ""),
        then=place_then(case, now.id),
        now=now,
        cause_then=before.cause if before else None,
        cause_now=found.cause if found else None,
        trace_now=found,
    )


def _texts(case: Case, index: OpenIndex) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Find the documents of the case that are gone, and those whose text is another one."""
    ids = [each.id for each in case.kept.documents]
    there = [each for each, row in zip(ids, index.collection.rows_of(ids), strict=True) if row >= 0]
    today = {each.id: text_sha256(each.text) for each in index.collection.documents(there)}
    gone = tuple(each for each in ids if each not in today)
    return gone, tuple(
        each.id for each in case.kept.documents if each.id in today and each.text_sha256 != today[each.id]
    )


def _notes(case: Case, gone: Sequence[str], edited: Sequence[str]) -> tuple[str, ...]:
    notes = []
    if case.edited:
        notes.append("The file of this case was changed by hand since it was saved.")
    if case.left_out:
        notes.append(left_out_sentence(case))
    if gone:
        notes.append(f"{counted(len(gone), 'document')} of the case {_is(gone)} not in the index any more.")
    if edited:
        notes.append(f"{counted(len(edited), 'document')} of the case {_has(edited)} another text today.")
    return tuple(notes)


def _is(many: Sequence[str]) -> str:
    return "is" if len(many) == 1 else "are"


def _has(many: Sequence[str]) -> str:
    return "has" if len(many) == 1 else "have"
