"""The growing file of vectors: numpy's format, rows appended window by window.

Invariant: the header names the final shape from the start, and a finished file reads like any other. Rows are written,
not mapped: a full disk under a memory map would end the process, a write says so.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from inspector.errors import StoreError
from inspector.files import reason
from inspector.vectors import Float32Array

_ITEM = 4


class VectorFile:
    """A float32 matrix on disk that grows row by row; a context manager."""

    def __init__(self, path: Path, count: int, dim: int, rows: int = 0) -> None:
        """Prepare the file.

        Args:
            path: Made if missing; what stands behind `rows` rows is cut off.
            count: Rows it will have, >= 1.
            dim: Length of a vector, >= 1.
            rows: Rows that an interrupted build finished.
        """
        self.rows = rows
        self._path, self._count, self._dim = path, count, dim

    def __enter__(self) -> Self:
        """Open the file, and make sure that all rows will find room.

        Raises:
            StoreError: it cannot be written, or the disk has less room than is needed.
        """
        needed = (self._count - self.rows) * self._dim * _ITEM
        free = shutil.disk_usage(self._path.parent).free
        if free < needed:
            raise StoreError(
                f"The vectors need {needed / 1e6:,.0f} MB more, {self._path.parent} has {free / 1e6:,.0f} MB free.",
                "Free some space, or choose another folder.",
            )
        try:
            self._file = self._path.open("r+b") if self.rows else self._path.open("w+b")
            header = {"descr": "<f4", "fortran_order": False, "shape": (self._count, self._dim)}
            np.lib.format.write_array_header_1_0(self._file, header)
            self._file.seek(self._file.tell() + self.rows * self._dim * _ITEM)
            self._file.truncate()
        except OSError as error:
            raise self._refused(error) from error
        return self

    def append(self, block: Float32Array) -> None:
        """Write further rows through to the disk.

        Args:
            block: Shape (rows, dim).

        Raises:
            StoreError: the disk is full.
        """
        try:
            self._file.write(np.ascontiguousarray(block, dtype="<f4").data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._refused(error) from error
        self.rows += len(block)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file, keeping every finished row."""
        try:
            self._file.close()
        except OSError as refusal:
            if kind is None:
                raise self._refused(refusal) from refusal

    def _refused(self, error: OSError) -> StoreError:
        return StoreError(
            f"{self._path} could not be written: {reason(error)}.",
            "Free some space and build again; what is finished is kept.",
        )


def finished_rows(path: Path, dim: int, noted: int) -> int:
    """Give how many rows of an interrupted file can be kept: what was noted, if the file really holds it."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return 0
    return noted if size >= noted * dim * _ITEM else 0
