"""What became of a case, in a sentence or two for people."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.records.cases import Case
from inspector.records.findings import Cause
from inspector.records.replays import ListMoved, Moved, Verdict
from inspector.records.results import Retriever
from inspector.records.seen import SeenPlace
from inspector.text import counted, listed, ordinal, quoted, shortened

NAMES = {Retriever.KEYWORD: "keyword", Retriever.EMBEDDING: "embedding", Retriever.HYBRID: "hybrid"}
HEADS = {
    Verdict.STILL_FAILING: "Still failing",
    Verdict.FIXED: "Fixed",
    Verdict.BROKEN: "Broken since",
    Verdict.PASSES: "Passes",
    Verdict.CHANGED: "Changed",
    Verdict.UNCHANGED: "Unchanged",
    Verdict.CANNOT_TELL: "Cannot tell",
}
"""Each verdict as a head or a badge says it."""
_SHOWN = 3


def summary(case: Case, verdict: Verdict, expected: Sequence[Moved], lists: Sequence[ListMoved]) -> str:
    """Say what became of a case.

    Args:
        case: The case.
        verdict: What it came to.
        expected: What became of each expected document.
        lists: How much each list changed.
    """
    if not expected:
        return _without(verdict, lists)
    told = sorted(expected, key=lambda each: each.now.met)[:_SHOWN]
    sentences = [f"{HEADS[verdict]}: {_told(case, told[0])}", *(_told(case, each) for each in told[1:])]
    rest = len(expected) - len(told)
    if rest:
        sentences.append(f"The same was asked of {counted(rest, 'further document')}.")
    return " ".join(sentences)


def _without(verdict: Verdict, lists: Sequence[ListMoved]) -> str:
    if verdict is Verdict.UNCHANGED:
        return "Unchanged: every list is the same, in the same order. Nothing was expected of this search."
    moved = [
        f"the {NAMES[each.retriever]} list was empty and has {counted(len(each.came), 'result')}"
        if not (each.shared or each.left)
        else f"the {NAMES[each.retriever]} list shares {each.shared} of {each.shared + len(each.left)} results"
        if each.left or each.came
        else f"the {NAMES[each.retriever]} list has another order"
        for each in lists
        if not each.same
    ]
    return f"Changed: {listed(moved)}. Nothing was expected of this search."


def _told(case: Case, moved: Moved) -> str:
    """Say what became of one expected document."""
    name = quoted(shortened(moved.title)) if moved.title else quoted(moved.id)
    then, now = place_words(case, moved.then), place_words(case, moved.now)
    search = f"the {NAMES[case.request.retriever]} search"
    judged = any(each.id == moved.id for each in case.seen.expected)
    if not (judged or moved.then.indexed):  # expected since, and in none of the lists that were kept
        said = f"{name} is {now}{f' in {search}' if moved.now.indexed else ''}, and was in none of the kept lists"
    elif not moved.now.indexed:
        said = f"{name} is not in the index" + (" any more" if moved.then.indexed else ", as it was not then")
    elif then == now:
        said = f"{name} is {now} in {search}, as it was then"
    else:
        said = f"{name} was {then} in {search} and is {now} today"
    bar = "" if moved.now.met else f"; it should be within the first {case.within}"
    return f"{said}{bar}{_causes(moved)}."


def _causes(moved: Moved) -> str:
    """Say how the cause changed; nothing where there is none, or it is the same."""
    then, now = moved.cause_then, moved.cause_now
    if now is None or moved.now.met or now is Cause.FOUND:
        return ""
    if then is None or then is Cause.FOUND or then is now:
        return f" (cause: {_word(now)})"
    return f" (cause then: {_word(then)}, now: {_word(now)})"


def _word(cause: Cause) -> str:
    return cause.replace("_", " ")


def list_rank(place: SeenPlace, retriever: Retriever) -> int | None:
    """Give a document's place in the list of a retriever, as it was returned; None where it was not in it."""
    ranks = {
        Retriever.EMBEDDING: place.places.ann,
        Retriever.KEYWORD: place.keyword_list,
        Retriever.HYBRID: place.places.hybrid,
    }
    return ranks[retriever]


def place_words(case: Case, place: SeenPlace) -> str:
    """Say where an expected document stands in the search that counts: "3rd", or "not among the 10".

    Args:
        case: The case; its retriever says which search counts.
        place: Where the document stands.
    """
    retriever, k = case.request.retriever, case.request.k
    rank = list_rank(place, retriever)
    if rank is not None:
        return ordinal(rank)
    if not place.indexed:
        return "not in the index"
    far = {Retriever.EMBEDDING: place.places.exact, Retriever.KEYWORD: place.places.keyword}.get(retriever)
    if far is None:
        return f"not among the {k}"
    return ordinal(far) if far > k else f"{ordinal(far)} by exact search but not returned"
