"""Two indexes compared: what changed between them, and what each query would show instead.

"Before" is the first index, "after" the second. Ranks are 1-based; None means beyond what was looked at. Shares lie
in [0, 1]. Every interval covers 95 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.records.index_changes import ContractLine, DocumentChanges, Interval, Side
from inspector.records.results import Retriever
from inspector.records.runs import Query

DOCUMENTS_ASKED = 300
"""So many documents stand in for queries where none are given."""


class Reason(StrEnum):
    """Why a document left a query's list; each is named only where its proof was tried, in this order."""

    REMOVED = "removed"
    FILTERED_OUT = "filtered_out"
    ANN_MISS = "ann_miss"
    ANN_GAP = "ann_gap"
    METRIC = "metric"
    QUERY = "query"
    EDITED = "edited"
    OTHER_VECTOR = "other_vector"
    ADDED_AHEAD = "added_ahead"
    CHANGED_AHEAD = "changed_ahead"
    SEVERAL = "several"
    OTHERWISE = "otherwise"


class AskedWith(StrEnum):
    """What the two indexes were asked with."""

    QUERIES = "queries"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Placed:
    """A document in one list.

    Attributes:
        id: Its id, or its parent's where chunks are compared by parent.
        title: One line; may be empty.
        score: Cosine similarity, or a BM25 score where keyword lists are compared.
        elsewhere: Exact rank in the other index; None where it is not there, or further down than was looked.
    """

    id: str
    title: str
    score: float
    elsewhere: int | None


@dataclass(frozen=True, slots=True)
class Departure:
    """A document that left a query's list.

    Attributes:
        id: Its id, or its parent's.
        rank: Its place in the list before.
        rank_after: Its exact rank in the second index; None where it is not there, or further down than was looked.
        reason: Why.
        relevant: Whether it was judged relevant to the query.
    """

    id: str
    rank: int
    rank_after: int | None
    reason: Reason
    relevant: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that came into a query's list.

    Attributes:
        id: Its id, or its parent's.
        rank: Its place in the list after.
        rank_before: Its exact rank in the first index; None where it is not there, or further down than was looked.
        relevant: Whether it was judged relevant to the query.
    """

    id: str
    rank: int
    rank_before: int | None
    relevant: bool = False


@dataclass(frozen=True, slots=True)
class QueryComparison:
    """One query's two lists.

    Attributes:
        query: What was asked; for a document its id, with its title or first sentence as text.
        before: The list of the first index, best first, at most k.
        after: The list of the second index.
        shared: Documents in both lists, 0 to k.
        jaccard: Shared ones by all different ones, 0 to 1.
        rbo: Rank-biased overlap (p = 0.9), 0 (disjoint) to 1 (same order).
        left: Documents that are no longer in the list, in their order.
        came: Documents that are new in the list, in their order.
        ndcg_before: nDCG@10 of the first list, 0 to 1; None where nothing was judged relevant to the query.
        ndcg_after: nDCG@10 of the second list.
    """

    query: Query
    before: tuple[Placed, ...]
    after: tuple[Placed, ...]
    shared: int
    jaccard: float
    rbo: float
    left: tuple[Departure, ...] = ()
    came: tuple[Arrival, ...] = ()
    ndcg_before: float | None = None
    ndcg_after: float | None = None

    @property
    def same(self) -> bool:
        """Whether both lists hold the same documents in the same order."""
        return [each.id for each in self.before] == [each.id for each in self.after]

    @property
    def places(self) -> int:
        """How many places hold a document that the other list does not have."""
        return max(len(self.before), len(self.after)) - self.shared

    @property
    def ndcg_difference(self) -> float | None:
        """nDCG@10 after, less that before; negative is worse."""
        if self.ndcg_before is None or self.ndcg_after is None:
            return None
        return self.ndcg_after - self.ndcg_before

    @property
    def lost(self) -> tuple[str, ...]:
        """Documents judged relevant that left the list."""
        return tuple(each.id for each in self.left if each.relevant)

    @property
    def won(self) -> tuple[str, ...]:
        """Documents judged relevant that came into the list."""
        return tuple(each.id for each in self.came if each.relevant)


@dataclass(frozen=True, slots=True)
class BlastRadius:
    """What a change from the first index to the second would do to the queries.

    Attributes:
        queries: How many were asked.
        k: Length of the lists.
        other_list: Share of queries with other documents or another order.
        other_documents: Share of queries with other documents.
        places: Mean number of places of a list that hold another document, 0 to k.
        judged: How many queries have a document judged relevant.
        lost: Documents judged relevant that leave a list, counted once for each query.
        won: Documents judged relevant that come into a list, counted once for each query.
        ndcg: Mean difference of nDCG@10 over the judged queries, in [-1, 1]; None without any.
        weighted: Whether queries count as often as they were asked.
        overlaps: How many queries have 0, 1, … k documents in both lists; one entry each.
    """

    queries: int
    k: int
    other_list: Interval
    other_documents: Interval
    places: Interval
    judged: int = 0
    lost: int = 0
    won: int = 0
    ndcg: Interval | None = None
    weighted: bool = False
    overlaps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How often a reason was named.

    Attributes:
        reason: Why documents left.
        count: How many left for it, counted once for each query.
        relevant: How many of them were judged relevant.
        query: Id of a query it happened to.
        document: Id of the document that left there.
    """

    reason: Reason
    count: int
    relevant: int
    query: str
    document: str


@dataclass(frozen=True, slots=True)
class IndexComparison:
    """Two indexes over a set of queries.

    Attributes:
        before: The first index.
        after: The second.
        retriever: Whose lists were compared.
        asked_with: Queries, or documents that stand in for them.
        blast: The consequences in numbers.
        contract: Every field of the contracts, those that differ first.
        documents: What became of the documents.
        reasons: Why documents left, most frequent first.
        queries: The queries, worst first, at most `KEPT` of them.
        notes: What else has to be said, each a sentence.
        depth: How far down ranks were looked for.
    """

    before: Side
    after: Side
    retriever: Retriever
    asked_with: AskedWith
    blast: BlastRadius
    contract: tuple[ContractLine, ...]
    documents: DocumentChanges
    reasons: tuple[ReasonCount, ...]
    queries: tuple[QueryComparison, ...]
    notes: tuple[str, ...] = ()
    depth: int = 0

    @property
    def same_content(self) -> bool:
        """Whether both indexes hold the very same content."""
        return self.before.fingerprint == self.after.fingerprint
