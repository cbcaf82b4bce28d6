"""Does the collection still answer what is asked? The best similarity of the queries then and now.

Read against the collection's own background: what ordinary queries find in it. Cost: one exact search of all queries.
"""

from __future__ import annotations

import numpy as np

from inspector.monitor.quantities import share_difference
from inspector.records.drift import QueryFit
from inspector.search.background import Background, best_percentile
from inspector.stores.collection import Collection
from inspector.vectors import FloatArray, Vectors


def query_fit(collection: Collection, background: Background, then: Vectors, now: Vectors) -> QueryFit | None:
    """Compare how near the queries of each side come to a document.

    Args:
        collection: What they ask.
        background: Of the collection and its model.
        then: Shape (n, dim), n >= 2: vectors of the queries then.
        now: Shape (m, dim), m >= 2: of the queries now.

    Returns:
        None where there is no background to read a similarity against, or a side finds nothing.
    """
    bounds = background.best_percentiles
    before, after = _best(collection, then), _best(collection, now)
    if bounds is None or min(len(before), len(after)) < 2:
        return None
    outside_then, outside_now = before < bounds[0], after < bounds[0]
    low, high = share_difference(outside_then, outside_now)
    return QueryFit(
        then_percentile=_median(background, before),
        now_percentile=_median(background, after),
        then_outside=float(outside_then.mean()),
        now_outside=float(outside_now.mean()),
        low=low,
        high=high,
    )


def _best(collection: Collection, queries: Vectors) -> FloatArray:
    """Give each query's best similarity; those without any are left out."""
    found = [float(hits.similarities[0]) for hits in collection.search(queries, 1, exact=True) if len(hits.ids)]
    return np.array(found, dtype=np.float64)


def _median(background: Background, best: FloatArray) -> float:
    return float(np.median([best_percentile(background, each) for each in best]))
