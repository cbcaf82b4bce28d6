"""Vectors in numpy's files, `.npy` and `.npz`: judged by their headers, then given on block by block as float32.

Invariant: nothing is allocated by a size that a file only claims: a `.npy` is mapped, a member of a `.npz` is unpacked
as a stream. Memory: one block of 16,384 rows. NaN and infinite components are kept. Cost: one pass over the file.
"""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from inspector.errors import StoreError
from inspector.files import NO_ARRAY, check_regular, readable
from inspector.progress import Progress, silent
from inspector.vectors import Float32Array

MOST_BYTES = 256 << 30
_BLOCK = 16_384
_DIMENSIONS = 65_536
_PACKED_TOO_WELL = 200
_SMALL = 64 << 20
_HINT = "Give a file written by numpy.save or numpy.savez with a float array of shape (documents, dimensions)."
_BROKEN = (
    *NO_ARRAY,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    KeyError,
    MemoryError,
    SyntaxError,
)


@dataclass(frozen=True, slots=True)
class ArrayFacts:
    """What the header of a matrix says.

    Attributes:
        name: Its name in a `.npz`; empty in a `.npy`.
        count: Number of rows, >= 1.
        dim: Length of each, >= 1.
        dtype: Its type as numpy writes it: "float32", ">f8".
    """

    name: str
    count: int
    dim: int
    dtype: str


def measure_array(path: Path, name: str = "", *, most: int = MOST_BYTES) -> ArrayFacts:
    """Say what a `.npy` or `.npz` holds.

    Args:
        path: The file; its content decides, not its ending.
        name: Of the array in a `.npz`; empty takes the only matrix of floats in it.
        most: Bytes the matrix may have.

    Raises:
        StoreError: it is missing or unreadable, is no such file, holds no matrix of floats or several, is larger than
            `most`, or claims sizes that do not fit its own.
    """
    with _readable(path):
        return _packed(path, name, most)[1] if zipfile.is_zipfile(path) else _plain(path, name, most)[1]


