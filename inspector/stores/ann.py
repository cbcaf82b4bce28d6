"""Searches the ANN structure of an index: what production does, with the metric and settings of the structure itself.

Invariant: a search never changes the structure; its settings travel in a parameters object of their own, so several
threads may search at once. A filter holds before the search, never after it. The file is memory-mapped.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from inspector.contract import Metric
from inspector.errors import StoreError
from inspector.stores.ann_spec import AnnKind, AnnSpec
from inspector.stores.collection import SearchParams
from inspector.stores.scores import Found
from inspector.vectors import BoolArray, Vectors


class AnnIndex:
    """An ANN structure opened for searching; safe to use from several threads."""

    def __init__(self, index: Any, spec: AnnSpec | None = None) -> None:
        """Take a FAISS index, and the spec it was built by, where it is known."""
        self.index = index
        self.spec = spec or AnnSpec(AnnKind.FILE, structure=type(index).__name__)

    @property
    def count(self) -> int:
        """Number of vectors in the structure."""
        return int(self.index.ntotal)

    @property
    def dim(self) -> int:
        """Length of each vector."""
        return int(self.index.d)

    @property
    def metric(self) -> Metric:
        """What the structure itself ranks by: inner product or L2; it knows no cosine."""
        import faiss

        return Metric.L2 if self.index.metric_type == faiss.METRIC_L2 else Metric.INNER_PRODUCT

    def search(
        self, queries: Vectors, k: int, *, params: SearchParams | None = None, mask: BoolArray | None = None
    ) -> tuple[Found, ...]:
        """Find about the k best entries of each query among those that pass the mask.

        Args:
            queries: Shape (m, dim), given to the structure as they are; one that is not finite finds nothing.
            k: At least 1.
            params: Settings for this search; those the structure does not have are ignored.
            mask: Shape (count,); None lets all pass.

        Returns:
            One `Found` per query, scores in float32 precision by the structure's own metric (minus the squared
            distance for L2). An ANN structure may find fewer than there are.

        Raises:
            StoreError: the structure is damaged, or memory is short.
        """
        left = np.ascontiguousarray(queries, dtype=np.float32)
        finite = np.isfinite(left).all(axis=1)
        found = [Found(np.empty(0, dtype=np.int64), np.empty(0)) for _ in left]
        passing = self.count if mask is None else int(np.count_nonzero(mask))
        if not finite.any() or not passing:
            return tuple(found)
        try:
            distances, labels = self._search(left[finite], min(k, passing), params, mask)
        except (MemoryError, RuntimeError) as error:
            raise StoreError(
                "The ANN structure cannot be searched: it is damaged, or memory is short.", "Rebuild it."
            ) from error
        if labels.size and labels.max() >= self.count:
            raise StoreError("The ANN structure names entries that it does not have: it is damaged.", "Rebuild it.")
        sign = -1.0 if self.metric is Metric.L2 else 1.0
        for place, scores, rows in zip(np.flatnonzero(finite), distances, labels, strict=True):
            kept = rows >= 0
            values, places = sign * scores[kept].astype(np.float64), rows[kept].astype(np.int64)
            order = np.lexsort((places, -values))
            found[place] = Found(places[order], values[order])
        return tuple(found)

    def _search(self, queries: Vectors, k: int, params: SearchParams | None, mask: BoolArray | None) -> tuple[Any, Any]:
        import faiss

        if params is None and mask is None:
            return self.index.search(queries, k)  # type: ignore[no-any-return]
        selector = None if mask is None else faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        settings = _parameters(self.index, params or SearchParams(), selector)
        if settings is not None:
            return self.index.search(queries, k, params=settings)  # type: ignore[no-any-return]
        if mask is None:
            return self.index.search(queries, k)  # type: ignore[no-any-return]
        return self._search_all(queries, k, mask)

    def _search_all(self, queries: Vectors, k: int, mask: BoolArray) -> tuple[Any, Any]:
        """Search a structure that takes no selector: ask for everything and keep the first k that pass."""
        distances, labels = self.index.search(queries, self.count)
        kept_distances = np.zeros((len(queries), k), dtype=np.float32)
        kept_labels = np.full((len(queries), k), -1, dtype=np.int64)
        for place, rows in enumerate(labels):
            passing = np.flatnonzero((rows >= 0) & mask[rows])[:k]
            kept_labels[place, : len(passing)] = rows[passing]
            kept_distances[place, : len(passing)] = distances[place, passing]
        return kept_distances, kept_labels


def open_ann(path: Path, count: int, dim: int, spec: AnnSpec | None = None) -> AnnIndex:
    """Open the ANN structure of an index, memory-mapped.

    Args:
        path: The FAISS file.
        count: Number of documents it must cover.
        dim: Length of each vector.
        spec: What it was built by, where it is known.

    Raises:
        StoreError: the file cannot be read by FAISS, or its count or dimension does not fit.
    """
    import faiss

    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except (RuntimeError, MemoryError) as error:
        said = str(error).rsplit("Error: ", 1)[-1].strip().rstrip(".")
        raise StoreError(f"{path} cannot be read as a FAISS index: {said}.", "Rebuild the index.") from error
    if (index.ntotal, index.d) != (count, dim):
        raise StoreError(
            f"{path} holds {index.ntotal} vectors of {index.d} dimensions, the manifest says {count} of {dim}.",
            "Rebuild the index.",
        )
    return AnnIndex(index, spec)


def _parameters(index: Any, params: SearchParams, selector: Any) -> Any | None:
    """Make the parameters of one search, with the structure's own settings where `params` has none.

    Returns:
        FAISS's search parameters, or None for a structure that takes none, or no selector where there is one.
    """
    import faiss

    found = faiss.downcast_index(index)
    for kind, make in _KINDS:
        if isinstance(found, getattr(faiss, kind)):
            return make(found, params, selector)
    return None


def _flat(index: Any, params: SearchParams, selector: Any) -> Any:
    import faiss

    return faiss.SearchParameters(sel=selector)


def _hnsw(index: Any, params: SearchParams, selector: Any) -> Any:
    import faiss

    return faiss.SearchParametersHNSW(
        efSearch=params.ef_search or index.hnsw.efSearch,
        check_relative_distance=index.hnsw.check_relative_distance,
        bounded_queue=index.hnsw.search_bounded_queue,
        sel=selector,
    )


def _ivf(index: Any, params: SearchParams, selector: Any) -> Any:
    import faiss

    nprobe = min(params.nprobe or index.nprobe, index.nlist)
    return faiss.SearchParametersIVF(nprobe=nprobe, max_codes=index.max_codes, sel=selector)


def _ivfpq(index: Any, params: SearchParams, selector: Any) -> Any:
    import faiss

    return faiss.IVFPQSearchParameters(
        nprobe=min(params.nprobe or index.nprobe, index.nlist),
        max_codes=index.max_codes,
        scan_table_threshold=index.scan_table_threshold,
        polysemous_ht=index.polysemous_ht,
        sel=selector,
    )


def _pq(index: Any, params: SearchParams, selector: Any) -> Any:
    import faiss

    if selector is not None:
        return None
    return faiss.SearchParametersPQ(search_type=index.search_type, polysemous_ht=index.polysemous_ht, sel=selector)


def _mapped(index: Any, params: SearchParams, selector: Any) -> Any:
    return _parameters(index.index, params, selector)


def _transformed(index: Any, params: SearchParams, selector: Any) -> Any:
    import faiss

    below = _parameters(index.index, params, selector)
    return None if below is None else faiss.SearchParametersPreTransform(index_params=below)


def _refined(index: Any, params: SearchParams, selector: Any) -> Any:
    import faiss

    below = _parameters(index.base_index, params, selector)
    if below is None:
        return None
    return faiss.IndexRefineSearchParameters(k_factor=index.k_factor, base_index_params=below)


# The first row that fits decides; structures in no row take no parameters.
_KINDS: tuple[tuple[str, Callable[[Any, SearchParams, Any], Any]], ...] = (
    ("IndexHNSW", _hnsw),
    ("IndexIVFPQ", _ivfpq),
    ("IndexIVF", _ivf),
    ("IndexPQ", _pq),
    ("IndexIDMap", _mapped),
    ("IndexPreTransform", _transformed),
    ("IndexRefine", _refined),
    ("IndexFlat", _flat),
    ("IndexScalarQuantizer", _flat),
)
