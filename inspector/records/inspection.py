"""Everything known about one query: lists, contributions, timings, cost, findings."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.records.documents import Document
from inspector.records.explanation import Contributions
from inspector.records.findings import Finding, NotChecked
from inspector.records.results import HybridHit, KeywordHit, Neighbor, RanksAre, Request


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """Which index answered.

    Attributes:
        count: Number of documents.
        dim: Length of each vector.
        model: Name of the model in the contract.
        sample: How many of them keyword search looks at, drawn at random; None where it looks at all.
    """

    name: str
    fingerprint: str
    count: int
    dim: int
    model: str
    sample: int | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """Wall-clock milliseconds of each stage, >= 0; a stage that did not run is 0.

    `encode` holds the one batch of the query and all its variants.
    """

    encode: float = 0.0
    search: float = 0.0
    keyword: float = 0.0
    fuse: float = 0.0
    explain: float = 0.0
    diagnose: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What the model was asked to do.

    Attributes:
        encodes: Texts encoded (each distinct text once).
        tokens: Tokens read by the model, special tokens included, padding not.
    """

    encodes: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one document stands, whichever list it came from.

    Attributes:
        neighbor_rank: Exact place among all documents that pass the filter; None where it cannot be known.
        keyword_rank: Place in the full keyword ranking; None where no query word occurs.
        similarity: Cosine similarity to the query in [-1, 1]; NaN without a model or a finite vector.
    """

    id: str
    neighbor_rank: int | None
    keyword_rank: int | None
    similarity: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of a document the model read.

    Attributes:
        tokens: Tokens of the embedded text, special tokens and prompt included.
        limit: How many the model reads.
    """

    id: str
    tokens: int
    limit: int

    @property
    def cut_off(self) -> bool:
        """Whether a part of the document was never read."""
        return self.tokens > self.limit

    @property
    def unread_share(self) -> float:
        """Share of the tokens that were never read, in [0, 1)."""
        return max(0.0, 1.0 - self.limit / self.tokens) if self.tokens else 0.0


@dataclass(frozen=True, slots=True)
class TermTest:
    """What becomes of a keyword hit when its strongest term is struck from the query.

    Attributes:
        id: The document.
        term: The term as written.
        spans: Where its words stand in the query, [start, end) offsets.
        documents: How many documents that pass the filter have the term.
        rank: Keyword rank with the term.
        rank_without: Keyword rank without it; None where the document is no hit any more.
    """

    id: str
    term: str
    spans: tuple[tuple[int, int], ...]
    documents: int
    rank: int
    rank_without: int | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """One query against one index.

    Attributes:
        request: What was asked.
        index: Which index answered.
        ranks_are: How far the embedding ranks can be trusted.
        neighbors: The embedding list; empty while no model is loaded.
        keyword: The keyword list.
        hybrid: The fused list.
        ignored: Words of the query that keyword search ignores (stop list), as written.
        has_keyword_terms: Whether the query has any word that keyword search uses.
        matching: Number of documents that pass the filter.
        documents: Every document in any of the lists or asked for by id, each once.
        standings: Where each of them stands, in the same order.
        contributions: Effects of the query's words; None where not asked for or no model is loaded.
        timings: Milliseconds per stage.
        cost: Encodes and tokens.
        readings: How much of each neighbor the model read; empty while no model is loaded.
        term_tests: Keyword hits outside the embedding's list, each tried without its strongest term.
        best_background: Best similarities of pseudo-queries: 5th, 50th and 95th percentile; None while unknown.
        findings: What the checks believe, most important first.
        not_checked: Checks that lacked what they need.
        checked: How many checks were made.
        effects_refusal: Why effects of words cannot be believed with this model, as a sentence; empty where they can.
        filling: How many of the k places an exact search fills under the same filter, asked where the index left some
            empty though enough documents pass; None where it did not.
    """

    request: Request
    index: IndexFacts
    ranks_are: RanksAre
    neighbors: tuple[Neighbor, ...]
    keyword: tuple[KeywordHit, ...]
    hybrid: tuple[HybridHit, ...]
    ignored: tuple[str, ...]
    has_keyword_terms: bool
    matching: int
    documents: tuple[Document, ...]
    standings: tuple[Standing, ...]
    contributions: Contributions | None
    timings: Timings
    cost: Cost
    readings: tuple[Reading, ...] = ()
    term_tests: tuple[TermTest, ...] = ()
    best_background: tuple[float, float, float] | None = None
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    checked: int = 0
    effects_refusal: str = ""
    filling: int | None = None

    def document(self, document_id: str) -> Document | None:
        """Give a document of one of the lists, or None."""
        return next((document for document in self.documents if document.id == document_id), None)

    def standing(self, document_id: str) -> Standing | None:
        """Say where one of the documents stands, or None for an id that is not among them."""
        return next((standing for standing in self.standings if standing.id == document_id), None)
