"""What a change does to all queries together: gathered query by query, estimated at the end.

Cost: a few numbers a query, and the bootstrap of two means.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from inspector.compare.numbers import mean, share
from inspector.records.comparison import BlastRadius, QueryComparison, Reason, ReasonCount


class Tally:
    """Counts queries as they are compared."""

    def __init__(self, k: int) -> None:
        """Start without any, with lists of k places."""
        self._k = k
        self._weights: list[int] = []
        self._other_list: list[bool] = []
        self._places: list[int] = []
        self._overlaps = np.zeros(k + 1, dtype=np.int64)
        self._worth: list[tuple[int, float]] = []
        self._lost = self._won = 0
        self._reasons: dict[Reason, ReasonCount] = {}

    def add(self, queries: Iterable[QueryComparison]) -> None:
        """Count some queries."""
        for each in queries:
            self._weights.append(each.query.count)
            self._other_list.append(not each.same)
            self._places.append(each.places)
            self._overlaps[self._k - each.places] += 1
            difference = each.ndcg_difference
            if difference is not None:
                self._worth.append((each.query.count, difference))
            self._lost += len(each.lost)
            self._won += len(each.won)
            self._add_reasons(each)

    def _add_reasons(self, compared: QueryComparison) -> None:
        for left in compared.left:
            known = self._reasons.get(left.reason)
            first = known or ReasonCount(left.reason, 0, 0, compared.query.id, left.id)
            self._reasons[left.reason] = ReasonCount(
                left.reason, first.count + 1, first.relevant + left.relevant, first.query, first.document
            )

    def reasons(self) -> tuple[ReasonCount, ...]:
        """Give how often each reason was named, most frequent first."""
        order = tuple(Reason)
        return tuple(sorted(self._reasons.values(), key=lambda each: (-each.count, order.index(each.reason))))

    def blast(self) -> BlastRadius:
        """Estimate the consequences for all queries; there is at least one."""
        weights = np.array(self._weights, dtype=np.float64)
        places = np.array(self._places, dtype=np.float64)
        asked, differences = np.array(self._worth, dtype=np.float64).reshape(-1, 2).T
        return BlastRadius(
            queries=len(weights),
            k=self._k,
            other_list=share(np.array(self._other_list, dtype=np.float64), weights),
            other_documents=share((places > 0).astype(np.float64), weights),
            places=mean(places, weights),
            judged=len(self._worth),
            lost=self._lost,
            won=self._won,
            ndcg=mean(differences, asked) if len(asked) else None,
            weighted=bool((weights != 1).any()),
            overlaps=tuple(map(int, self._overlaps)),
        )
