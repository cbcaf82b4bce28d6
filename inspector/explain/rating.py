"""One plain word on how far an explanation can be trusted, and the reason for it.

No threshold here is a number of ours. A share counts where it exceeds the noise floor by more than its own error. Where
the shares say that leaving out the strongest words first lowers the similarity faster than a random order, by more than
twice the noise floor, it must do so by more than the floor. Two ways to remove a word agree where their rank
correlation is more than chance brings in 19 of 20 cases. Words act together where no more than half of what tells sets
of equally many words apart is predicted word by word, so that as much comes from their company as from themselves;
where only some sets were tried, the lower limit counts. Sets of one size are compared because any text keeps most of
its similarity when some of its words are gone, whichever they are.
"""

from __future__ import annotations

from inspector.explain.agreement import chance_agreement
from inspector.records.fidelity import Measured, Rating

MORE_THAN_NOT = 0.5
"""Half: above it the words themselves say more than their company does."""

FEWEST_TO_AGREE = 5
"""With fewer words even a perfect match of two orders is too often luck."""


def rate(found: Measured) -> tuple[Rating, str]:
    """Give the rating and its reason; the first objection that holds decides."""
    objection = _nothing_there(found) or _not_borne_out(found)
    if objection:
        return Rating.UNRELIABLE, objection
    if found.units == 1:
        return Rating.RELIABLE, "The query is a single word, so its share is all that the query adds."
    known = f"{max(0.0, found.r_squared):.0%} of what tells sets of its words apart{_limit(found)}"
    if not found.r_squared_low > MORE_THAN_NOT:
        return Rating.TOGETHER, f"Word by word, the shares predict {known}; the rest is what words do together."
    return Rating.RELIABLE, f"Word by word, the shares predict {known}, and they stand out from noise."


def _limit(found: Measured) -> str:
    if found.r_squared_low >= found.r_squared:
        return ""
    return f" (at least {max(0.0, found.r_squared_low):.0%} in 19 of 20 draws)"


def _nothing_there(found: Measured) -> str:
    """Object where there is nothing to explain."""
    if not found.units:
        return "The query has no words."
    if not abs(found.span) < float("inf"):
        return "The document has no finite vector."
    if abs(found.span) <= found.floor:
        return (
            f"The whole query moves this document by {abs(found.span):.3f}, no more than noise does "
            f"({found.floor:.3f}): there is nothing to explain."
        )
    if found.missing > found.floor:
        return f"The shares miss the similarity by {found.missing:.3f}, more than noise ({found.floor:.3f})."
    known = 0.0 if found.error != found.error else found.error  # one round says nothing of its error
    if found.largest <= found.floor + known:
        return (
            f"No word's share exceeds noise: the largest is {found.largest:.3f}, the noise {found.floor:.3f}"
            f"{f', its own error {known:.3f}' if known else ''}."
        )
    return ""


def _not_borne_out(found: Measured) -> str:
    """Object where the model does not behave as the shares say."""
    gain = (found.comprehensiveness - found.random) * abs(found.span)
    expected = found.expected * abs(found.span)
    if expected > 2 * found.floor and not gain > found.floor:
        return (
            f"Leaving out the strongest words first should lower the similarity by {expected:.3f} more than a random "
            f"order; it does by {gain:.3f}, no more than noise ({found.floor:.3f})."
        )
    chance = chance_agreement(found.units)
    if found.agreement is not None and found.units >= FEWEST_TO_AGREE and not found.agreement > chance:
        return (
            f"Two ways to remove a word put the words in different orders (rank correlation {found.agreement:.2f}; "
            f"chance alone brings {chance:.2f} in one of twenty cases)."
        )
    return ""
