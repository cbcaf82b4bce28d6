"""Why one result stands above another: what each word does to the gap between them.

Margin M = similarity(q, A) - similarity(q, B). A word's part is effect(word, A) - effect(word, B); without the word the
margin is M minus that part, so B stands above A exactly where the part is larger than M. The parts of fair shares add
up to M less the margin under the empty text. No encodes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.records.explanation import Contributions
from inspector.records.shares import FairShares
from inspector.records.units import Unit
from inspector.text import Word, listed, quoted, with_sign
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


@dataclass(frozen=True, slots=True)
class FairMargin:
    """The gap between two documents, shared out among the words so that the parts add up to it.

    Attributes:
        units: The words or phrases, in query order.
        margin: similarity(q, A) - similarity(q, B), in [-2, 2]; positive: A is closer.
        empty: The margin under the empty text.
        parts: Shape (units,): fair share for A minus fair share for B; they sum to `margin - empty` within 1e-6.
        standard_error: Shape (units,), >= 0: at most so large is the standard error of a part (the sum of the two
            shares' own); 0 where exact.
    """

    units: tuple[Unit, ...]
    margin: float
    empty: float
    parts: FloatArray
    standard_error: FloatArray


def fair_margin(shares: FairShares, first: int, second: int) -> FairMargin:
    """Share the gap between the documents in two columns out among the words."""
    return FairMargin(
        units=shares.units,
        margin=float(shares.whole[first] - shares.whole[second]),
        empty=float(shares.empty[first] - shares.empty[second]),
        parts=read_only(shares.shares[:, first] - shares.shares[:, second]),
        standard_error=read_only(shares.standard_error[:, first] + shares.standard_error[:, second]),
    )


def fair_margin_sentence(found: FairMargin, floor: float) -> str:
    """Say which word speaks most for the document that is closer, and which most against it.

    Args:
        found: The gap, shared out.
        floor: Sum of the two documents' noise floors, >= 0; a part below it is not told from noise.
    """
    towards = found.parts if found.margin >= 0 else -found.parts
    if not len(towards) or not np.abs(towards).max() >= floor:
        return "No word tells the two apart by more than noise does."
    best, worst = int(np.argmax(towards)), int(np.argmin(towards))
    most = f"{quoted(found.units[best].text)} speaks most for the closer one ({with_sign(towards[best])})"
    least = f"{quoted(found.units[worst].text)} most against it ({with_sign(towards[worst])})"
    gap = f"Of the gap of {abs(found.margin):.2f}"
    if towards[best] < floor:
        return f"{gap}, no word speaks for the closer one beyond noise; {least}."
    return f"{gap}, {most}{f' and {least}' if towards[worst] <= -floor else ''}."
