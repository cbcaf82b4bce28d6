"""Adopts vectors made elsewhere: row i of the file belongs to row i of the corpus, bad rows included.

Invariant: what is stored is what was given, as float32: nothing is scaled, mended or left out, save the rows of bad
corpus lines. Cost: one copy, 8,192 rows at a time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.errors import StoreError
from inspector.files import NO_ARRAY, readable
from inspector.progress import Progress
from inspector.stores.corpus.survey import Survey
from inspector.stores.vector_file import VectorFile
from inspector.vectors import Vectors

_BLOCK = 8_192
_HINT = "Give a file written by numpy.save(path, vectors) with a float array of shape (documents, dimensions)."


def open_given(path: Path) -> Vectors:
    """Open a file of vectors made elsewhere, memory-mapped.

    Returns:
        Shape (n, dim), n and dim >= 1, any float type.

    Raises:
        StoreError: it is missing or unreadable, is no .npy file, or holds anything but a matrix of floats.
    """
    try:
        with readable(path):
            found: Any = np.load(path, mmap_mode="r", allow_pickle=False)
    except NO_ARRAY as error:
        raise StoreError(
            f"{path} is not a file of vectors (.npy): {str(error).splitlines()[0].rstrip('.')}.", _HINT
        ) from error
    if not isinstance(found, np.ndarray):
        found.close()
        raise StoreError(f"{path} is an archive of arrays (.npz), one array was expected.", _HINT)
    if found.ndim != 2 or 0 in found.shape or found.dtype.kind != "f":
        raise StoreError(f"{path} holds {found.dtype} of shape {found.shape}, a matrix of floats was expected.", _HINT)
    return found


def check_rows(path: Path, vectors: Vectors, found: Survey) -> None:
    """Refuse vectors that are not as many as the corpus has rows.

    Raises:
        StoreError: the numbers differ.
    """
    if len(vectors) != found.rows:
        skipped = f", {len(found.bad):,} of which are bad and skipped" if found.bad else ""
        raise StoreError(
            f"{path} has {len(vectors):,} vectors, but {found.path.name} has {found.rows:,} rows{skipped}.",
            "Row i of the vectors must belong to row i of the corpus.",
        )


def check_dim(vectors: Vectors, embedder: Embedder) -> None:
    """Refuse vectors that the named model cannot have made.

    Raises:
        StoreError: the dimensions differ.
    """
    if vectors.shape[1] != embedder.dim:
        raise StoreError(
            f"The vectors have {vectors.shape[1]} dimensions, but {embedder.name} makes {embedder.dim}.",
            "Name the model they were made with (--model).",
        )


def copy_rows(vectors: Vectors, found: Survey, file: VectorFile, progress: Progress) -> None:
    """Append the vectors of all documents, in order.

    Args:
        vectors: Shape (rows of the corpus, dim).
        found: The corpus they belong to.
        file: Where they go.
        progress: Called with copied rows.

    Raises:
        StoreError: the disk is full.
        CancelledError: progress asked to stop.
    """
    kept = np.ones(len(vectors), dtype=np.bool_)
    kept[np.asarray(found.bad, dtype=np.int64)] = False
    for start in range(0, len(vectors), _BLOCK):
        with np.errstate(over="ignore", invalid="ignore"):
            file.append(vectors[start : start + _BLOCK][kept[start : start + _BLOCK]].astype(np.float32))
        progress(min(start + _BLOCK, len(vectors)), len(vectors), "Copying the vectors")
