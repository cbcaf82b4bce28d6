"""Many queries at once: which of them fail, what they have in common, and which single change would help how many.

A query with expected documents fails when none of them is within k; it is healthy when at least one is. Counts are of
queries; traffic is the sum of their counts, so that one that is asked a hundred times weighs a hundred.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.records.documents import Where
from inspector.records.findings import Cause, NotChecked, Severity
from inspector.records.results import Fusion, Retriever
from inspector.records.runs import Query

TRACED = 200
"""Failing queries that are traced at most, unless more are asked for: a few minutes."""


@dataclass(frozen=True, slots=True)
class TriageCase:
    """A query and what it should find.

    Attributes:
        query: The query with its traffic.
        expected: Ids of the documents of which at least one should come, or of parents; empty where none is known.
    """

    query: Query
    expected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TriageSettings:
    """What is looked at.

    Attributes:
        k: Length of the list, >= 1.
        where: The filter.
        retriever: Whose list it is.
        weight: Share of the embedding in the hybrid list, 0 to 1.
        fusion: How the hybrid list is made.
        exact: Search all vectors even where the index has an ANN structure.
        limit: Failing queries that are traced at most, the most frequent first; 0 = none.
    """

    k: int = 10
    where: Where = ()
    retriever: Retriever = Retriever.EMBEDDING
    weight: float = 0.5
    fusion: Fusion = Fusion.RRF
    exact: bool = False
    limit: int = TRACED


class Outcome(StrEnum):
    """What became of a query."""

    FAILING = "failing"
    HEALTHY = "healthy"
    OPEN = "open"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Sign:
    """What a check of one query believes, where nothing says what should have come.

    Attributes:
        check: Name of the check.
        cause: Its word; None where it is an observation.
        severity: How much it matters.
        summary: One sentence for a person.
    """

    check: str
    cause: Cause | None
    severity: Severity
    summary: str


@dataclass(frozen=True, slots=True)
class TriageRow:
    """What became of one query.

    Attributes:
        query: The query.
        expected: What it should find.
        outcome: What became of it; open where nothing is expected.
        rank: Place of the expected document that stands best in the list, 1-based, as far as it was looked at; None =
            not there, or nothing is expected.
        missed: How many of the expected documents are not within k.
        doc: The expected document that was traced; empty where none was.
        cause: Why it is not there; None where that was not traced, or could not be said.
        also: Other causes that hold as well.
        traced: Whether its cause was looked for.
        summary: The cause, or why there is none, in one sentence; empty where there is nothing to say.
        signs: What the checks believe of a query without an expected document, gravest first.
    """

    query: Query
    expected: tuple[str, ...]
    outcome: Outcome
    rank: int | None = None
    missed: int = 0
    doc: str = ""
    cause: Cause | None = None
    also: tuple[Cause, ...] = ()
    traced: bool = False
    summary: str = ""
    signs: tuple[Sign, ...] = ()


class GroupKind(StrEnum):
    """What the queries of a group have in common."""

    CAUSE = "cause"
    UNKNOWN = "unknown"
    NOT_TRACED = "not_traced"
    UNANSWERED = "unanswered"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Group:
    """Queries with the same cause, or with the same sign.

    Attributes:
        kind: What they have in common.
        cause: Their cause; None where there is none.
        check: The check that saw the sign; empty for failing queries.
        queries: How many.
        traffic: How often they were asked, all together.
        share: Part of the traffic of all failing queries, of all open ones for a sign, or of all for unanswered ones;
            0 to 1.
        sentence: What they have in common, in plain words, as the end of a sentence.
        ids: Query ids, worst first: the most frequent, then those whose document is farthest away.
    """

    kind: GroupKind
    cause: Cause | None
    check: str
    queries: int
    traffic: int
    share: float
    sentence: str
    ids: tuple[str, ...]


class LeverKind(StrEnum):
    """A single change that is tried on all queries."""

    HYBRID_WEIGHT = "hybrid_weight"
    KEYWORD_ONLY = "keyword_only"
    EXACT_SEARCH = "exact_search"
    MORE_PROBES = "more_probes"
    UNIT_VECTORS = "unit_vectors"
    FILTER_OFF = "filter_off"
    COLLAPSE_COPIES = "collapse_copies"
    REEMBED_TEXT = "reembed_text"


@dataclass(frozen=True, slots=True)
class Lever:
    """A change and what it does to all judged queries.

    Attributes:
        lever: Which one.
        change: What was changed, one sentence with its numbers; where it was not tried, why not.
        tried: Whether it was run; the counts are 0 where it was not.
        saves: Failing queries that it brings back.
        breaks: Healthy queries that fail with it.
        saves_traffic: How often the saved ones were asked.
        breaks_traffic: How often the broken ones were asked.
        low: Smallest hybrid weight that does as much, for that lever alone.
        high: Largest hybrid weight of the same stretch.
    """

    lever: LeverKind
    change: str
    tried: bool
    saves: int = 0
    breaks: int = 0
    saves_traffic: int = 0
    breaks_traffic: int = 0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many queries became what.

    Attributes:
        queries: All, each id once.
        traffic: How often they were asked, all together.
        failing: None of what they expect is within k.
        failing_traffic: How often these were asked.
        healthy: At least one of what they expect is within k.
        partly: Healthy ones that lack some of what they expect.
        open: Nothing is expected.
        unanswered: The model failed on them.
        pairs: Query and expected document.
        pairs_missed: Pairs whose document is not within k.
        pairs_unknown: Pairs whose document is not in the index.
    """

    queries: int = 0
    traffic: int = 0
    failing: int = 0
    failing_traffic: int = 0
    healthy: int = 0
    partly: int = 0
    open: int = 0
    unanswered: int = 0
    pairs: int = 0
    pairs_missed: int = 0
    pairs_unknown: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast it went, this time; what an earlier, interrupted run had done is not in it.

    Attributes:
        answered: Queries that were answered now.
        seconds: What answering and trying the changes took.
        traced: Failing queries that were traced now.
        trace_seconds: What tracing took.
    """

    answered: int = 0
    seconds: float = 0.0
    traced: int = 0
    trace_seconds: float = 0.0

    @property
    def queries_per_second(self) -> float | None:
        """Queries answered in a second; None where none was answered now."""
        return self.answered / self.seconds if self.answered and self.seconds > 0 else None


@dataclass(frozen=True, slots=True)
class Triage:
    """The answer.

    Attributes:
        index: Name of the index.
        fingerprint: Of its content.
        settings: What was looked at; the retriever is the one that answered.
        made_at: When, ISO 8601 in UTC.
        summary: The sentence of an incident report.
        counts: How many queries became what.
        groups: Failing queries by cause, worst first, then unanswered ones, then signs.
        levers: Changes, the one that helps most first; those that were not tried last.
        rows: One for each query, in the order given.
        not_traced: How many failing queries were not traced, and why; None where all were.
        not_checked: What could not be looked at, with the reason.
        notes: What else is worth saying, one sentence each.
        rate: How fast it went.
    """

    index: str
    fingerprint: str
    settings: TriageSettings
    made_at: str
    summary: str
    counts: Counts
    groups: tuple[Group, ...]
    levers: tuple[Lever, ...]
    rows: tuple[TriageRow, ...]
    not_traced: str | None = None
    not_checked: tuple[NotChecked, ...] = ()
    notes: tuple[str, ...] = ()
    rate: Rate = Rate()
