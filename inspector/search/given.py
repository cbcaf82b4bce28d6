"""Queries that are given as vectors: the stored vector of a document, or the rows of a file.

Invariant: what is given has the dimension of the collection and a direction, or it is refused with the reason.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from inspector.embedders.given import GivenVector
from inspector.errors import RequestError
from inspector.files import NO_ARRAY, readable
from inspector.stores.collection import Collection
from inspector.text import quoted, shortened
from inspector.vectors import Float32Array


def like(collection: Collection, document_id: str, query: str = "") -> GivenVector:
    """Give the stored vector of a document as a query.

    Args:
        collection: Where the document is.
        document_id: Its id.
        query: What keyword search looks for; where it is empty, the document's title, or the start of its text.

    Raises:
        RequestError: there is no such document.
        EmbedderError: its vector has no direction.
    """
    rows = collection.rows_of([document_id])
    if rows[0] < 0:
        raise RequestError(
            f"No document of {collection.name} has the id {quoted(shortened(document_id))}, so nothing can be like it.",
            "Give the id of a document as it is stored.",
        )
    vector = np.asarray(collection.vectors(rows)[0], dtype=np.float32)
    text = query if query.strip() else _words(collection, document_id)
    return GivenVector(text, vector, f"the stored vector of {quoted(document_id)}", like=document_id)


def _words(collection: Collection, document_id: str) -> str:
    """Give a few words for a document: its title, else the start of its text, else its id."""
    document = collection.documents([document_id])[0]
    return document.title.strip() or shortened(document.text.strip()) or document_id


def from_file(path: Path, rows: int, dim: int) -> Float32Array:
    """Read the vectors of queries from a .npy file.

    Args:
        path: The file; a single vector may be one row or a plain list.
        rows: How many queries there are.
        dim: Dimensions of the index.

    Returns:
        Shape (rows, dim), float32.

    Raises:
        RequestError: it is no array of numbers, or has another shape.
    """
    with readable(path, RequestError):
        try:
            found = np.load(path, mmap_mode="r", allow_pickle=False)
        except NO_ARRAY as error:
            raise RequestError(f"{path} is no .npy file: {error}.", "Write it with numpy.save.") from error
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        raise RequestError(f"{path} holds no array of numbers.", "Write the vectors with numpy.save.")
    if found.ndim == 1 and rows == 1:
        found = found[None, :]
    if found.shape != (rows, dim):
        raise RequestError(
            f"{path} has the shape {found.shape}, but ({rows}, {dim}) is needed: one row for each of "
            f"{rows:,} {'query' if rows == 1 else 'queries'}, with the {dim} dimensions of the index.",
            "Give the vectors that the model of this index makes of the queries.",
        )
    return np.array(found, dtype=np.float32)
