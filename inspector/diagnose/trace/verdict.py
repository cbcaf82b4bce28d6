"""The verdict of a trace: the first cause that holds, the others, and one sentence.

Invariant: a cause is never guessed. Without a model only what needs none is said; the rest is left open, with the
reason.
"""

from __future__ import annotations

from inspector.diagnose.trace import placing
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.rule import name_of
from inspector.diagnose.trace.proofs import Proofs
from inspector.records.findings import Cause
from inspector.records.results import Retriever
from inspector.text import listed, ordinal, quoted

LISTS = {
    Retriever.EMBEDDING: "the embedding list",
    Retriever.KEYWORD: "the keyword list",
    Retriever.HYBRID: "the hybrid list",
}


def found(case: Case) -> bool:
    """Whether the list that was asked for has the document within k."""
    return not (case.by_embedding and case.no_model) and placing.within(case, placing.now(case))


def verdict(case: Case, proofs: Proofs) -> tuple[Cause | None, tuple[Cause, ...], str]:
    """Give the cause, the others that hold as well, and the cause in one sentence."""
    if found(case):
        place = placing.now(case) or 0
        return Cause.FOUND, (), f"{name_of(case)} is there: {ordinal(place)} in {LISTS[case.request.retriever]}."
    if proofs.held:
        (cause, proof), *others = proofs.held
        return cause, tuple(other for other, _ in others), proof.summary
    unanswered = case.no_model if case.by_embedding else ""
    unanswered = unanswered or next((reason for _, reason in proofs.open), "")
    if unanswered:
        return None, (), f"What keeps {name_of(case)} away cannot be said: {unanswered}"
    return Cause.MODEL_LIMIT, (), _limit(case)


def _limit(case: Case) -> str:
    """Say that the retriever itself places the document far, with its place."""
    name = name_of(case)
    if case.request.retriever is Retriever.KEYWORD:
        place = case.keyword_rank
        if place is None:
            return f"Keyword search cannot find {name}: no word of the query stands in it."
        return f"Keyword search really places {name} {ordinal(place)}: other documents have more of the query's words."
    if case.exact_rank is None and case.depth and case.has_vector:
        return f"{name} is not among the first {case.depth:,} by the embedding; how far down it is was not looked at."
    if case.exact_rank is None:
        return f"{name} has no place by the embedding, and nothing that was tried gives it one."
    placed = f"The model really places {name} {ordinal(case.exact_rank)} of {case.matching:,}"
    return f"{placed}: its text and vector are in order, and no single fault explains it.{_in_common(case)}"


def _in_common(case: Case) -> str:
    """Say what keeps query and document apart, where their words show it; a sentence, or nothing."""
    unknown = case.keyword.query.unknown
    if unknown:
        which = listed([quoted(word) for word in unknown[:3]], last="or")
        among = "" if case.sampled is None else f" of the {case.sampled:,} that keyword search looked at"
        return f" No document{among} has the word {which}."
    return "" if case.keyword_rank else " It has none of the query's words."
