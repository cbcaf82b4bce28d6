"""What a case remembers of an answer: the lists, the effects of words, findings, traces, and a picture of the map."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from inspector.records.findings import Cause, Finding, NotChecked
from inspector.records.inspection import Cost, Timings
from inspector.records.results import HybridHit, KeywordHit, Neighbor, RanksAre
from inspector.records.trace import Places, Remedy, StageResult
from inspector.text import Word


class MarkKind(StrEnum):
    """What a marked point of a case's map is."""

    EMBEDDING = "embedding"
    KEYWORD = "keyword"
    EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class SeenLists:
    """The three lists, best first, at most the first hundred of each."""

    keyword: tuple[KeywordHit, ...] = ()
    embedding: tuple[Neighbor, ...] = ()
    hybrid: tuple[HybridHit, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenEffects:
    """What the words of the query did to one document.

    Attributes:
        id: The document.
        similarity: Of the whole query, in [-1, 1]; NaN where it has no finite vector.
        rank: Exact rank under the whole query; None where it cannot be known.
        noise_floor: >= 0; an effect whose absolute value is below it is "no measurable effect".
        empty_similarity: Of the empty text.
        removal: The removal effect of each word, in [-2, 2]; positive = the word pulls the document closer.
        rank_without: The exact rank without each word; None where it cannot be known.
    """

    id: str
    similarity: float
    rank: int | None
    noise_floor: float
    empty_similarity: float
    removal: tuple[float, ...]
    rank_without: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class SeenWords:
    """The query's words and what each did.

    Attributes:
        words: Those that were removed, one at a time, in query order.
        skipped: How many further words were not tried.
        neutral_edits: The edits of the query behind the noise floor.
        documents: One for each document on show.
    """

    words: tuple[Word, ...]
    skipped: int
    neutral_edits: tuple[str, ...]
    documents: tuple[SeenEffects, ...]


@dataclass(frozen=True, slots=True)
class SeenPlace:
    """Where an expected document stood.

    Attributes:
        id: As it was expected; of a parent the best chunk is meant.
        places: In each search. `ann` and `hybrid` are its places in the lists of k; `exact` and `keyword` reach as far
            as they can be known.
        keyword_list: Its place in the keyword list of k; None where it was not in it.
        indexed: Whether the index had it.
        met: Whether it came as expected.
    """

    id: str
    places: Places
    keyword_list: int | None
    indexed: bool
    met: bool


@dataclass(frozen=True, slots=True)
class SeenTrace:
    """Why an expected document was not there; the record `Trace` with its question and its document left to the case.

    Attributes:
        doc: The document that was asked about.
        chunk: Id of the document that was traced, itself or a chunk of it; None where the index had none.
        cause: The first cause that holds; None where it could not be said.
        also: Other causes that hold as well.
        summary: The cause in one sentence.
        stages: All stages, in order.
        ranks: Where it stood.
        distance: Cosine distance to the query, in [0, 2]; NaN where there is none.
        kth_distance: Cosine distance of the k-th of the exact ranking; NaN where there is none.
        remedies: What was tried.
        nearest_ids: Ids that resemble one that is not in the index.
    """

    doc: str
    chunk: str | None
    cause: Cause | None
    also: tuple[Cause, ...]
    summary: str
    stages: tuple[StageResult, ...]
    ranks: Places
    distance: float
    kth_distance: float
    remedies: tuple[Remedy, ...] = ()
    nearest_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked point of the map: a document, its position in the picture, and its rank (None for none)."""

    id: str
    x: int
    y: int
    kind: MarkKind
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What the map showed: a thin sample of the collection, the query and the results.

    Positions are 0 to 1000 from the left and from the top; axes mean nothing, only nearness does.

    Attributes:
        method: How it was drawn: "umap" or "pca".
        cloud: Some of the collection's points.
        query: Where the query lies; None where it could not be placed.
        marks: The results and the expected documents.
    """

    method: str
    cloud: tuple[tuple[int, int], ...]
    query: tuple[int, int] | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the tool said when the case was kept.

    Attributes:
        ranks_are: How far the embedding ranks could be trusted.
        matching: Number of documents that passed the filter.
        ignored: Words of the query that keyword search ignores.
        has_keyword_terms: Whether the query has any word that keyword search uses.
        lists: The three lists.
        expected: Where each expected document stood, in the order of the expectation.
        words: What the query's words did; None where that was not known.
        effects_refusal: Why effects of words could not be believed; empty where they could.
        findings: What the checks believed, most important first.
        not_checked: Checks that lacked what they need.
        checked: How many checks were made.
        traces: One for each expected document that was traced.
        picture: The map; None where there was none.
        timings: Milliseconds of each stage.
        cost: Encodes and tokens.
    """

    ranks_are: RanksAre
    matching: int
    ignored: tuple[str, ...]
    has_keyword_terms: bool
    lists: SeenLists
    expected: tuple[SeenPlace, ...] = ()
    words: SeenWords | None = None
    effects_refusal: str = ""
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    checked: int = 0
    traces: tuple[SeenTrace, ...] = ()
    picture: Picture | None = None
    timings: Timings = field(default_factory=Timings)
    cost: Cost = field(default_factory=Cost)

    def trace(self, document_id: str) -> SeenTrace | None:
        """Give the trace of an expected document; None where it was not traced."""
        return next((each for each in self.traces if each.doc == document_id), None)
