"""How far the fair shares of one document can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rating(StrEnum):
    """One plain word on an explanation."""

    RELIABLE = "reliable"
    TOGETHER = "words act together"
    UNRELIABLE = "not reliable"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured; similarities are in [-1, 1], NaN stands for what cannot be measured.

    It cannot where the query has too few words or the document no finite vector.

    Attributes:
        units: Number of words or phrases.
        span: similarity(q, d) - similarity(empty text, d): what is explained, in [-2, 2].
        floor: The document's noise floor, >= 0.
        missing: |span - sum of shares|, >= 0; 0 = they add up.
        removal_sum: Sum of the removal effects / span: how far those are from adding up; 1 = they would.
        largest: The largest absolute share.
        error: Its standard error, >= 0; NaN where unknown.
        comprehensiveness: Mean of what is lost when the strongest 1, 2, … n words are left out, / span; more is better.
        random: The same for random orders of the words.
        expected: How far the shares themselves say that the first exceeds the second, / span.
        r_squared: How much the shares predict of what tells sets of equally many words apart: the share of the variance
            of the similarity among them, at most 1. Where such sets differ by no more than noise, `level_r_squared`.
        r_squared_low: Its lower limit, which the true value exceeds in 95 % of draws; the same if all were tried.
        level_r_squared: Share of the variance over sets of any size, at most 1. Often negative: a text keeps most of
            its similarity when half its words are gone, while the sum of their shares halves.
        subsets: How many subsets that was measured on: held out, or all where the shares are exact.
        agreement: Rank correlation of two ways to remove a word, -1 to 1; None where there is no second way.
        interaction_share: Size of all interactions of two by that of all effects, >= 0; None where not measured.
    """

    units: int
    span: float
    floor: float
    missing: float
    removal_sum: float
    largest: float
    error: float
    comprehensiveness: float
    random: float
    expected: float
    r_squared: float
    r_squared_low: float
    level_r_squared: float
    subsets: int
    agreement: float | None
    interaction_share: float | None

    @property
    def held_out(self) -> bool:
        """Whether predictions were tried on subsets that the shares did not come from, as not all were tried."""
        return self.subsets < 1 << self.units

    @property
    def residual(self) -> float:
        """Completeness residual: |span - sum of shares| / |span|, >= 0; NaN where the span is 0."""
        return self.missing / abs(self.span) if self.span else float("nan")


@dataclass(frozen=True, slots=True)
class Fidelity:
    """The numbers on one document's fair shares, and what follows from them.

    Attributes:
        id: The document.
        rating: What follows.
        reason: Why, as a sentence.
        measured: The numbers.
    """

    id: str
    rating: Rating
    reason: str
    measured: Measured
