"""Why an ANN structure returns a document or does not: its cell, its code, the candidates a search would need.

Invariant: a structure is only asked, never changed. Cost: of an IVF structure all centroids are ranked once; of an HNSW
graph about ten searches with longer and longer candidate lists.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from inspector.contract import Metric
from inspector.stores.ann import AnnIndex
from inspector.stores.ann_probe import inner
from inspector.stores.collection import SearchParams, Structure
from inspector.stores.scores import exact_scores
from inspector.vectors import BoolArray, Float32Array, Vectors, directions

_CLOSE = 1e-3


def structure_of(
    ann: AnnIndex, query: Vectors, row: int, stored: Float32Array, k: int, mask: BoolArray | None, contract: Metric
) -> Structure:
    """Say how a structure treats one document for one query.

    Args:
        ann: The structure.
        query: Shape (1, dim).
        row: The document's place, which is its entry in the structure.
        stored: Shape (1, dim): its vector in the index.
        k: How many results are asked for.
        mask: Shape (count,): which entries take part; None lets all.
        contract: What the index ranks by; a structure of our own for cosine holds unit vectors.

    Returns:
        The structure; scores are NaN where the vector is not finite.
    """
    found = inner(ann.index)
    given = _given(ann, row, stored, contract)
    finite = bool(np.isfinite(given).all())
    asked, held = _transformed(ann.index, query), _transformed(ann.index, given)
    coded = _coded(found, held) if finite else None  # FAISS ends the process over a code that is none
    score, coded_score = float("nan"), float("nan")
    if finite:
        score = float(exact_scores(ann.metric, query, given)[0, 0])
        coded_score = float("nan") if coded is None else float(exact_scores(ann.metric, asked, coded)[0, 0])
    nlist = getattr(found, "nlist", None)
    graph = getattr(found, "hnsw", None)
    return Structure(
        name=ann.spec.text,
        metric=ann.metric,
        lossless=None if coded is None else _equal(coded, held) and _equal(coded_score, score),
        score=score,
        coded_score=coded_score,
        exhaustive=SearchParams(nprobe=nlist, ef_search=ann.count if graph is not None else None),
        nlist=nlist,
        nprobe=getattr(found, "nprobe", None) if nlist is not None else None,
        cell_rank=_cell_rank(found, asked, row, held) if nlist is not None and finite else None,
        ef_search=int(graph.efSearch) if graph is not None else None,
        ef_needed=_ef_needed(ann, query, row, k, mask) if graph is not None else None,
    )


def _transformed(index: Any, vectors: Vectors) -> Float32Array:
    """Give vectors as the index that searches gets them: projected, turned or scaled by what stands before it."""
    import faiss

    found, out = faiss.downcast_index(index), np.ascontiguousarray(vectors, dtype=np.float32)
    if isinstance(found, faiss.IndexPreTransform):
        for place in range(found.chain.size()):
            out = faiss.downcast_VectorTransform(found.chain.at(place)).apply(out)
    below = getattr(found, "index", None) or getattr(found, "base_index", None)
    return out if below is None else _transformed(below, out)


def _equal(left: Float32Array | float, right: Float32Array | float) -> bool:
    return bool(np.allclose(left, right, rtol=1e-5, atol=1e-6))


def _given(ann: AnnIndex, row: int, stored: Float32Array, contract: Metric) -> Float32Array:
    """Give the vector as the structure got it: scaled to length 1 where a cosine index holds such vectors."""
    unit = directions(stored).astype(np.float32)
    if contract is not Metric.COSINE:
        return stored
    kept = _kept(ann.index, row)
    if kept is not None and abs(float(np.linalg.norm(kept)) - 1.0) > _CLOSE:
        return stored
    return unit


def _kept(index: Any, row: int) -> Float32Array | None:
    """Give what a structure keeps of an entry, where it can be read without changing it."""
    import faiss

    found = faiss.downcast_index(index)
    if isinstance(found, faiss.IndexIVF):  # its entries are found through a map that it does not have yet
        return None
    try:
        return np.asarray(found.reconstruct(row), dtype=np.float32)
    except RuntimeError:
        return None


def _coded(found: Any, given: Float32Array) -> Float32Array | None:
    """Give what is left of a vector once the structure has coded it; None where it does not say."""
    import faiss

    storage = faiss.downcast_index(found.storage) if hasattr(found, "storage") else found
    if isinstance(storage, (faiss.IndexFlat, faiss.IndexIVFFlat)):
        return given
    try:
        decoded: Float32Array = storage.sa_decode(storage.sa_encode(np.ascontiguousarray(given, dtype=np.float32)))
    except (RuntimeError, AssertionError):
        return None
    return decoded


def _cell_rank(found: Any, query: Vectors, row: int, given: Float32Array) -> int | None:
    """Give the place of an entry's cell among all cells, by nearness to the query; None where it is in no cell."""
    cell = _cell(found, row, given)
    if cell is None:
        return None
    _, order = found.quantizer.search(np.ascontiguousarray(query, dtype=np.float32), found.nlist)
    places = np.flatnonzero(order[0] == cell)
    return int(places[0]) + 1 if len(places) else None


def _cell(found: Any, row: int, given: Float32Array) -> int | None:
    """Find the cell that holds an entry, the nearest one first."""
    import faiss

    lists = found.invlists
    _, nearest = found.quantizer.search(np.ascontiguousarray(given, dtype=np.float32), 1)
    first = int(nearest[0, 0])
    for cell in (first, *(cell for cell in range(found.nlist) if cell != first)):
        size = lists.list_size(cell)
        if size and bool((faiss.rev_swig_ptr(lists.get_ids(cell), size) == row).any()):
            return cell
    return None


def _ef_needed(ann: AnnIndex, query: Vectors, row: int, k: int, mask: BoolArray | None) -> int | None:
    """Find the smallest candidate list with which an HNSW search returns an entry; None where even all do not."""

    def returned(ef: int) -> bool:
        return row in ann.search(query, k, params=SearchParams(ef_search=ef), mask=mask)[0].rows

    low, high = 0, max(1, k)
    while not returned(high):
        if high >= ann.count:
            return None
        low, high = high, min(2 * high, ann.count)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if returned(middle) else (middle, high)
    return high
