"""The vectors of a FAISS index, as far as its structure gives them back, block by block.

Invariant: row i here is row i of `contents_of`, and a vector is what the structure itself decodes, never an estimate of
ours. Memory beside the index and the output: one block of 16,384 vectors. Cost: about a copy for flat vectors; decoding
codes takes some microseconds a vector.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from inspector.errors import StoreError
from inspector.files import check_regular, readable
from inspector.progress import Progress, silent
from inspector.stores.foreign.faiss_contents import HINT, Kept, as_itself, holder, kept_by, stored_labels
from inspector.vectors import Float32Array, IntArray

_BLOCK = 16_384
Place = Callable[[slice | IntArray, Float32Array], None]


def read_faiss(path: Path) -> Any:
    """Read a FAISS file into memory.

    Raises:
        StoreError: it is missing or unreadable, is no FAISS file, is damaged, or needs more memory than there is.
    """
    import faiss

    check_regular(path)
    with readable(path), path.open("rb") as file:
        start = file.read(4)
    if start[:3] == b"IBx" or start[:2] == b"IB":
        raise StoreError(
            f"{path} is a binary index of FAISS, whose distances count differing bits.", "Give a float index."
        )
    try:
        return faiss.read_index(str(path))
    except RuntimeError as error:
        raise StoreError(
            f"{path} cannot be read as a FAISS index: {said(error)}.", "Give a file written by faiss.write_index."
        ) from error
    except MemoryError as error:
        raise StoreError(
            f"{path} asks for more memory than there is: it is damaged, or too large.", "Give an intact file."
        ) from error


def said(error: Exception) -> str:
    """Give what FAISS said, without the place in its own code, as the end of a sentence."""
    text = str(error).rsplit("Error: ", 1)[-1].strip()
    return (text.rsplit(" failed: ", 1)[-1].rsplit("cpp:", 1)[-1].split(": ", 1)[-1].strip().rstrip(".") or text)[:300]


def copy_vectors(index: Any, out: Float32Array, *, progress: Progress = silent) -> None:
    """Write the vectors of an index into an array, in the row order of `contents_of`.

    Args:
        index: As `faiss.read_index` gives it.
        out: Shape (count, dim), float32; a memory map keeps them out of memory.
        progress: Called with the vectors that are in.

    Raises:
        StoreError: its kind does not give vectors back.
        CancelledError: progress asked to stop.
    """
    done = 0

    def place(rows: slice | IntArray, block: Float32Array) -> None:
        nonlocal done
        out[rows] = block
        done += len(block)
        progress(min(done, len(out)), len(out), "Reading the vectors")

    try:
        _copy(index, place)
    except (RuntimeError, ValueError) as error:
        kind = type(holder(index)).__name__
        raise StoreError(f"{kind} does not give its vectors back: {said(error)}.", HINT) from error
    if done != len(out):
        raise StoreError(f"{done:,} vectors came back where {len(out):,} were expected.", HINT)


def _copy(index: Any, place: Place) -> None:
    import faiss

    found = holder(index)
    if isinstance(found, faiss.IndexIDMap):
        _copy(found.index, place)
    elif isinstance(found, faiss.IndexPreTransform):
        _copy(found.index, lambda rows, block: place(rows, _undone(found, block)))
    elif isinstance(found, faiss.IndexIVF):
        _copy_cells(found, place)
    else:
        for start in range(0, found.ntotal, _BLOCK):
            size = min(_BLOCK, found.ntotal - start)
            place(slice(start, start + size), found.reconstruct_n(start, size))


def _copy_cells(found: Any, place: Place) -> None:
    """Decode the vectors of an IVF index cell by cell and put each into the row of its number."""
    labels = stored_labels(found)
    rows = np.empty(len(labels), dtype=np.int64)
    rows[np.argsort(labels, kind="stable")] = np.arange(len(labels))
    lists, done = found.invlists, 0
    for cell in range(lists.nlist):
        size = int(lists.list_size(cell))
        if not size:
            continue
        codes = _codes(found, cell, size)
        for start in range(0, size, _BLOCK):
            block = codes[start : start + _BLOCK]
            place(rows[done : done + len(block)], _decoded(found, cell, block))
            done += len(block)


def _codes(found: Any, cell: int, size: int) -> Any:
    """Give the codes of a cell, shape (size, bytes a code); a fast scan keeps them interleaved, in groups."""
    import faiss

    lists = found.invlists
    if not isinstance(found, faiss.IndexIVFFastScan):
        return faiss.rev_swig_ptr(lists.get_codes(cell), size * lists.code_size).reshape(size, lists.code_size)
    packer = found.get_CodePacker()
    groups = -(-size // packer.nvec)
    packed = faiss.rev_swig_ptr(lists.get_codes(cell), groups * packer.block_size).reshape(groups, packer.block_size)
    codes = np.empty((groups, packer.nvec, packer.code_size), dtype=np.uint8)
    for group in range(groups):
        packer.unpack_all(faiss.swig_ptr(packed[group]), faiss.swig_ptr(codes[group]))
    return codes.reshape(-1, packer.code_size)[:size]


def _decoded(found: Any, cell: int, codes: Any) -> Float32Array:
    """Decode the codes of one cell, shape (m, bytes a code), to shape (m, dim)."""
    import faiss

    if isinstance(found, faiss.IndexIVFFastScan):
        return _fine(found).decode(np.ascontiguousarray(codes)) + _centre(found, cell)  # type: ignore[no-any-return]
    return found.sa_decode(_with_cell(found, cell, codes))  # type: ignore[no-any-return]


def _fine(found: Any) -> Any:
    """Give the quantizer of a fast scan: FAISS's own coder of one read from a file ends the process."""
    import faiss

    if not isinstance(found, faiss.IndexIVFPQFastScan):
        raise RuntimeError("its codes are summed up from several and interleaved")
    return found.pq


