"""What two words do together beyond what each does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.records.units import Unit
from inspector.vectors import FloatArray


class PairKind(StrEnum):
    """How two words of a query stand to each other."""

    REDUNDANT = "redundant"
    NEEDING = "needing"


@dataclass(frozen=True, slots=True)
class Interactions:
    """The removal effect of every unit, and the interaction of every two, for every document.

    effect(i) = v(all) - v(all but i); interaction(i, j) = v(all) - v(all but i) - v(all but j) + v(all but both), where
    v is the similarity to the document. Unitless. Negative: either is enough. Positive: each needs the other.

    Attributes:
        units: The words or phrases, in query order.
        ids: The documents.
        whole: Shape (documents,): v(all).
        removal: Shape (units, documents).
        interaction: Shape (units, units, documents), symmetric, 0 on the diagonal; NaN for two units that were not
            tried together because there are too many.
        tried: How many of the pairs were tried.
    """

    units: tuple[Unit, ...]
    ids: tuple[str, ...]
    whole: FloatArray
    removal: FloatArray
    interaction: FloatArray
    tried: int


@dataclass(frozen=True, slots=True)
class PairEffect:
    """Two units whose interaction on one document is larger than noise.

    Attributes:
        first: The one that stands first in the query.
        second: The other one.
        kind: Whether either is enough, or each needs the other.
        interaction: Negative where redundant, positive where needing.
        beside: What removing the first costs while the second is there.
        without: What removing the first costs when the second is gone; beside - without = interaction.
    """

    first: Unit
    second: Unit
    kind: PairKind
    interaction: float
    beside: float
    without: float
