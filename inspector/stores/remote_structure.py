"""How the ANN structure of a database treats one document: found out by searching with other settings.

Invariant: nothing is said that no search showed. Cost: about ten searches with longer and longer candidate lists.
"""

from __future__ import annotations

import numpy as np

from inspector.records.documents import Where
from inspector.stores.collection import SearchParams, Structure
from inspector.stores.engines.engine import Engine
from inspector.stores.scores import exact_scores
from inspector.vectors import Float32Array, Vectors

LONGEST = 32_768
"""The longest candidate list that is tried, and the most cells; an engine may have a lower limit of its own."""


def structure_of(
    engine: Engine, query: Vectors, document_id: str, stored: Float32Array, k: int, where: Where
) -> Structure | None:
    """Say how an engine's structure treats a document; None where every search is exact.

    Args:
        engine: The database.
        query: Shape (1, dim).
        document_id: The document.
        stored: Shape (1, dim): its vector.
        k: How many results are asked for.
        where: The filter.

    Raises:
        StoreError: the engine does not answer.
    """
    facts = engine.facts
    if not facts.structure:
        return None
    score = float(exact_scores(facts.metric, query, stored)[0, 0]) if np.isfinite(stored).all() else float("nan")
    graph, cells = "hnsw" in facts.structure.lower(), "ivf" in facts.structure.lower()
    most = min(LONGEST, max(facts.count, k))
    longest = min(most, facts.ef_limit or LONGEST)
    return Structure(
        name=facts.structure,
        metric=facts.metric,
        lossless=None if _coded(facts.structure) else True,
        score=score,
        coded_score=float("nan"),
        exhaustive=SearchParams(nprobe=most if cells else None, ef_search=longest if graph else None),
        ef_search=facts.ef_search if graph else None,
        ef_needed=_needed(engine, query, document_id, k, where, longest) if graph else None,
        ef_limit=longest if graph and longest < facts.count else None,
        filters_after=facts.filters_after,
    )


def _coded(structure: str) -> bool:
    """Whether a structure compresses what it keeps, by its name."""
    return any(sign in structure.lower() for sign in ("pq", "sq", "quant", "rabitq", "scann", "bin"))


def _needed(engine: Engine, query: Vectors, document_id: str, k: int, where: Where, most: int) -> int | None:
    """Give the smallest length of the candidate list, among doublings, with which the document is returned."""
    length = min(max(k, 8), most)
    while True:
        hits = engine.search(query, k, where=where, params=SearchParams(ef_search=length))[0]
        if document_id in hits.ids:
            return length
        if length >= most:
            return None
        length = min(2 * length, most)
