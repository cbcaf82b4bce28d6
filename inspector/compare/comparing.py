"""Two indexes over a set of queries: the one call behind page and command.

Invariant: what is counted rests on all queries; only how many of them are told about one by one is bounded.
Cost: the bare batched encode and search of the queries in both indexes, one pass over documents and vectors of both,
and a rank for each document that left a list because of its own vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector.compare.asking import Asked, ask_with_documents, ask_with_queries
from inspector.compare.blast import Tally
from inspector.compare.documents import Join, join
from inspector.compare.judged import Judged
from inspector.compare.lists import Listed, Lister, Listing
from inspector.compare.part import AskedPart, Part
from inspector.compare.reasons import Left, reason_of
from inspector.compare.sides import contract_lines, side_of
from inspector.errors import RequestError
from inspector.evaluate.judgements import JudgementSet
from inspector.inspection import OpenIndex
from inspector.progress import Progress, silent
from inspector.records.comparison import (
    DOCUMENTS_ASKED,
    Arrival,
    AskedWith,
    Departure,
    IndexComparison,
    Placed,
    QueryComparison,
)
from inspector.records.documents import Document, Where
from inspector.records.results import Request, Retriever, check_request
from inspector.records.runs import Query
from inspector.search.overlap import overlap

AT_ONCE = 64
"""Queries of one search: between two of them the work may be stopped."""

KEPT = 1_000
"""So many queries are told about one by one, the worst ones."""


def compare(
    before: OpenIndex,
    after: OpenIndex,
    queries: Sequence[Query] | None = None,
    judgements: JudgementSet | None = None,
    *,
    k: int = 10,
    where: Where = (),
    exact: bool = False,
    sample: int = DOCUMENTS_ASKED,
    progress: Progress = silent,
) -> IndexComparison:
    """Compare two indexes.

    Args:
        before: The first index, such as the one in production.
        after: The second, such as the one to be shipped.
        queries: Each id once, those without a word left out; None asks with documents that both indexes have.
        judgements: What is relevant to the queries; None where nobody judged.
        k: Length of the lists, >= 1.
        where: The filter, which both indexes must know.
        exact: Search all vectors, whatever production does.
        sample: How many documents ask where there are no queries, >= 1.
        progress: Told how far it is; may stop the work.

    Raises:
        RequestError: there is no query or no document in common, or k, sample or the filter cannot be used.
        EmbedderError: a model does not fit its index, or it failed.
        StoreError: a store does not answer.
        CancelledError: progress asked to stop.
    """
    check_request(Request("", k))
    _check_filter((before, after), where)
    joined, asked = _asked(before, after, queries, sample, progress)
    listing = Listing(k, asked.retriever, where, exact, joined.by_parent)
    listers = Lister(before, listing), Lister(after, listing)
    gathered = _gather(joined, listers, asked, Judged(judgements), progress)
    sides = side_of(before, gathered.recalls[0], progress), side_of(after, gathered.recalls[1], progress)
    return IndexComparison(
        *sides,
        retriever=asked.retriever,
        asked_with=asked.asked_with,
        blast=gathered.tally.blast(),
        contract=contract_lines(*sides, (before.collection.contract, after.collection.contract)),
        documents=joined.changes,
        reasons=gathered.tally.reasons(),
        queries=gathered.worst,
        notes=(*asked.notes, *_notes(joined, asked, listers)),
        depth=listing.depth,
    )


def _asked(
    before: OpenIndex, after: OpenIndex, queries: Sequence[Query] | None, sample: int, progress: Progress
) -> tuple[Join, Asked]:
    """Join the documents, and give what both indexes are asked with."""
    if queries is not None and not queries:
        raise RequestError("There is no query to compare with.", "Give some, or none at all to ask with documents.")
    worded = None if queries is None else [query for query in queries if query.text.strip()]
    if queries and not worded:
        raise RequestError("None of the queries has a word.", "Give the texts of the queries.")
    joined = join(before.collection, after.collection, progress)
    if queries is None or worded is None:
        return joined, ask_with_documents(joined, sample)
    asked = ask_with_queries(before, after, worded, progress)
    empty = len(queries) - len(worded)
    said = f"{empty:,} {'query' if empty == 1 else 'queries'} without a word left out."
    return joined, replace(asked, notes=(*asked.notes, said)) if empty else asked


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What all queries together gave: counts, the worst ones, and the recalls of each index."""

    tally: Tally
    worst: tuple[QueryComparison, ...]
    recalls: tuple[list[float], list[float]]


def _gather(
    joined: Join, listers: tuple[Lister, Lister], asked: Asked, judged: Judged, progress: Progress
) -> _Gathered:
    """Compare the lists of all queries, some at a time."""
    tally, worst = Tally(listers[0].listing.k), list[QueryComparison]()
    recalls = list[float](), list[float]()
    for start in range(0, len(asked.queries), AT_ONCE):
        progress(start, len(asked.queries), "Comparing lists")
        part = _part(joined, listers, asked, start)
        compared = _compare_part(part, asked.queries[start : start + AT_ONCE], judged)
        tally.add(compared)
        worst = sorted([*worst, *compared], key=_goodness)[:KEPT]
        for lists, found in zip((part.before, part.after), recalls, strict=True):
            found.extend(each.recall for each in lists if each.recall is not None)
    progress(len(asked.queries), len(asked.queries), "Comparing lists")
    return _Gathered(tally, tuple(worst), recalls)


