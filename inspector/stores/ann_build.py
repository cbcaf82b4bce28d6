"""Builds the ANN structure of an index with FAISS, or adopts one made elsewhere.

Row i of the vectors is entry i of the structure. For a cosine index the structure holds unit vectors and ranks by inner
product; otherwise it holds the vectors as they are. A vector that is not finite cannot be indexed: a zero vector keeps
its place, and a search never returns it. Memory: FAISS holds the whole structure while it is built (as much as the
vectors, for flat, hnsw and ivf).
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from inspector.contract import Metric
from inspector.errors import RequestError, StoreError
from inspector.files import readable, write_atomic
from inspector.progress import Progress, silent
from inspector.stores.ann_probe import inspect_file
from inspector.stores.ann_spec import AnnKind, AnnSpec
from inspector.vectors import Float32Array, directions

_BLOCK = 8_192
_PER_CELL = 128
_MOST_CELLS = 4_096
_FEW = 20_000
_SEED = 20_240_601
_TRAINED = (AnnKind.IVF, AnnKind.IVFPQ)


def write_ann(
    path: Path, vectors: Float32Array, metric: Metric, spec: AnnSpec, *, progress: Progress = silent
) -> AnnSpec:
    """Build an ANN structure and write it to a file.

    Args:
        path: Where the file appears once it is whole.
        vectors: Shape (n, dim), n >= 1.
        metric: What the index ranks by.
        spec: What to build; None settings get their defaults.
        progress: Told how many vectors are in.

    Returns:
        The spec with every setting filled in, as it was built.

    Raises:
        RequestError: the settings do not fit the vectors.
        StoreError: the file cannot be written.
        CancelledError: the progress asked to stop.
    """
    index, built = build_ann(vectors, metric, spec, progress=progress)
    save_index(index, path)
    return built


def save_index(index: Any, path: Path) -> None:
    """Write a FAISS index to a file that appears once it is whole.

    Raises:
        StoreError: the disk is full, or the folder cannot be written to.
    """
    import faiss

    write_atomic(path, lambda part: _saved(lambda: faiss.write_index(index, str(part))))


def build_ann(
    vectors: Float32Array, metric: Metric, spec: AnnSpec, *, progress: Progress = silent
) -> tuple[Any, AnnSpec]:
    """Build an ANN structure in memory; arguments and errors as in `write_ann`.

    Returns:
        The FAISS index, and the spec with every setting filled in.
    """
    import faiss

    sample = _training_sample(vectors, metric, spec) if spec.kind in _TRAINED else vectors[:0]
    full = _filled(spec, len(sample) if len(sample) < _FEW else len(vectors), vectors.shape[1])
    kind = faiss.METRIC_L2 if metric is Metric.L2 else faiss.METRIC_INNER_PRODUCT
    index = faiss.index_factory(vectors.shape[1], _FACTORY[full.kind](full), kind)
    _configure(index, full)
    if not index.is_trained:
        progress(0, len(vectors), "Training the ANN structure")
        _train(index, sample, full)
    for start in range(0, len(vectors), _BLOCK):
        index.add(_prepared(vectors[start : start + _BLOCK], metric))
        progress(min(start + _BLOCK, len(vectors)), len(vectors), "Building the ANN structure")
    return index, replace(full, structure=type(index).__name__)


def adopt_ann(source: Path, path: Path, count: int, dim: int) -> AnnSpec:
    """Copy a FAISS file made elsewhere into an index, untouched, after a look at it in a process of its own.

    Args:
        source: The file.
        path: Where the copy appears once it is whole.
        count: Number of documents; entry i must be document i.
        dim: Length of each vector.

    Returns:
        Its spec, of kind `FILE`, with the settings found in it.

    Raises:
        StoreError: it cannot be read, is no FAISS file, or its count, dimension, numbering or metric does not fit.
    """
    with readable(source):
        source.open("rb").close()
    facts = inspect_file(source)
    if facts.count != count:
        raise StoreError(
            f"{source} holds {facts.count} vectors, but there are {count} documents.",
            "Adopt the structure that was built from these documents, in the same order.",
        )
    if facts.dim != dim:
        raise StoreError(
            f"{source} has {facts.dim} dimensions, but the vectors have {dim}.",
            "Adopt the structure that was built from these vectors.",
        )
    if not facts.numbered:
        raise StoreError(
            f"{source} numbers its vectors otherwise than 0 to {count - 1}.",
            "Adopt a structure whose entry i is document i.",
        )
    write_atomic(path, lambda part: _copy(source, part))
    return facts.spec


def _copy(source: Path, part: Path) -> None:
    shutil.copyfile(source, part)


def _saved(write: Callable[[], None]) -> None:
    """Turn FAISS's own failure to write into the operating system's, which callers know how to tell."""
    try:
        write()
    except RuntimeError as error:
        raise OSError(str(error).rsplit("Error: ", 1)[-1].strip()) from error


_FACTORY: dict[AnnKind, Callable[[AnnSpec], str]] = {
    AnnKind.FLAT: lambda spec: "Flat",
    AnnKind.HNSW: lambda spec: f"HNSW{spec.m},Flat",
    AnnKind.IVF: lambda spec: f"IVF{spec.nlist},Flat",
    AnnKind.IVFPQ: lambda spec: f"IVF{spec.nlist},PQ{spec.m}x{spec.nbits}",
}


def _filled(spec: AnnSpec, count: int, dim: int) -> AnnSpec:
    """Put defaults where a setting was left open.

    Cells: four times the root of the count, but at least 39 vectors each, below which k-means has too little to go by.
    `count` is the number of vectors to learn from where that is small.
    """
    if spec.kind is AnnKind.HNSW:
        full = replace(
            spec, m=spec.m or 32, ef_construction=spec.ef_construction or 100, ef_search=spec.ef_search or 64
        )
        if full.m == 1:
            raise RequestError("An HNSW structure with m=1 cannot be searched.", "Give m at least 2.")
        return full
    if spec.kind is AnnKind.FLAT:
        return spec
    nlist = spec.nlist or max(1, min(round(4 * math.sqrt(count)), count // 39))
    full = replace(spec, nlist=nlist, nprobe=min(spec.nprobe or max(1, round(math.sqrt(nlist))), nlist))
    if spec.kind is AnnKind.IVF:
        return full
    codes = spec.m or max(divisor for divisor in range(1, max(1, dim // 8) + 1) if dim % divisor == 0)
    if dim % codes:
        raise RequestError(
            f"m={codes} does not divide the {dim} dimensions of the vectors.",
            f"Choose one of: {', '.join(str(number) for number in range(1, dim + 1) if dim % number == 0)}.",
        )
    return replace(full, m=codes, nbits=spec.nbits or min(8, max(1, int(math.log2(max(2, count))))))


def _configure(index: Any, spec: AnnSpec) -> None:
    if spec.kind is AnnKind.HNSW:
        index.hnsw.efConstruction, index.hnsw.efSearch = spec.ef_construction, spec.ef_search
    elif spec.kind in _TRAINED:
        index.nprobe = spec.nprobe
        index.cp.min_points_per_centroid = 1
        index.cp.max_points_per_centroid = _PER_CELL * 2
        if spec.kind is AnnKind.IVFPQ:
            index.pq.cp.min_points_per_centroid = 1
            # Orders the codes for a search by Hamming distance, which is never used here, and takes most of the time.
            index.do_polysemous_training = False


def _training_sample(vectors: Float32Array, metric: Metric, spec: AnnSpec) -> Float32Array:
    """Draw the seeded sample that training sees: vectors with a direction, 128 a cell where there are as many."""
    cells = spec.nlist or min(_MOST_CELLS, round(4 * math.sqrt(len(vectors))))
    size = min(len(vectors), max(_PER_CELL * cells, _FEW))
    rows = np.sort(np.random.default_rng(_SEED).choice(len(vectors), size, replace=False))
    sample = _prepared(vectors[rows], metric)
    return np.ascontiguousarray(sample[np.any(sample != 0, axis=1)])


def _train(index: Any, sample: Float32Array, spec: AnnSpec) -> None:
    needs = {"nlist": spec.nlist or 1, "nbits": 2 ** (spec.nbits or 0)}
    for name, least in needs.items():
        if len(sample) < least:
            raise RequestError(
                f"{name}={getattr(spec, name)} takes at least {least} vectors to learn from, there are {len(sample)}.",
                f"Choose {name} smaller, or the kind {AnnKind.FLAT}.",
            )
    index.train(sample)


def _prepared(vectors: Float32Array, metric: Metric) -> Float32Array:
    """Give vectors as the structure holds them: of length 1 for cosine, zero where not finite."""
    block = directions(vectors).astype(np.float32) if metric is Metric.COSINE else np.array(vectors, dtype=np.float32)
    block[~np.isfinite(block).all(axis=1)] = 0
    return np.ascontiguousarray(block)
