"""A comparison in words: the blast radius, what changed, and what each reason means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector.compare.documents import EQUAL
from inspector.records.comparison import AskedWith, BlastRadius, IndexComparison, Reason
from inspector.records.index_changes import DocumentKind, Interval, Side
from inspector.records.results import Retriever
from inspector.text import counted, listed, with_sign


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a reason is called and what it means.

    Attributes:
        title: A few words, to follow a number: "12 were removed".
        help: One sentence: what was tried.
    """

    title: str
    help: str


REASONS: Mapping[Reason, Meaning] = {
    Reason.REMOVED: Meaning("removed", "The second index does not have the document."),
    Reason.FILTERED_OUT: Meaning("filtered out", "The second index has it, but there it fails the filter."),
    Reason.ANN_MISS: Meaning(
        "missed by the ANN structure", "Exact search of the second index has it in the list; production does not."
    ),
    Reason.ANN_GAP: Meaning(
        "stood in a gap",
        "It was in the list only because the first index's ANN structure missed closer ones.",
    ),
    Reason.METRIC: Meaning("another metric", "Ranked by the first index's metric, the second has it in the list."),
    Reason.QUERY: Meaning(
        "the query has another vector", "Asked with the first index's vector, the second has it in the list."
    ),
    Reason.EDITED: Meaning("edited", "Its text changed; with its old vector it would still be in the list."),
    Reason.OTHER_VECTOR: Meaning(
        "same text, another vector", "Its text is the same; with its old vector it would still be in the list."
    ),
    Reason.ADDED_AHEAD: Meaning(
        "pushed out by added documents", "Without the added documents it would be in the list."
    ),
    Reason.CHANGED_AHEAD: Meaning(
        "pushed out by changed documents",
        "It did not change; with the old vectors of those that were edited or embedded anew it would be in the list.",
    ),
    Reason.SEVERAL: Meaning(
        "several of these together", "No single change did it; with all of them undone it would be in the list."
    ),
    Reason.OTHERWISE: Meaning(
        "placed otherwise", "None of the above brought it back: the second index's own ranking puts it further down."
    ),
}

KINDS: Mapping[DocumentKind, str] = {
    DocumentKind.ADDED: "added",
    DocumentKind.REMOVED: "removed",
    DocumentKind.EDITED: "edited",
    DocumentKind.OTHER_VECTOR: "same text, another vector",
    DocumentKind.SAME: "the same",
}


_WITH = {KINDS[DocumentKind.OTHER_VECTOR]: "with another vector for the same text"}


def summary(found: IndexComparison) -> str:
    """Say what a change from the first index to the second would do, with 95 % intervals in brackets."""
    if found.same_content:
        return f"{found.before.name} and {found.after.name} are the same content; nothing changes for any query."
    blast = found.blast
    documents = found.asked_with is AskedWith.DOCUMENTS
    noun = "document" if documents else "query"
    asked = counted(blast.queries, noun) if documents or blast.queries == 1 else f"{blast.queries:,} queries"
    among = f"Asked with {asked} in place of queries" if documents else f"Of {asked}"
    weighed = ", weighed by how often each was asked" if blast.weighted else ""
    lists = "a different keyword list" if found.retriever is Retriever.KEYWORD else "a different list"
    parts = [
        f"{among}{weighed}, {percent(blast.other_list)} would show {lists}; on average {number(blast.places)} of "
        f"{blast.k} places change {brackets(blast.places, 1)}."
    ]
    return " ".join([*parts, *_judged(blast)])


def _judged(blast: BlastRadius) -> tuple[str, ...]:
    if blast.ndcg is None:
        return ()
    documents = "judged document is" if blast.lost == 1 else "judged documents are"
    return (
        f"{blast.lost:,} {documents} lost, {blast.won:,} won; nDCG@10 changes by {with_sign(blast.ndcg.value, 3)} "
        f"[{with_sign(blast.ndcg.low, 3)}, {with_sign(blast.ndcg.high, 3)}] over {blast.judged:,} judged "
        f"{'query' if blast.judged == 1 else 'queries'}.",
    )


def changes(found: IndexComparison) -> str:
    """Say what became of the documents."""
    documents = found.documents
    noun = "parent" if documents.by_parent else "document"
    present = [(documents.count(kind), KINDS[kind]) for kind in DocumentKind if documents.count(kind)]
    if len(present) == 1 and documents.count(DocumentKind.SAME):
        return f"All {counted(present[0][0], noun)} are the same in both."
    said = listed([f"{count:,} {_WITH.get(title, title)}" for count, title in present])
    return f"{noun.capitalize()}s: {said}.{_moved(found)}"


def _moved(found: IndexComparison) -> str:
    documents = found.documents
    if not documents.comparable:
        return " The vectors of the two have different lengths, so every one of them is another."
    undirected = (
        f" {documents.undirected:,} of the other vectors are zero or not finite in one of the two."
        if documents.undirected
        else ""
    )
    if documents.median_distance is None or documents.largest_distance is None:
        return undirected
    if documents.largest_distance <= EQUAL:
        return f"{undirected} Vectors whose text is the same point the same way as before; only their lengths changed."
    return undirected + (
        f" Vectors whose text is the same moved by a distance of {documents.median_distance:.3g} in the middle, "
        f"{documents.largest_distance:.3g} at most."
    )


def structure(side: Side) -> str:
    """Say how an index is searched and what that costs it on these queries."""
    if not side.structure:
        return f"{side.name} compares with all vectors."
    if side.recall is None:
        return f"{side.name} is searched through {side.structure}."
    return (
        f"{side.name} is searched through {side.structure}, which returned {percent(side.recall)} of the nearest "
        "documents for these queries."
    )


def cut_off(found: IndexComparison) -> str:
    """Say how much of the documents each model reads; empty where that is not known."""
    said = [
        f"of {each.name}, {100 * each.cut_off:.0f} % of {each.sample:,} documents are longer than the "
        f"{each.max_tokens:,} tokens its model reads"
        for each in (found.before, found.after)
        if each.cut_off is not None
    ]
    together = "; ".join(said)
    return f"{together[:1].upper()}{together[1:]}." if said else ""


def percent(share: Interval) -> str:
    """Write a share with its interval: "84 % [80, 88]"."""
    return f"{100 * share.value:.0f} % [{100 * share.low:.0f}, {100 * share.high:.0f}]"


def number(value: Interval) -> str:
    """Write a mean with one decimal."""
    return f"{value.value:.1f}"


def brackets(value: Interval, digits: int) -> str:
    """Write an interval: "[2.8, 3.4]"."""
    return f"[{value.low:.{digits}f}, {value.high:.{digits}f}]"
