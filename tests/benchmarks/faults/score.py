"""What the answers are worth: shares with Wilson intervals, the confusion matrix, two baselines.

References:
    Wilson 1927, "Probable inference, the law of succession, and statistical inference".
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from inspector.records.findings import Cause
from tests.benchmarks.faults.cases import Answer
from tests.benchmarks.faults.healthy import BLAMING, HEALTHY

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many.

    Attributes:
        hits: Right ones.
        of: All, >= 0.
    """

    hits: float
    of: int

    @property
    def value(self) -> float:
        """The share, in [0, 1]; NaN of none."""
        return self.hits / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share."""
        return wilson(self.hits, self.of)

    def __str__(self) -> str:
        if not self.of:
            return "no cases"
        low, high = self.interval
        return f"{100 * self.value:5.1f} % of {self.of:4} [{100 * low:5.1f}, {100 * high:5.1f}]"


def wilson(hits: float, of: int, z: float = NORMAL_95) -> tuple[float, float]:
    """Give the interval of a share that was seen `hits` times out of `of`.

    Returns:
        Both ends, in [0, 1]; (0, 1) of none.
    """
    if not of:
        return 0.0, 1.0
    share = hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def right(answer: Answer) -> bool:
    """Whether an answer is the right one."""
    if answer.cause is None:
        return False
    if answer.case.expected is None:
        return answer.cause is not Cause.FOUND and answer.cause not in BLAMING
    return answer.cause is answer.case.expected


def false_alarm(answer: Answer) -> bool:
    """Whether an answer blames what is not broken; a failed trace is none, but it is never right either."""
    return answer.cause in BLAMING


def counted(answers: Iterable[Answer]) -> list[Answer]:
    """Give the answers to faults that took a document out of the list."""
    return [each for each in answers if each.case.counted]


def healthy(answers: Iterable[Answer]) -> list[Answer]:
    """Give the answers of healthy runs, those with rounded vectors left out."""
    return [each for each in answers if each.case.fault == HEALTHY]


def accuracy(answers: Sequence[Answer]) -> Share:
    """How many answers are right."""
    return Share(sum(map(right, answers)), len(answers))


def mentioned(answers: Sequence[Answer]) -> Share:
    """How many answers name the injected cause, first or among the others."""
    return Share(sum(each.case.injected in (each.cause, *each.also) for each in answers), len(answers))


def constant(answers: Sequence[Answer], cause: Cause = Cause.MODEL_LIMIT) -> Share:
    """How many would be right if the answer were always the same."""
    return Share(sum(each.case.expected is cause for each in answers), len(answers))


def guessed(answers: Sequence[Answer]) -> Share:
    """How many would be right, on average, if one of the causes whose undoing works were drawn at random."""
    total = 0.0
    for each in answers:
        named = (each.cause, *each.also)
        total += named.count(each.case.injected) / len(named)
    return Share(total, len(answers))


def by(answers: Iterable[Answer], key: Callable[[Answer], str]) -> dict[str, list[Answer]]:
    """Group answers, in the order in which the groups appear."""
    groups: dict[str, list[Answer]] = {}
    for each in answers:
        groups.setdefault(key(each), []).append(each)
    return groups


def confusion(answers: Iterable[Answer]) -> dict[str, Counter[str]]:
    """Count what was said (keys inside) for each injected cause (keys outside), causes in the order of the list."""
    order = [cause.value for cause in Cause]
    said = by(answers, lambda each: str(each.case.injected))
    return {
        injected: Counter(str(each.cause or "failed") for each in said[injected])
        for injected in sorted(said, key=order.index)
    }


def median_seconds(answers: Sequence[Answer]) -> float:
    """The median time of a trace; NaN of none."""
    return statistics.median(each.seconds for each in answers) if answers else math.nan
