"""Why one document is not among the results of one query: the stages it went through, the cause, and what was tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspector.records.documents import Document, Where
from inspector.records.findings import Cause
from inspector.records.results import Fusion, Retriever


class Stage(StrEnum):
    """What a document has to pass to be among the results, in this order."""

    INDEXED = "indexed"
    FILTER = "filter"
    TEXT = "text"
    VECTOR = "vector"
    FRESHNESS = "freshness"
    READ = "read"
    ANN = "ann"
    RANK = "rank"
    CROWDING = "crowding"
    KEYWORD = "keyword"
    FUSION = "fusion"
    WORDS = "words"


STAGE_TITLES: Mapping[Stage, str] = {
    Stage.INDEXED: "The index",
    Stage.FILTER: "The filter",
    Stage.TEXT: "Its text",
    Stage.VECTOR: "Its vector",
    Stage.FRESHNESS: "Vector and text",
    Stage.READ: "What the model read",
    Stage.ANN: "The fast search",
    Stage.RANK: "Its place",
    Stage.CROWDING: "What stands before it",
    Stage.KEYWORD: "Keyword search",
    Stage.FUSION: "The hybrid list",
    Stage.WORDS: "The words of the query",
}
"""What people call each stage."""


class StageStatus(StrEnum):
    """How a document came through a stage; unknown where that could not be looked at."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Number:
    """One measured value.

    Attributes:
        name: What it is, as in JSON: lower case with underscores.
        value: The value; None where it does not exist.
    """

    name: str
    value: float | int | str | bool | None


@dataclass(frozen=True, slots=True)
class StageResult:
    """What was seen at one stage.

    Attributes:
        stage: Which one.
        status: How the document came through.
        summary: One sentence for a person who is no specialist.
        numbers: What was measured there.
    """

    stage: Stage
    status: StageStatus
    summary: str
    numbers: tuple[Number, ...] = ()

    def number(self, name: str) -> float | int | str | bool | None:
        """Give a measured value; None where it was not measured."""
        return next((each.value for each in self.numbers if each.name == name), None)


class RemedyKind(StrEnum):
    """A change that may bring a document back."""

    EXACT_SEARCH = "exact_search"
    MORE_PROBES = "more_probes"
    CONTRACT_METRIC = "contract_metric"
    UNIT_VECTORS = "unit_vectors"
    HYBRID_WEIGHT = "hybrid_weight"
    KEYWORD_ONLY = "keyword_only"
    FILTER_OFF = "filter_off"
    FILTER_BEFORE = "filter_before"
    REEMBED_TEXT = "reembed_text"
    PROMPT = "prompt"
    EMBED_TAIL = "embed_tail"
    COLLAPSE_COPIES = "collapse_copies"
    LEAVE_OUT_HUBS = "leave_out_hubs"
    QUERY_EDIT = "query_edit"


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that was tried for one query and document, and what came of it.

    Attributes:
        remedy: Which one.
        change: What was changed, one sentence with its numbers; where it could not be tried, why not.
        rank_before: Place in the list of the retriever, 1-based; None = not in it.
        rank_after: Place after the change; None = still not in it, or not tried.
        worked: Whether it is within k after the change; None where it could not be tried.
    """

    remedy: RemedyKind
    change: str
    rank_before: int | None
    rank_after: int | None
    worked: bool | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where a document stands, 1-based; None = absent, or not known.

    Attributes:
        exact: Among all documents that pass the filter, by the stored vectors and the contract's metric.
        ann: In the list of k that the production path returned.
        keyword: In the full keyword ranking.
        hybrid: In the whole fused list, which holds what the first hundred of both lists hold.
    """

    exact: int | None
    ann: int | None
    keyword: int | None
    hybrid: int | None


@dataclass(frozen=True, slots=True)
class TraceRequest:
    """The question why a document is not there.

    Attributes:
        query: As typed.
        doc: Id of the document, or of a parent whose best chunk is meant.
        k: Length of the list, >= 1.
        where: The filter.
        retriever: Whose list it should be in.
        weight: Share of the embedding in the hybrid list, 0 to 1.
        fusion: How the hybrid list is made.
        exact: Search all vectors even where the index has an ANN structure.
    """

    query: str
    doc: str
    k: int = 10
    where: Where = ()
    retriever: Retriever = Retriever.EMBEDDING
    weight: float = 0.5
    fusion: Fusion = Fusion.RRF
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """The answer.

    Attributes:
        request: What was asked.
        document: The document, or the chunk of the parent that is meant; None where the index has none of that id.
        cause: The first cause that holds; None where it cannot be said without a model.
        also: Other causes that hold as well, in the order of the closed list.
        summary: The cause in one sentence, with its most important number.
        stages: All stages, in order.
        ranks: Where it stands.
        distance: Cosine distance to the query, in [0, 2]; NaN where there is none.
        kth_distance: Cosine distance of the k-th of the exact ranking; NaN where there are fewer or none.
        remedies: What was tried, what worked first; empty where they were not asked for.
        nearest_ids: Ids that resemble the one asked for, where that is not in the index.
    """

    request: TraceRequest
    document: Document | None
    cause: Cause | None
    also: tuple[Cause, ...]
    summary: str
    stages: tuple[StageResult, ...]
    ranks: Places
    distance: float
    kth_distance: float
    remedies: tuple[Remedy, ...] = ()
    nearest_ids: tuple[str, ...] = ()

    def stage(self, stage: Stage) -> StageResult:
        """Give what was seen at a stage."""
        return next(each for each in self.stages if each.stage is stage)
