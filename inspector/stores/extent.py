"""How much of a collection can be gone through, in words."""

from __future__ import annotations

from inspector.stores.collection import Collection
from inspector.text import counted


def extent(collection: Collection) -> str:
    """Say how many documents are looked at: "450 documents", or "20,000 of 1,000,000 documents, drawn at random"."""
    if collection.count == collection.population:
        return counted(collection.count, "document")
    return f"{collection.count:,} of {counted(collection.population, 'document')}, drawn at random"
