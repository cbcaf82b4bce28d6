"""The cause in how far the model read: what the query asks for stands behind the point where reading stopped.

A short passage on its own often stands higher than the long text it is from, whether it was read or not. So it is said
whether the unread part answers better than any passage of the part that was read; if not, its length hides it as well.
"""

from __future__ import annotations

from inspector.diagnose.freshness.judge import Origin
from inspector.diagnose.trace import placing
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.rule import Proof, name_of
from inspector.embedders.facts import tokens_refusal
from inspector.records.trace import Number
from inspector.text import ordinal
from inspector.vectors import cosine_similarity


def truncated(case: Case) -> Proof | None:
    """Its unread part or a passage of it, embedded alone, comes within k; or it does once read as far as declared."""
    if not case.by_embedding or not case.text.strip() or tokens_refusal(case.embedder) or placing.near_enough(case):
        return None
    return _read_short(case) or _unread_answers(case)


def _read_short(case: Case) -> Proof | None:
    if not case.has_vector or case.judgement.origin is not Origin.READ_LENGTH:
        return None
    length = int(next(str(number.value) for number in case.judgement.numbers if number.name == "recovered_by"))
    place = placing.with_vectors(case, case.fresh)
    if length >= case.embedder.max_tokens or not placing.within(case, place):
        return None
    return Proof(
        f"Only the first {length} tokens of {name_of(case)} were embedded, not {case.embedder.max_tokens}: read as "
        f"far as the contract says it is {ordinal(place or 0)}.",
        case.judgement.numbers,
        place,
    )


def _unread_answers(case: Case) -> Proof | None:
    if case.read_end >= len(case.text):
        return None
    passages = case.unread_passages
    place = placing.with_vectors(case, case.unread_vectors) if passages else None
    if not placing.within(case, place):
        return None
    unread, read = (float(cosine_similarity(case.query, case.unread_vectors).max()), case.read_similarity)
    share = 1 - case.read_end / len(case.text)
    hidden = f"the last {share:.0%} of the text is never read"
    said = f"The model stops reading {name_of(case)} before the part that answers: {hidden}, and on its own it is"
    if unread < read:
        said = f"The model does not read {name_of(case)} to its end: {hidden}, and a passage of it on its own is"
    return Proof(
        f"{said} {ordinal(place or 0)}.",
        (
            Number("unread_share", share),
            Number("unread_rank", place),
            Number("unread_similarity", unread),
            Number("read_similarity", read),
            Number("passages_tried", len(passages)),
        ),
        place,
    )
