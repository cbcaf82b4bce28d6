"""How many places of a filtered list an exact search fills, where an ANN structure left some empty.

A structure looks at what is nearest, and what passes the filter may lie farther. Invariant: an exact search says so, no
guess. Cost: that search, and only where a filtered list came back short.
"""

from __future__ import annotations

from inspector.records.results import Request
from inspector.stores.collection import Collection
from inspector.vectors import Vectors


def filling(collection: Collection, request: Request, vectors: Vectors, returned: int) -> int | None:
    """Count the neighbors of an exact search under the filter; None where the list is not short for its structure.

    Args:
        collection: What was searched.
        request: What was asked.
        vectors: Shape (m, dim), the query first; (0, 0) where there is no model.
        returned: How many neighbors came, 0 to k.

    Raises:
        StoreError: an engine does not answer.
    """
    if request.exact or not request.where or not len(vectors) or not collection.has_ann:
        return None
    if returned >= min(request.k, collection.count_matching(request.where)):
        return None
    return len(collection.search(vectors[:1], request.k, where=request.where, exact=True)[0].ids)
