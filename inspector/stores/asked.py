"""What may be asked of an index: queries of its dimension, at least one result."""

from __future__ import annotations

from inspector.errors import RequestError
from inspector.vectors import Vectors


def refuse_misfit(queries: Vectors, dim: int, k: int = 1) -> None:
    """Refuse queries that an index cannot answer.

    Args:
        queries: What should be of shape (m, dim).
        dim: Dimensions of the index.
        k: How many results are asked for.

    Raises:
        RequestError: the queries have other dimensions, or k is below 1.
    """
    if k < 1:
        raise RequestError(f"k is {k}, at least 1 was expected.", "Ask for one result or more.")
    if queries.ndim != 2 or queries.shape[1] != dim:
        found = queries.shape[-1] if queries.ndim else 0
        raise RequestError(
            f"The index has {dim} dimensions, but the query has {found}.", "Choose the model the index was built with."
        )
