"""What becomes of the results when the query is put another way."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.records.results import RanksAre


@dataclass(frozen=True, slots=True)
class Moved:
    """A result of the other wording.

    Attributes:
        rank: Its place in the new list, 1-based.
        id: The document.
        rank_before: Its exact rank under the query as typed, 1-based; None where it cannot be known.
        distance: Cosine distance to the other wording, in [0, 2].
    """

    rank: int
    id: str
    rank_before: int | None
    distance: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The results of another wording beside those of the query as typed.

    Attributes:
        query: As typed.
        text: The other wording.
        results: Its results, best first.
        ids_before: Results of the query as typed, best first.
        id: The document that is watched.
        rank_before: Its exact rank under the query as typed, 1-based; None where it cannot be known.
        rank_after: Under the other wording.
        distance_before: Its cosine distance to the query as typed, in [0, 2]; NaN where it cannot be known.
        distance_after: To the other wording.
        lists_are: Exact, or as an ANN structure retrieved them.
    """

    query: str
    text: str
    results: tuple[Moved, ...]
    ids_before: tuple[str, ...]
    id: str
    rank_before: int | None
    rank_after: int | None
    distance_before: float
    distance_after: float
    lists_are: RanksAre

    @property
    def left(self) -> tuple[str, ...]:
        """Results of the query as typed that are gone, in their order."""
        now = {each.id for each in self.results}
        return tuple(each for each in self.ids_before if each not in now)
