"""One result per parent: of several chunks of one whole, a list keeps the best and says how many more it held.

Invariant: nothing is searched or ranked anew, and what is kept keeps its place in the whole list.
Cost: none to speak of; `has_parents` goes through one column.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TypeVar

from inspector.records.documents import Condition
from inspector.records.inspection import Inspection
from inspector.records.results import HybridHit, KeywordHit, Neighbor
from inspector.stores.collection import Collection

Hit = TypeVar("Hit", Neighbor, KeywordHit, HybridHit)


def has_parents(collection: Collection) -> bool:
    """Say whether any document that can be gone through is a chunk of another."""
    without = collection.matching((Condition("parent", ""),))
    return without is not None and not bool(without.all())


def collapsed(inspection: Inspection) -> Inspection:
    """Give the answer with one result per parent in each list; findings, effects and documents stay those of all."""
    return replace(
        inspection,
        neighbors=one_per_parent(inspection.neighbors),
        keyword=one_per_parent(inspection.keyword),
        hybrid=one_per_parent(inspection.hybrid),
    )


def one_per_parent(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Keep the best chunk of each parent, and every document of its own, in their order and with their places.

    Args:
        hits: One list, best first.

    Returns:
        What is kept, each with the number of further chunks of its parent in `hits`, 0 for a document of its own.
    """
    chunks = Counter(hit.parent for hit in hits)
    best: dict[str, str] = {}
    for hit in hits:
        if hit.parent is not None:
            best.setdefault(hit.parent, hit.id)
    return tuple(
        replace(hit, more_of_parent=0 if hit.parent is None else chunks[hit.parent] - 1)
        for hit in hits
        if hit.parent is None or best[hit.parent] == hit.id
    )
