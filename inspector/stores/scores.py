"""The score an index ranks by, for each metric: larger is better, in float64, one fixed order of summation a pair.

Equal vectors get equal scores whatever stands beside them, so ties are real ties and are broken by place in the
collection. Scores are for ranking only; what is shown is the cosine distance of `inspector.vectors`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from inspector.contract import Metric
from inspector.vectors import FloatArray, IntArray, Vectors, cosine_similarity, dot_products

_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought for one query, best first.

    Attributes:
        rows: Shape (f,), f <= k, places in the collection.
        scores: Shape (f,), by the metric, larger is better, never increasing.
    """

    rows: IntArray
    scores: FloatArray


def negative_squared_distances(queries: Vectors, documents: Vectors) -> FloatArray:
    """Give minus the squared Euclidean distance of every query to every document.

    Args:
        queries: Shape (m, dim).
        documents: Shape (n, dim).

    Returns:
        Shape (m, n), <= 0; NaN or minus infinity where a vector is not finite.
    """
    left = np.asarray(queries, dtype=np.float64)
    right = np.asarray(documents, dtype=np.float64)
    out = np.empty((len(left), len(right)), dtype=np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        for row, query in enumerate(left):
            out[row] = -np.sum((right - query) ** 2, axis=1)
    return out


SCORES: dict[Metric, Callable[[Vectors, Vectors], FloatArray]] = {
    Metric.COSINE: cosine_similarity,
    Metric.INNER_PRODUCT: dot_products,
    Metric.L2: negative_squared_distances,
}


def exact_scores(metric: Metric, queries: Vectors, documents: Vectors) -> FloatArray:
    """Score every query against every document by a metric, in float64, in pieces of about 16 MiB.

    Args:
        metric: What the index ranks by.
        queries: Shape (m, dim), finite.
        documents: Shape (n, dim), finite.

    Returns:
        Shape (m, n), larger is better: cosine similarity, inner product, or minus the squared distance.
    """
    score = SCORES[metric]
    step = max(1, _BYTES // (8 * max(1, documents.shape[1])))
    if len(documents) <= step:
        return score(queries, np.ascontiguousarray(documents))
    pieces = [
        score(queries, np.ascontiguousarray(documents[start : start + step]))
        for start in range(0, len(documents), step)
    ]
    return np.concatenate(pieces, axis=1)