def _centre(found: Any, cell: int) -> Float32Array:
    """Give what stands before the codes of a cell: its centre where they code the difference from it, else zero."""
    zero = np.zeros(found.d, dtype=np.float32)
    return np.asarray(found.quantizer.reconstruct(cell)) if found.by_residual else zero


def _fast_scanned(found: Any, vectors: Float32Array) -> Float32Array:
    """Pass vectors through the codes of a fast scan in cells, shape (m, dim)."""
    _, cells = found.quantizer.search(vectors, 1)
    centres = np.stack([_centre(found, int(cell)) for cell in cells[:, 0]]) if len(cells) else vectors
    fine = _fine(found)
    return fine.decode(fine.compute_codes(vectors - centres)) + centres  # type: ignore[no-any-return]


def _with_cell(found: Any, cell: int, codes: Any) -> Any:
    """Put the number of the cell before each code, as FAISS's own coder does."""
    width = found.sa_code_size() - codes.shape[1]
    head = np.frombuffer(cell.to_bytes(8, "little")[:width], dtype=np.uint8)
    return np.ascontiguousarray(np.hstack([np.broadcast_to(head, (len(codes), width)), codes]))


def _undone(found: Any, block: Float32Array) -> Float32Array:
    """Take back the transforms before an index, the last one first."""
    import faiss

    out = np.ascontiguousarray(block, dtype=np.float32)
    for place in reversed(range(found.chain.size())):
        transform = faiss.downcast_VectorTransform(found.chain.at(place))
        linear = isinstance(transform, faiss.LinearTransform)
        out = _unturned(transform, out) if linear else transform.reverse_transform(out)
    return out


def _unturned(transform: Any, block: Float32Array) -> Float32Array:
    """Take back a linear transform; for one that scales (whitening), FAISS's own reverse does not scale back."""
    import faiss

    shape = (transform.d_out, transform.d_in)
    flat = faiss.vector_to_array(transform.A)[: shape[0] * shape[1]]
    if not np.isfinite(flat).all():
        raise ValueError("its transform holds numbers that are not finite")
    matrix = flat.reshape(shape).astype(np.float64)
    if np.allclose(matrix @ matrix.T, np.eye(shape[0]), atol=1e-4):
        return transform.reverse_transform(block)  # type: ignore[no-any-return]
    moved = block - faiss.vector_to_array(transform.b) if transform.have_bias else block
    return np.asarray(moved @ np.linalg.pinv(matrix).T, dtype=np.float32)


def _done(found: Any, block: Float32Array) -> Float32Array:
    import faiss

    out = np.ascontiguousarray(block, dtype=np.float32)
    for place in range(found.chain.size()):
        out = faiss.downcast_VectorTransform(found.chain.at(place)).apply(out)
    return out


def codec_of(index: Any) -> Callable[[Float32Array], Float32Array] | None:
    """Give what passes vectors through the codes of a structure, as if they had been added to it and read back.

    Returns:
        None where nothing is lost; else a function from shape (m, dim) to shape (m, dim), both float32, which raises
        StoreError where the structure cannot code or decode. The index is not changed.
    """
    if kept_by(index) is Kept.EXACT:
        return None

    def coded(vectors: Float32Array) -> Float32Array:
        try:
            return np.asarray(_coded(index, np.ascontiguousarray(vectors, dtype=np.float32)), dtype=np.float32)
        except (RuntimeError, AssertionError, ValueError) as error:
            kind = type(as_itself(index)).__name__
            raise StoreError(f"{kind} does not say what it keeps of a vector: {said(error)}.", HINT) from error

    return coded


def _coded(index: Any, vectors: Float32Array) -> Any:
    import faiss

    found = holder(index)
    if isinstance(found, faiss.IndexIDMap):
        return _coded(found.index, vectors)
    if isinstance(found, faiss.IndexPreTransform):
        return _undone(found, _coded(found.index, _done(found, vectors)))
    if isinstance(found, faiss.IndexFlat | faiss.IndexIVFFlat):
        return vectors
    if isinstance(found, faiss.IndexIVFFastScan):
        return _fast_scanned(found, vectors)
    return found.sa_decode(found.sa_encode(vectors))
