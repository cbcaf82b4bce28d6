"""The parts of a query that are taken away and put back when it is explained."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
"""[start, end) in Unicode code points of the query."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or a phrase of several, that is removed as one.

    Attributes:
        text: As written in the query; the pieces of a phrase that is not in one place are joined by " … ".
        spans: Where it stands, in order, not overlapping.
    """

    text: str
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Offset of its first code point."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset behind its last code point."""
        return self.spans[-1][1]
