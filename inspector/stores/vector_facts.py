"""What can be read off vectors without a model: how many cannot be compared, and whether they have length 1.

Cost: one pass over the file, 16,384 rows at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.vectors import Float32Array, norms

UNIT_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class VectorFacts:
    """Counts over all vectors of an index.

    Attributes:
        count: All vectors.
        nan: Those with a component that is not a number.
        infinite: Those with an infinite component and none that is NaN.
        zero: Those of length 0.
        odd: The others whose length is not 1 within 1e-3.
    """

    count: int
    nan: int
    infinite: int
    zero: int
    odd: int

    @property
    def normalized(self) -> bool:
        """Whether every vector that has a direction has length 1, and there is one."""
        return self.odd == 0 and self.count > self.nan + self.infinite + self.zero

    def warnings(self) -> tuple[str, ...]:
        """Say what a user should know, a sentence each; lengths only where most are 1 and some are not."""
        usable = self.count - self.nan - self.infinite - self.zero
        found = (
            (self.nan, "with a component that is not a number (NaN). No search can find such a document."),
            (self.infinite, "with an infinite component. No search can find such a document."),
            (self.zero, "of length zero, which has no direction."),
            (self.odd if 2 * self.odd < usable else 0, "whose length is not 1, although most have length 1."),
        )
        return tuple(f"{_vectors(number)} {what}" for number, what in found if number)


def measure(vectors: Float32Array) -> VectorFacts:
    """Count what is odd about vectors.

    Args:
        vectors: Shape (n, dim), memory-mapped or not.
    """
    lengths = norms(vectors)
    broken = np.flatnonzero(~np.isfinite(lengths))
    nan = sum(int(np.isnan(np.asarray(vectors[row])).any()) for row in broken)
    zero = int(np.count_nonzero(lengths == 0))
    usable = lengths[np.isfinite(lengths) & (lengths > 0)]
    odd = int(np.count_nonzero(np.abs(usable - 1.0) > UNIT_TOLERANCE))
    return VectorFacts(len(lengths), nan, len(broken) - nan, zero, odd)


def _vectors(number: int) -> str:
    return "1 vector" if number == 1 else f"{number:,} vectors"
