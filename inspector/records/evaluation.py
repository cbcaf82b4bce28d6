"""What an evaluation found: how judgements fit, what each way of searching reached, and what the differences are worth.

Values of measures are in [0, 1] for all measures named here, and larger is better; `Judged@k` says how much of a list
was judged at all, not how good it is. Differences are first minus second. Intervals hold 95 % and come from resampling
the queries; NaN stands where a number does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from inspector.records.inspection import IndexFacts
from inspector.records.results import Fusion
from inspector.records.runs import Query, Run
from inspector.vectors import FloatArray


@dataclass(frozen=True, slots=True)
class Mentioned:
    """How many ids something is true of, and some of them.

    Attributes:
        count: All of them, >= 0.
        examples: The first few, in the order of their file.
    """

    count: int = 0
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """How queries, judgements and the documents of an index fit together.

    Attributes:
        queries: How many queries were given.
        judgements: How many pairs were judged.
        documents: How many different documents they name.
        evaluated: How many queries are evaluated: given, judged, and with at least one relevant document.
        repeated: How many lines of the judgements said again what an earlier one had said.
        without_text: Judged queries that were not given.
        without_judgement: Given queries that nobody judged.
        without_relevant: Queries that were judged, but without any relevant document; they are left out.
        missing: Judged documents that are not in the index, neither as documents nor as parents.
        filtered: Relevant documents of evaluated queries that are in the index, but do not pass the filter.
        unreachable: Evaluated queries all of whose relevant documents are missing; they count as 0.
        per_parent: Whether the judgements name parents, so that every list keeps the best chunk of each parent only.
    """

    queries: int
    judgements: int
    documents: int
    evaluated: int
    repeated: int = 0
    without_text: Mentioned = Mentioned()
    without_judgement: Mentioned = Mentioned()
    without_relevant: Mentioned = Mentioned()
    missing: Mentioned = Mentioned()
    filtered: Mentioned = Mentioned()
    unreachable: Mentioned = Mentioned()
    per_parent: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure of one way of searching, over all evaluated queries.

    Attributes:
        retriever: Name of the run.
        measure: By its ir-measures name.
        mean: Over the queries.
        low: Lower end of the interval.
        high: Upper end of the interval.
    """

    retriever: str
    measure: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two ways of searching on the same queries, by one measure.

    Attributes:
        a: Name of the first run.
        b: Name of the second run.
        measure: By its ir-measures name.
        difference: Mean of a minus mean of b, in [-1, 1].
        low: Lower end of the interval of the difference.
        high: Upper end of the interval of the difference.
        p_value: Of the paired randomization test, two-sided, in (0, 1].
        p_holm: The same, corrected by Holm for all comparisons of the evaluation.
        smallest_detectable: The true difference that so many queries would show with 80 % power at 5 % in this one
            comparison, > 0; NaN where the differences do not vary, and where there are too few to show any.
        queries: How many queries were compared.
        won: For how many of them a is better.
        lost: For how many of them b is better.
        sentence: The same in words.
    """

    a: str
    b: str
    measure: str
    difference: float
    low: float
    high: float
    p_value: float
    p_holm: float
    smallest_detectable: float
    queries: int
    won: int
    lost: int
    sentence: str


@dataclass(frozen=True, slots=True)
class SweepPoint:
    """The hybrid list at one weight.

    Attributes:
        weight: Share of the embedding, 0 to 1.
        mean: Of the measure.
        low: Lower end of its interval.
        high: Upper end of its interval.
        p_value: Of the paired test against the best weight, corrected by Holm for all weights; 1 for the best itself.
        as_good: Whether these queries cannot tell it from the best.
    """

    weight: float
    mean: float
    low: float
    high: float
    p_value: float
    as_good: bool


@dataclass(frozen=True, slots=True)
class Sweep:
    """The hybrid list at every weight, by one fusion.

    Attributes:
        fusion: How the lists are fused.
        measure: By its ir-measures name.
        points: By weight, rising.
        best: The weight with the largest mean, the smallest of several.
        lowest: Lowest weight of the range around the best that these queries cannot tell from it.
        highest: Highest weight of that range.
        sentence: The same in words.
    """

    fusion: Fusion
    measure: str
    points: tuple[SweepPoint, ...]
    best: float
    lowest: float
    highest: float
    sentence: str


class Relation(StrEnum):
    """How a gate holds a value against its bar."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"


@dataclass(frozen=True, slots=True)
class Gate:
    """A bar that a measure must not miss.

    Attributes:
        retriever: Name of the run.
        measure: By its ir-measures name.
        relation: How the value is held against the bar.
        bar: The bar.
    """

    retriever: str
    measure: str
    relation: Relation
    bar: float


@dataclass(frozen=True, slots=True)
class GateResult:
    """What became of a gate.

    Attributes:
        gate: The gate.
        value: The mean that was held against its bar.
        low: Lower end of the mean's interval.
        high: Upper end of the mean's interval.
        passed: Whether the bar was met.
        by_chance: Whether the bar lies within the interval, or there is one query only, so that other queries of the
            same kind could have decided otherwise.
        sentence: The same in words.
    """

    gate: Gate
    value: float
    low: float
    high: float
    passed: bool
    by_chance: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found.

    Attributes:
        fit: How judgements, queries and documents fit.
        retrievers: Names of the runs.
        measures: Their ir-measures names, `Judged@k` the last.
        queries: The evaluated queries.
        values: Shape (retrievers, measures, queries), read-only: every value of every query.
        estimates: One for each run and measure.
        comparisons: One for each pair of runs and each measure but `Judged@k`.
        runs: The lists that were evaluated, one for each retriever; by parent where `fit.per_parent`.
        depth: Length of the lists; nothing further down counts.
        sweeps: One for each fusion; empty where none was asked for.
        notes: What a reader of the numbers must know, as sentences.
        index: Which index answered.
    """

    fit: Fit
    retrievers: tuple[str, ...]
    measures: tuple[str, ...]
    queries: tuple[Query, ...]
    values: FloatArray
    estimates: tuple[Estimate, ...]
    comparisons: tuple[Comparison, ...]
    runs: tuple[Run, ...]
    depth: int
    sweeps: tuple[Sweep, ...] = ()
    notes: tuple[str, ...] = ()
    index: IndexFacts | None = None

    def of(self, retriever: str, measure: str) -> FloatArray:
        """Give the values of one run by one measure, shape (queries,).

        Raises:
            ValueError: there is no such run, or the measure was not taken.
        """
        found: FloatArray = self.values[self.retrievers.index(retriever), self.measures.index(measure)]
        return found

    def estimate(self, retriever: str, measure: str) -> Estimate | None:
        """Give the estimate of one run by one measure; None where there is none."""
        wanted = (retriever, measure)
        return next((each for each in self.estimates if (each.retriever, each.measure) == wanted), None)

    def worst(self, retriever: str, measure: str, count: int = 10) -> tuple[tuple[Query, float], ...]:
        """Give the queries with the lowest values, lowest first, each with its value; ties in their order.

        Raises:
            ValueError: there is no such run, or the measure was not taken.
        """
        values = self.of(retriever, measure)
        rows = np.argsort(values, kind="stable")[:count]
        return tuple((self.queries[row], float(values[row])) for row in rows)
