"""What becomes of the result list when a word of the query is left out."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.records.results import RanksAre
from inspector.records.units import Unit


@dataclass(frozen=True, slots=True)
class ListChange:
    """The k results without one unit, compared with those of the whole query.

    Attributes:
        unit: The word or phrase that was left out.
        ids: The results without it, best first.
        entered: Those that are new, in their order.
        left: Results of the whole query that are gone, in their order.
        shared: How many are in both lists.
        rbo: Rank-biased overlap (p = 0.9) of both lists, 0 (disjoint) to 1 (the same order).
        reordered: Whether those that are in both lists stand in another order.
    """

    unit: Unit
    ids: tuple[str, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    shared: int
    rbo: float
    reordered: bool

    @property
    def decides(self) -> int:
        """How many results of the whole query are there because of the unit."""
        return len(self.left)


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What each unit of a query decides about its results.

    Attributes:
        k: Length of the lists that were asked for.
        ids: The results of the whole query, best first; fewer than k where there are fewer documents.
        changes: One per unit, in query order.
        lists_are: Exact, or as an ANN structure retrieved them.
    """

    k: int
    ids: tuple[str, ...]
    changes: tuple[ListChange, ...]
    lists_are: RanksAre
