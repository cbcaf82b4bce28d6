"""The numbers a FAISS index gives its vectors: which document each means, and their replacement by places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inspector.errors import StoreError
from inspector.stores.documents import DocumentTable
from inspector.stores.foreign.faiss_contents import holder
from inspector.vectors import IntArray


@dataclass(frozen=True, slots=True)
class SourceRows:
    """Which document each entry of an index means.

    Attributes:
        rows: Shape (n,), places in the table; -1 for an entry without a document.
        doubtful: Whether the numbers could mean other documents as well: they are row numbers, and ids too.
    """

    rows: IntArray
    doubtful: bool = False


def source_rows(labels: IntArray, table: DocumentTable) -> SourceRows:
    """Say which document each entry of an index means.

    An index that numbers its entries 0, 1, 2 … means rows of the documents, also where their ids are such numbers.
    Other numbers that are all ids of documents mean those; else they are row numbers.

    Args:
        labels: Shape (n,), the number of each entry.
        table: The documents as they were found, in their own order.

    Raises:
        StoreError: two entries have the same number, or no number means a document.
    """
    values, counts = np.unique(labels, return_counts=True)
    if len(values) < len(labels):
        twice = int(values[int(np.argmax(counts > 1))])
        raise StoreError(
            f"The number {twice} is given to {int(counts.max())} vectors of the index.",
            "Build it with one number a vector.",
        )
    by_id = table.rows_of([str(label) for label in labels])
    counted = np.arange(len(labels))
    if np.array_equal(labels, counted) and len(labels) <= table.count:
        return SourceRows(counted, doubtful=bool((by_id >= 0).all() and not np.array_equal(by_id, counted)))
    if (by_id >= 0).all():
        return SourceRows(by_id)
    by_number = np.where((labels >= 0) & (labels < table.count), labels, -1)
    best = by_id if (by_id >= 0).sum() > (by_number >= 0).sum() else by_number
    if (best < 0).all():
        raise StoreError(
            f"The index numbers its vectors like {int(labels[0])}, which is neither an id of a document nor the number "
            f"of one of {table.count:,} rows.",
            "Name the column that holds these numbers (id=…).",
        )
    return SourceRows(best)


def free_ids(labels: Sequence[int], taken: DocumentTable) -> list[str]:
    """Give ids for entries without a document: their numbers, longer where a document has that id already."""
    found = [str(label) for label in labels]
    while (there := taken.rows_of(found) >= 0).any():
        found = [f"entry {name}" if again else name for name, again in zip(found, there, strict=True)]
    return found


def renumbered(index: Any) -> Any:
    """Give an index whose entries have the numbers 0 to count - 1, in the row order of `contents_of`, changed in place.

    Raises:
        StoreError: its kind keeps its numbers to itself.
    """
    import faiss

    found = holder(index)
    if isinstance(found, faiss.IndexPreTransform):
        renumbered(found.index)
    elif isinstance(found, faiss.IndexIDMap):
        faiss.copy_array_to_vector(np.arange(found.ntotal, dtype=np.int64), found.id_map)
    elif isinstance(found, faiss.IndexIVF):
        _renumber_cells(found)
    return index


def _renumber_cells(found: Any) -> None:
    import faiss

    lists = found.invlists
    cells = [
        faiss.rev_swig_ptr(lists.get_ids(cell), int(lists.list_size(cell)))
        for cell in range(lists.nlist)
        if lists.list_size(cell)
    ]
    ordered = np.sort(np.concatenate(cells))
    if not np.array_equal(ordered, np.arange(len(ordered))):
        for ids in cells:
            ids[:] = np.searchsorted(ordered, ids)
    found.direct_map.clear()