def copy_array(
    path: Path,
    write: Callable[[Float32Array], None],
    name: str = "",
    *,
    most: int = MOST_BYTES,
    progress: Progress = silent,
) -> ArrayFacts:
    """Give all rows on, in order, in blocks of shape (rows, dim), float32; a float64 beyond float32 becomes infinite.

    Args:
        path: As in `measure_array`.
        write: Takes each block; what it raises ends the copy.
        name: As in `measure_array`.
        most: As in `measure_array`.
        progress: Called with the rows that are done.

    Raises:
        StoreError: as in `measure_array`, or the content is damaged.
        CancelledError: progress asked to stop.
    """
    done = 0
    with _readable(path):
        if zipfile.is_zipfile(path):
            member, facts = _packed(path, name, most)
            blocks = _unpacked(path, member, facts)
        else:
            matrix, facts = _plain(path, name, most)
            blocks = (matrix[start : start + _BLOCK] for start in range(0, len(matrix), _BLOCK))
        for block in blocks:
            with np.errstate(over="ignore", invalid="ignore"):
                ready = np.ascontiguousarray(block, dtype=np.float32)
            write(ready)
            done += len(ready)
            progress(done, facts.count, "Copying the vectors")
    return facts


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what numpy and zip raise for a damaged file into one clear sentence."""
    check_regular(path)
    try:
        with readable(path):
            yield
    except _BROKEN as error:
        why = next(iter(str(error).splitlines()), "").rstrip(".")[:300] or "it is damaged"
        raise StoreError(f"{path} is no readable file of arrays: {why}.", _HINT) from error


def _plain(path: Path, name: str, most: int) -> tuple[Any, ArrayFacts]:
    if name:
        raise StoreError(f'{path} holds one array without a name, "{name}" was asked for.', "Leave the name out.")
    found: Any = np.load(path, mmap_mode="r", allow_pickle=False)
    return found, _facts(path, "", found.shape, found.dtype, most)


def _facts(path: Path, name: str, shape: tuple[int, ...], dtype: np.dtype[Any], most: int) -> ArrayFacts:
    """Judge a header."""
    what = f'{path}, array "{name}"' if name else str(path)
    if len(shape) != 2 or dtype.kind != "f" or dtype.itemsize > 8 or min(shape) < 1:
        raise StoreError(f"{what} is {dtype} of shape {shape}, a matrix of floats was expected.", _HINT)
    if shape[1] > _DIMENSIONS:
        raise StoreError(f"{what} has {shape[1]:,} columns, at most {_DIMENSIONS:,} were expected.", _HINT)
    if math.prod(shape) * dtype.itemsize > most:
        raise StoreError(
            f"{what} says it has {math.prod(shape) * dtype.itemsize:,} bytes, at most {most:,} are read.",
            "Give a smaller part of it.",
        )
    return ArrayFacts(name, shape[0], shape[1], dtype.name if dtype.isnative else dtype.str)


def _packed(path: Path, name: str, most: int) -> tuple[zipfile.ZipInfo, ArrayFacts]:
    """Find the matrix in an archive."""
    with zipfile.ZipFile(path) as archive:
        members = {each.filename.removesuffix(".npy"): each for each in archive.infolist()}
        if len(members) > 1_000:
            raise StoreError(f"{path} holds {len(members):,} arrays, one was expected.", _HINT)
        if name and name not in members:
            raise StoreError(f'{path} has no array "{name}"; it has: {_listed(members)}.', "Choose one of them.")
        found = []
        for each, member in members.items():
            if name in ("", each):
                shape, dtype = _header(archive, member)
                if name or (len(shape) == 2 and dtype.kind == "f"):
                    found.append((member, _facts(path, each, shape, dtype, most)))
    if len(found) != 1:
        raise StoreError(
            f"{path} holds {len(found)} matrices of floats among: {_listed(members)}.",
            "Name the one to read." if found else _HINT,
        )
    member, facts = found[0]
    _refuse_bomb(path, member, facts)
    return member, facts


def _listed(names: Any) -> str:
    return ", ".join(str(name)[:40] for name in list(names)[:20]) or "nothing"


def _header(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[tuple[int, ...], np.dtype[Any]]:
    with archive.open(member) as file:
        shape, _, dtype = _read_header(file)
    return shape, dtype


def _read_header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = np.lib.format.read_magic(file)
    readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    if version not in readers:
        raise ValueError(f"its format has the version {version}")
    found: tuple[tuple[int, ...], bool, np.dtype[Any]] = readers[version](file)
    return found


def _refuse_bomb(path: Path, member: zipfile.ZipInfo, facts: ArrayFacts) -> None:
    """Refuse a member that unpacks to far more than vectors ever pack down to, or to another size than it claims."""
    wanted = facts.count * facts.dim * np.dtype(facts.dtype).itemsize
    if not 0 <= member.file_size - wanted <= 20_000:
        raise StoreError(
            f'{path}, array "{facts.name}", says it is {facts.count:,} x {facts.dim:,}, {wanted:,} bytes, '
            f"but unpacks to {member.file_size:,}.",
            "Write the file anew.",
        )
    if member.file_size > _SMALL and member.file_size > _PACKED_TOO_WELL * max(1, member.compress_size):
        raise StoreError(
            f"{path} unpacks from {member.compress_size:,} to {member.file_size:,} bytes, which no vectors do.", _HINT
        )


def _unpacked(path: Path, member: zipfile.ZipInfo, facts: ArrayFacts) -> Iterator[Any]:
    """Give the rows of a packed matrix, block by block."""
    with zipfile.ZipFile(path) as archive, archive.open(member) as file:
        _, by_columns, dtype = _read_header(file)
        if by_columns:
            yield from _unpacked_columns(path, file, facts, dtype)
            return
        width = facts.dim * dtype.itemsize
        for start in range(0, facts.count, _BLOCK):
            wanted = min(_BLOCK, facts.count - start) * width
            content = file.read(wanted)
            if len(content) != wanted:
                raise EOFError(f"it ends in row {start + len(content) // width} of {facts.count}")
            yield np.frombuffer(content, dtype=dtype).reshape(-1, facts.dim)
        if file.read(1):  # reads to the end, where the checksum is compared
            raise EOFError("there is more behind its last row")


def _unpacked_columns(path: Path, file: IO[bytes], facts: ArrayFacts, dtype: np.dtype[Any]) -> Iterator[Any]:
    size = facts.count * facts.dim * dtype.itemsize
    if size > 1 << 30:
        raise StoreError(f"{path} packs a large matrix column by column.", "Save it with numpy.ascontiguousarray.")
    content = file.read(size)
    if len(content) != size:
        raise EOFError("it ends too early")
    matrix = np.frombuffer(content, dtype=dtype).reshape((facts.count, facts.dim), order="F")
    for start in range(0, facts.count, _BLOCK):
        yield matrix[start : start + _BLOCK]
