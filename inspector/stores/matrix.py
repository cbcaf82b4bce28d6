"""The file of vectors: float32, shape (n, dim), in numpy's own format, read through a memory map.

Invariant: what is read is what the encoder gave, byte for byte. Opening reads the header alone, whatever the size.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from inspector.errors import StoreError
from inspector.files import NO_ARRAY, readable, reason
from inspector.vectors import Float32Array

_HINT = "Rebuild the index, or restore the file it was built with."


def create_vectors(path: Path, count: int, dim: int) -> Float32Array:
    """Give a new file of zero vectors to be filled in place; it is complete once the array is flushed and dropped.

    Args:
        path: Where the file is made; an old one is overwritten.
        count: Number of rows, >= 1.
        dim: Length of each vector, >= 1.

    Returns:
        A writable memory map of shape (count, dim), with numpy's `flush()`.

    Raises:
        StoreError: the file cannot be made.
    """
    try:
        return np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(count, dim))
    except OSError as error:
        raise StoreError(
            f"{path} could not be written: {reason(error)}.", "Free some space, or choose another folder."
        ) from error


def open_vectors(path: Path) -> Float32Array:
    """Open a file of vectors for reading, memory-mapped.

    Returns:
        Shape (n, dim), read-only, not copied.

    Raises:
        StoreError: the file is missing or unreadable, is no .npy file, or holds anything but a float32 matrix.
    """
    try:
        with readable(path):
            found = np.lib.format.open_memmap(path, mode="r")
    except NO_ARRAY as error:
        raise StoreError(f"{path} is not a file of vectors (.npy): {error}.", _HINT) from error
    if found.ndim != 2 or found.dtype != np.dtype("<f4"):
        raise StoreError(
            f"{path} holds {found.dtype} of shape {found.shape}, a float32 matrix was expected: one row a document.",
            _HINT,
        )
    if not found.flags.c_contiguous:
        raise StoreError(f"{path} stores its matrix column by column, row by row was expected.", _HINT)
    return found.view(np.ndarray)
