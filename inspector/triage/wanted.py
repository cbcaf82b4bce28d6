"""Which stored documents an expected id stands for: itself, the chunks of a parent, or none.

Invariant: an id that is a document's own never stands for the chunks of a parent of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from inspector.records.documents import Condition
from inspector.records.triage import TriageCase
from inspector.search.parents import has_parents
from inspector.stores.collection import Collection

Wanted = Mapping[str, frozenset[str]]
"""For each expected id the ids of the documents that stand for it; empty for one that is not in the index."""


def wanted_of(collection: Collection, cases: Sequence[TriageCase]) -> Wanted:
    """Find what the expected ids of some cases stand for."""
    ids = list(dict.fromkeys(each for case in cases for each in case.expected))
    rows = collection.rows_of(ids)
    found = {each: frozenset((each,)) if row >= 0 else frozenset[str]() for each, row in zip(ids, rows, strict=True)}
    missing = [each for each, documents in found.items() if not documents]
    if missing and has_parents(collection):
        for parent in missing:
            mask = collection.matching((Condition("parent", parent),))
            if mask is not None:
                found[parent] = frozenset(collection.ids_at(np.flatnonzero(mask)))
    return found


def place_of(ids: Sequence[str], wanted: frozenset[str]) -> int | None:
    """Give the place of the first of some documents in a list, 1-based; None where none is in it."""
    return next((place for place, each in enumerate(ids, start=1) if each in wanted), None)
