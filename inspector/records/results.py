"""What one query brings back: three ranked lists, and where each document stands in the others.

Ranks are 1-based; None means absent. Ties keep the order of the collection. Distances are cosine distances in [0, 2];
similarities are in [-1, 1]; scores (BM25 or fused) are never distances.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.errors import RequestError
from inspector.records.documents import Where


class Retriever(StrEnum):
    """A way to find documents."""

    KEYWORD = "keyword"
    EMBEDDING = "embedding"
    HYBRID = "hybrid"


class RanksAre(StrEnum):
    """How far embedding ranks can be trusted."""

    EXACT = "exact"
    RETRIEVED = "retrieved"
    SAMPLED = "sampled"


class Fusion(StrEnum):
    """How two lists become the hybrid one."""

    RRF = "rrf"
    WEIGHTED = "weighted"


class ExplainLevel(StrEnum):
    """How much is computed about a query's words."""

    NONE = "none"
    FIRST = "first"
    FULL = "full"


class BadgeKind(StrEnum):
    """What is worth saying about one row of a list."""

    QUERY = "query"
    EXACT_RANK = "exact_rank"
    COPY = "copy"
    CUT_OFF = "cut_off"
    NO_TEXT = "no_text"
    MORE_OF_PARENT = "more_of_parent"


@dataclass(frozen=True, slots=True)
class Badge:
    """A remark on one row of a list.

    Attributes:
        kind: What it is about.
        label: Two or three words, such as "copy of #2".
        help: One sentence that says what it means and how it was found.
    """

    kind: BadgeKind
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class TermScore:
    """What one keyword term adds to a document's BM25 score.

    Attributes:
        term: The word of the query as written; several words that share a stem are one term.
        score: Its share, >= 0; the shares of a hit sum to its score.
    """

    term: str
    score: float


@dataclass(frozen=True, slots=True)
class Neighbor:
    """A hit of the embedding search, as the production path returned it.

    Attributes:
        rank: Place in this list.
        exact_rank: Place among all documents that pass the filter; None where it cannot be known.
        distance: Cosine distance to the query; NaN where the stored vector is not finite.
        similarity: Cosine similarity to the query.
        percentile: Share of random documents that are farther from a typical query than this one is from this query,
            0 to 100; None while the background is unknown.
        best_percentile: Share of pseudo-queries whose first hit is farther from them than this one is from this query,
            0 to 100; None while the background is unknown.
        keyword_rank: Place in the full keyword ranking; None where no query word occurs.
        parent: Id of the whole it is a chunk of; None for a document of its own.
        more_of_parent: How many more chunks of its parent the list held; None where the list was not collapsed.
    """

    rank: int
    exact_rank: int | None
    id: str
    title: str
    distance: float
    similarity: float
    percentile: float | None
    keyword_rank: int | None
    badges: tuple[Badge, ...] = ()
    best_percentile: float | None = None
    parent: str | None = None
    more_of_parent: int | None = None


@dataclass(frozen=True, slots=True)
class KeywordHit:
    """A hit of the keyword search.

    Attributes:
        score: BM25 score, > 0.
        terms: What each query term adds, largest first; sums to the score.
        neighbor_rank: Exact place in the embedding ranking; None where it cannot be known.
        parent: Id of the whole it is a chunk of; None for a document of its own.
        more_of_parent: How many more chunks of its parent the list held; None where the list was not collapsed.
    """

    rank: int
    id: str
    title: str
    score: float
    terms: tuple[TermScore, ...]
    neighbor_rank: int | None
    parent: str | None = None
    more_of_parent: int | None = None


@dataclass(frozen=True, slots=True)
class HybridHit:
    """A hit of the fused list.

    Attributes:
        score: Fused score, >= 0; its scale depends on the fusion (by scores, the last of a list gets 0 from it).
        neighbor_rank: Exact place in the embedding ranking; None where it cannot be known.
        keyword_rank: Place in the full keyword ranking; None where no query word occurs.
        parent: Id of the whole it is a chunk of; None for a document of its own.
        more_of_parent: How many more chunks of its parent the list held; None where the list was not collapsed.
    """

    rank: int
    id: str
    title: str
    score: float
    neighbor_rank: int | None
    keyword_rank: int | None
    parent: str | None = None
    more_of_parent: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a collection.

    Attributes:
        query: As typed; may be empty.
        k: Length of each list, >= 1.
        where: The filter, which holds for all three lists.
        exact: Search all vectors even where the index has an ANN structure.
        explain: How much to compute about the query's words.
        fusion: How the hybrid list is made.
        weight: Share of the embedding in the hybrid list, 0 (keyword only) to 1 (embedding only).
        also: Ids of further documents to say everything about, in the lists or not.
    """

    query: str
    k: int = 10
    where: Where = ()
    exact: bool = False
    explain: ExplainLevel = ExplainLevel.FIRST
    fusion: Fusion = Fusion.RRF
    weight: float = 0.5
    also: tuple[str, ...] = ()


def check_request(request: Request) -> None:
    """Refuse a request that cannot be answered.

    Raises:
        RequestError: k is below 1, or the weight is outside [0, 1].
    """
    if request.k < 1:
        raise RequestError(f"k is {request.k}, but a list needs at least one place.", "Choose k from 1 up.")
    if not 0.0 <= request.weight <= 1.0:
        raise RequestError(
            f"The hybrid weight is {request.weight}, but it is a share from 0 (keyword only) to 1 (embedding only)."
        )
