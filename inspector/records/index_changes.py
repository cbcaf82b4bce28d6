"""What differs between two indexes as wholes: their documents, their contracts, how each is searched.

"Before" is the first index, "after" the second. Shares lie in [0, 1]; intervals cover 95 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """What became of a document."""

    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"
    OTHER_VECTOR = "other_vector"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with its 95 % interval.

    Attributes:
        value: The estimate.
        low: Lower end, at most the value.
        high: Upper end, at least the value.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One field of both contracts.

    Attributes:
        name: The field.
        before: Its value in the first index, as text; empty where unknown.
        after: Its value in the second.
    """

    name: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether both values are known and not the same."""
        return bool(self.before and self.after) and self.before != self.after

    @property
    def unclear(self) -> bool:
        """Whether one of the values alone is known."""
        return bool(self.before) != bool(self.after)


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many documents are of a kind.

    Attributes:
        kind: What became of them.
        count: How many.
        ids: Some of them.
    """

    kind: DocumentKind
    count: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentChanges:
    """What became of the documents between the two indexes.

    Attributes:
        counts: One for each kind; compared by parent, the parents are counted, and only added, removed and same.
        by_parent: Whether ids do not meet and parents were compared instead.
        comparable: Whether vectors could be compared at all: they have the same length.
        median_distance: Cosine distance between the two vectors of a document whose vector changed while its text did
            not, in the middle of all such documents; None where there is none.
        largest_distance: The largest of them.
        undirected: How many of those vectors lost or gained a direction: zero or not finite in one index alone.
        sampled: Whether only a sample of one of the indexes can be gone through.
    """

    counts: tuple[KindCount, ...]
    by_parent: bool = False
    comparable: bool = True
    median_distance: float | None = None
    largest_distance: float | None = None
    undirected: int = 0
    sampled: bool = False

    def count(self, kind: DocumentKind) -> int:
        """Give how many documents are of a kind."""
        return next((each.count for each in self.counts if each.kind is kind), 0)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two indexes.

    Attributes:
        name: As people know it.
        fingerprint: Of its content.
        count: Number of documents.
        model: Name of its model; empty where unknown.
        structure: Its ANN structure as a person writes it; empty where every search is exact.
        recall: Share of the k nearest documents that its structure returned for these queries; None where every search
            is exact, or exact search cannot be asked for.
        max_tokens: How many tokens of a document its model read; 0 where unknown.
        cut_off: Share of a sample of its documents that is longer; None where that cannot be said.
        sample: How many documents were counted for it.
    """

    name: str
    fingerprint: str
    count: int
    model: str
    structure: str = ""
    recall: Interval | None = None
    max_tokens: int = 0
    cut_off: float | None = None
    sample: int = 0