def _check_filter(indexes: Sequence[OpenIndex], where: Where) -> None:
    """Refuse a filter that one of the indexes cannot read, and say which."""
    for each in indexes:
        try:
            each.collection.matching(where)
        except RequestError as error:
            raise RequestError(f"{each.collection.name}: {error.message}", error.hint) from error


def _part(joined: Join, listers: tuple[Lister, Lister], asked: Asked, start: int) -> Part:
    """Search some queries in both indexes."""
    chosen = slice(start, start + AT_ONCE)
    queries = asked.queries[chosen]
    vectors = [None if each is None else each[chosen] for each in (asked.before, asked.after)]
    own = [query.id for query in queries] if asked.asked_with is AskedWith.DOCUMENTS else None
    texts = [query.text for query in queries]
    before, after = (lister.lists(texts, rows, own) for lister, rows in zip(listers, vectors, strict=True))
    return Part(joined, listers, (before, after), AskedPart(texts, vectors[0], vectors[1], own))


def _compare_part(part: Part, queries: Sequence[Query], judged: Judged) -> list[QueryComparison]:
    """Compare the lists of some queries."""
    documents = [_documents(*pair) for pair in zip(part.listers, (part.before, part.after), strict=True)]
    parents = {id_: each.parent for found in documents for id_, each in found.items() if each.parent is not None}
    named = [
        {query.id: judged.names(query.id, each.shown, parents) for query, each in zip(queries, lists, strict=True)}
        for lists in (part.before, part.after)
    ]
    worth = [judged.worth(each) for each in named]
    compared = []
    for place, query in enumerate(queries):
        old, new = part.before[place], part.after[place]
        agreed = overlap(old.shown, new.shown, part.listers[0].listing.k)
        relevant = [judged.relevant(query.id, each.shown, parents) for each in (old, new)]
        compared.append(
            QueryComparison(
                query=query,
                before=_placed(old, new, documents[0]),
                after=_placed(new, old, documents[1]),
                shared=agreed.shared,
                jaccard=agreed.jaccard,
                rbo=agreed.rbo,
                left=_left(part, place, relevant),
                came=_came(old, new, relevant),
                ndcg_before=worth[0].get(query.id),
                ndcg_after=worth[1].get(query.id),
            )
        )
    return compared


def _left(part: Part, place: int, relevant: Sequence[dict[str, str]]) -> tuple[Departure, ...]:
    """Give what left a list, and why; a judged document whose other chunk came in its place is not lost."""
    old, new = part.before[place], part.after[place]
    kept = set(relevant[1].values())
    return tuple(
        Departure(
            each,
            rank,
            new.rank(each),
            reason_of(Left(part, place, each)),
            each in relevant[0] and relevant[0][each] not in kept,
        )
        for rank, each in enumerate(old.shown, start=1)
        if each not in new.shown
    )


def _came(old: Listed, new: Listed, relevant: Sequence[dict[str, str]]) -> tuple[Arrival, ...]:
    """Give what came into a list."""
    had = set(relevant[0].values())
    return tuple(
        Arrival(each, rank, old.rank(each), each in relevant[1] and relevant[1][each] not in had)
        for rank, each in enumerate(new.shown, start=1)
        if each not in old.shown
    )


def _documents(lister: Lister, lists: Sequence[Listed]) -> dict[str, Document]:
    """Fetch what lists show, each once, by the id that stands in the list."""
    chunks = {key: chunk for each in lists for key, chunk in zip(each.shown, each.chunks, strict=True)}
    return dict(zip(chunks, lister.index.collection.documents(tuple(chunks.values())), strict=True))


def _placed(listed: Listed, other: Listed, documents: dict[str, Document]) -> tuple[Placed, ...]:
    return tuple(
        Placed(each, documents[each].title, float(score), other.rank(each))
        for each, score in zip(listed.shown, listed.scores, strict=True)
    )


def _goodness(compared: QueryComparison) -> tuple[float, int, float, int]:
    """Give what queries are sorted by, worst first: what they lost in nDCG@10, then what changed, then traffic."""
    return compared.ndcg_difference or 0.0, -compared.places, compared.rbo, -compared.query.count


def _notes(joined: Join, asked: Asked, listers: tuple[Lister, Lister]) -> tuple[str, ...]:
    """Say what a reader of the numbers has to know."""
    found = []
    if joined.by_parent:
        found.append(
            "The ids of the two indexes do not meet, but the parents of their chunks do: lists hold each parent once, "
            "where its best chunk stands."
        )
    if joined.changes.sampled:
        found.append("Of a large database only a sample can be gone through; documents outside of it are not counted.")
    if asked.retriever is Retriever.EMBEDDING:
        found += [
            f"{each.index.collection.name} cannot be searched exactly, so what its structure misses is not known."
            for each in listers
            if not each.exact_known
        ]
    return tuple(found)
