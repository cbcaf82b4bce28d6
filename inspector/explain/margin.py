"""Why one result stands above another: what each word does to the gap between them.

Margin M = similarity(q, A) - similarity(q, B). A word's part is effect(word, A) - effect(word, B); without the word the
margin is M minus that part, so B stands above A exactly where the part is larger than M.
"""

from __future__ import annotations

from dataclasses import dataclass

from inspector.records.explanation import Contributions
from inspector.text import Word, listed, quoted
from inspector.vectors import FloatArray, read_only


@dataclass(frozen=True, slots=True)
class Margin:
    """The gap between two documents and what each word does to it.

    Attributes:
        words: The words of the query that were tried.
        margin: similarity(q, A) - similarity(q, B), in [-2, 2]; positive: A is closer.
        parts: Shape (words,): effect on A minus effect on B. Positive: the word favours A.
        without: Shape (words,): the margin without the word.
        floor: Sum of the two documents' noise floors; a part below it is not told from noise.
    """

    words: tuple[Word, ...]
    margin: float
    parts: FloatArray
    without: FloatArray
    floor: float

    @property
    def swapping(self) -> tuple[Word, ...]:
        """The words whose removal turns the order of the two around."""
        turned = (self.without < 0) if self.margin > 0 else (self.without > 0)
        return tuple(word for word, swaps in zip(self.words, turned, strict=True) if swaps and self.margin)


def margin(effects: Contributions, first: int, second: int) -> Margin:
    """Split the gap between the documents in two columns of the effects."""
    parts = effects.removal[:, first] - effects.removal[:, second]
    gap = float(effects.similarity[first] - effects.similarity[second])
    floor = float(effects.noise_floor[first] + effects.noise_floor[second])
    return Margin(effects.words, gap, read_only(parts), read_only(gap - parts), floor)


def margin_sentence(found: Margin) -> str:
    """Say which words' removal swaps the two documents."""
    swapping = [quoted(word.text) for word in found.swapping]
    if swapping:
        return f"Removing {listed(swapping, 'or')} turns the two around."
    return "No single word decides their order: without any one of them it stays as it is."
