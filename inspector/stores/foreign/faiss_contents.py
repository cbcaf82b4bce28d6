"""What a FAISS index keeps of its vectors: their numbers, their precision, and a plain sentence where it keeps nothing.

Row order: the order in which the structure stores its vectors; for cells (IVF), which scatter them, ascending numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from inspector.contract import Metric
from inspector.errors import StoreError
from inspector.vectors import IntArray, read_only

HINT = "Give the raw vectors beside it (vectors=FILE.npy)."


class Kept(StrEnum):
    """What is left of a vector in a structure."""

    EXACT = "exact"
    HALF = "half"
    CODED = "coded"


@dataclass(frozen=True, slots=True)
class FaissContents:
    """What a FAISS index holds.

    Attributes:
        count: Number of vectors.
        dim: Length of each, as a query has it.
        metric: What it ranks by, inner product or L2.
        kind: The classes of its parts, outermost first, such as "IndexPreTransform, IndexIVFPQ".
        labels: The number it gives to each row, shape (count,); any int64, in row order, perhaps repeated.
        numbered: Whether the labels are 0 to count - 1, each once.
        kept: `EXACT` where a vector comes back bit for bit, `HALF` where as float16 (within 1e-3 for components
            up to 1), `CODED` where it was projected, scaled or quantized.
    """

    count: int
    dim: int
    metric: Metric
    kind: str
    labels: IntArray
    numbered: bool
    kept: Kept

    @property
    def lossless(self) -> bool:
        """Whether the vectors come back bit for bit."""
        return self.kept is Kept.EXACT


def contents_of(index: Any) -> FaissContents:
    """Say what an index holds, without reading its vectors.

    Args:
        index: As `faiss.read_index` gives it.

    Raises:
        StoreError: it is a binary index, ranks by another metric, keeps no vectors, or contradicts itself.
    """
    import faiss

    if isinstance(index, faiss.IndexBinary):
        raise StoreError("It is a binary index of FAISS, whose distances count differing bits.", "Give a float index.")
    metrics = {faiss.METRIC_L2: Metric.L2, faiss.METRIC_INNER_PRODUCT: Metric.INNER_PRODUCT}
    if index.metric_type not in metrics:
        raise StoreError(
            f"It ranks by the metric that FAISS numbers {index.metric_type}, inner product or L2 was expected.",
            "Rebuild the index with one of them.",
        )
    labels = labels_of(index)
    numbered = bool(np.array_equal(np.sort(labels), np.arange(len(labels))))
    kind = ", ".join(type(part).__name__ for part in parts(index))
    return FaissContents(
        len(labels), int(index.d), metrics[index.metric_type], kind, read_only(labels), numbered, kept_by(index)
    )


def parts(index: Any) -> list[Any]:
    """Give an index and those behind it, outermost first; of a refinement both, the searched one first."""
    found = as_itself(index)
    below = [getattr(found, name, None) for name in ("index", "base_index", "refine_index")]
    return [found, *(part for each in below if each is not None for part in parts(each))]


def as_itself(index: Any) -> Any:
    """Give an index as its own class; those of which Python knows only what all indexes share stay as they are."""
    import faiss

    return faiss.downcast_index(index)


def holder(index: Any) -> Any:
    """Give the index that keeps the vectors: behind a graph its storage, of a refinement the finer one."""
    import faiss

    found = as_itself(index)
    if isinstance(found, faiss.IndexRefine):
        return holder(found.refine_index)
    storage = getattr(found, "storage", None)
    return found if storage is None else holder(storage)


def kept_by(index: Any) -> Kept:
    """Say what is left of a vector in an index."""
    import faiss

    found = holder(index)
    if isinstance(found, faiss.IndexIDMap):
        return kept_by(found.index)
    if isinstance(found, faiss.IndexPreTransform):
        return kept_by(found.index) if _reorders(found) else Kept.CODED
    if isinstance(found, faiss.IndexFlat | faiss.IndexIVFFlat):
        return Kept.EXACT
    coder = getattr(found, "sq", None)
    if coder is not None and coder.qtype == faiss.ScalarQuantizer.QT_fp16:
        return Kept.HALF
    return Kept.CODED


def _reorders(index: Any) -> bool:
    """Whether the transforms before an index only move components around, keeping all."""
    import faiss

    chain = [faiss.downcast_VectorTransform(index.chain.at(place)) for place in range(index.chain.size())]
    return all(isinstance(each, faiss.RemapDimensionsTransform) and each.d_out >= each.d_in for each in chain)


def labels_of(index: Any) -> IntArray:
    """Collect the numbers of an index in row order, shape (count,).

    Raises:
        StoreError: it does not hold as many as it says, or a map of numbers does not fit what it maps.
    """
    import faiss

    found = holder(index)
    if isinstance(found, faiss.IndexPreTransform):
        return labels_of(found.index)
    if isinstance(found, faiss.IndexIDMap):
        labels = np.asarray(faiss.vector_to_array(found.id_map), dtype=np.int64)
        inner = labels_of(found.index)
        if len(inner) != len(labels) or not np.array_equal(inner, np.arange(len(labels))):
            raise StoreError("Its map of numbers does not fit the vectors behind it.", "Write the index anew.")
        return labels
    if isinstance(found, faiss.IndexIVF):
        return np.sort(stored_labels(found))
    return np.arange(found.ntotal, dtype=np.int64)


def stored_labels(found: Any) -> IntArray:
    """Collect the numbers of an IVF index, cell by cell.

    Raises:
        StoreError: its cells hold more or fewer vectors than it says.
    """
    import faiss

    if found.invlists is None:
        raise StoreError("Its cells are empty: it was written without its vectors.", HINT)
    lists = found.invlists
    sizes = [int(lists.list_size(cell)) for cell in range(lists.nlist)]
    if sum(sizes) != found.ntotal:
        raise StoreError(
            f"Its cells hold {sum(sizes):,} vectors, but it says {found.ntotal:,}: a damaged file, or one that "
            "keeps copies only once.",
            HINT,
        )
    cells = [faiss.rev_swig_ptr(lists.get_ids(cell), size).copy() for cell, size in enumerate(sizes) if size]
    return np.concatenate(cells).astype(np.int64) if cells else np.empty(0, dtype=np.int64)
