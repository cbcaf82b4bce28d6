"""What has changed between two sets of documents, or of queries, and what follows from it.

"Then" is the earlier set, "now" the later one; a difference is now less then, so positive means more now.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Drifting(StrEnum):
    """What is compared."""

    DOCUMENTS = "documents"
    QUERIES = "queries"


class Verdict(StrEnum):
    """What the test says.

    Changed: the two sets differ more than chance explains. Unchanged: no difference that these samples could show.
    Identical: nothing came, nothing went. Too few: one side is too small to test. Not comparable: their vectors cannot
    be laid side by side.
    """

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    IDENTICAL = "identical"
    TOO_FEW = "too_few"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sets that are laid side by side.

    Attributes:
        name: What people call it, to go on with in a sentence: "the 120 new documents".
        count: How many belong to it.
        sampled: How many of them were drawn and compared; at most `count`.
        left_out: How many of those drawn have no usable vector (not finite, or zero) and were left out.
    """

    name: str
    count: int
    sampled: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """How the documents of two indexes overlap.

    Attributes:
        then: Documents then.
        now: Documents now.
        stayed: Documents now that were there then with the same text.
        edited: Documents now whose id was there then with another text.
        new: Documents now that were not there then.
        gone: Documents then that are not there now.
    """

    then: int
    now: int
    stayed: int
    edited: int
    new: int
    gone: int


@dataclass(frozen=True, slots=True)
class ShiftTest:
    """The kernel two-sample test of two sets of vectors.

    Attributes:
        mmd2: Unbiased squared maximum mean discrepancy with a Gaussian kernel; around 0 where nothing changed, negative
            by chance, at most 2.
        p_value: Share of relabelings with as large a value, (1 + b) / (1 + m), in (0, 1].
        permutations: How many relabelings, m.
        width: Of the kernel: the median squared distance between two of the pooled unit vectors, in [0, 4].
    """

    mmd2: float
    p_value: float
    permutations: int
    width: float


@dataclass(frozen=True, slots=True)
class Separation:
    """How well a classifier tells now from then on documents or queries it was not trained on.

    Attributes:
        auc: Chance that it scores one of now above one of then, in [0, 1]; 0.5 is guessing.
        low: Lower end of its 95 % interval, in [0, 1].
        high: Upper end.
        folds: Of the cross-validation.
    """

    auc: float
    low: float
    high: float
    folds: int


@dataclass(frozen=True, slots=True)
class TermCount:
    """A word that stands on one side alone.

    Attributes:
        term: The word, in lower case.
        count: In how many documents or queries of that side it stands, >= 1.
    """

    term: str
    count: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that came and words that went.

    Attributes:
        then_read: How many documents or queries of then were read for this.
        now_read: How many of now.
        came: Words of now that none of those read of then has, most frequent first.
        went: Words of then that none of those read of now has, most frequent first.
        came_in_all: How many such words there are, listed or not.
        went_in_all: As many for those that went.
    """

    then_read: int
    now_read: int
    came: tuple[TermCount, ...]
    went: tuple[TermCount, ...]
    came_in_all: int
    went_in_all: int


class Measured(StrEnum):
    """What is measured on every text."""

    WORDS = "words"
    SPLIT = "split_words"
    UNKNOWN = "unknown_words"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A mean over the texts of each side.

    Attributes:
        what: What is measured: words of a text, or a share in [0, 1] (words the model splits into pieces; words it
            does not know at all; texts longer than what it reads).
        then: Mean then, >= 0.
        now: Mean now, >= 0.
        low: Lower end of the 95 % interval of now less then; None where a side has fewer than 20 texts.
        high: Upper end.
    """

    what: Measured
    then: float
    now: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Example:
    """A document or query of now that shows best what came.

    Attributes:
        id: Of the document; of a query its text.
        title: Of the document, or the beginning of its text; of a query its text.
        score: Of the classifier, log-odds of now; larger is clearer. Where there is no classifier, minus the mean
            cosine similarity to then.
    """

    id: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class QueryMoved:
    """A query and how many of its neighbors are new.

    Attributes:
        text: The query.
        new: How many of the nearest now were not among the nearest then.
        of: How many neighbors it has now.
    """

    text: str
    new: int
    of: int


@dataclass(frozen=True, slots=True)
class NeighborChange:
    """How many of the nearest neighbors of some queries changed, by exact search on both sides.

    Attributes:
        queries: How many queries were asked.
        made: Whether they were made from documents of then, rather than given.
        k: Neighbors looked at for each.
        neighbors: All of them now, over all queries.
        changed: How many of them were not among the same query's nearest then.
        arrived: How many of those changed are documents that were not there then, or had another text; None where only
            samples of the indexes can be gone through.
        low: Lower end of the 95 % interval of the share that changed, in [0, 1].
        high: Upper end.
        worst: The queries that changed most, first the one with most new neighbors.
    """

    queries: int
    made: bool
    k: int
    neighbors: int
    changed: int
    arrived: int | None
    low: float
    high: float
    worst: tuple[QueryMoved, ...]

    @property
    def share(self) -> float:
        """Share of neighbors that changed, in [0, 1]; 0 where there are none."""
        return self.changed / self.neighbors if self.neighbors else 0.0


@dataclass(frozen=True, slots=True)
class QueryFit:
    """How well the collection answers the queries of each side.

    Attributes:
        then_percentile: Median over the queries of then: where the best similarity stands among what ordinary queries
            find in this collection, 0 to 100.
        now_percentile: As much for now.
        then_outside: Share of the queries of then that are `out_of_domain`: their best similarity lies below the 5th
            percentile of pseudo-queries'. In [0, 1].
        now_outside: As much for now.
        low: Lower end of the 95 % interval of now_outside less then_outside.
        high: Upper end.
    """

    then_percentile: float
    now_percentile: float
    then_outside: float
    now_outside: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Drift:
    """Then and now compared.

    Attributes:
        drifting: What is compared.
        then_name: What people call then.
        now_name: What people call now.
        verdict: What the test says.
        then: The side of then that was tested.
        now: The side of now that was tested.
        turnover: How the documents overlap; None for queries.
        test: None where it could not be made.
        separation: None where it could not be made.
        vocabulary: None where neither side has a text.
        quantities: Means over the texts of the two sides; empty where a side has none.
        examples: Clearest first; empty where nothing came.
        neighbors: None for queries, or where it could not be measured.
        fit: None for documents, or where it could not be measured.
        notes: What could not be measured and why, and what to bear in mind: whole sentences.
        made_at: When, ISO 8601 time in UTC.
    """

    drifting: Drifting
    then_name: str
    now_name: str
    verdict: Verdict
    then: Side
    now: Side
    turnover: Turnover | None
    test: ShiftTest | None
    separation: Separation | None
    vocabulary: Vocabulary | None
    quantities: tuple[Quantity, ...]
    examples: tuple[Example, ...]
    neighbors: NeighborChange | None
    fit: QueryFit | None
    notes: tuple[str, ...]
    made_at: str
