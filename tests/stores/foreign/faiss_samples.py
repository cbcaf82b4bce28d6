"""FAISS indexes of every common type over the same vectors, written and read back."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import faiss
import numpy as np

from inspector.stores.foreign.faiss_vectors import read_faiss

ROWS, DIM = 300, 16
GIVEN = np.random.default_rng(11).normal(size=(ROWS, DIM)).astype(np.float32)
LABELS = np.random.default_rng(12).permutation(10_000)[:ROWS].astype(np.int64) - 5_000
LABELS[0], LABELS[1] = -(1 << 63), (1 << 63) - 1

EXACT = (
    "Flat",
    "IVF4,Flat",
    "HNSW8,Flat",
    "NSG8,Flat",
    "IDMap,Flat",
    "IDMap2,HNSW8,Flat",
    "PQ4x4,RFlat",
    "IVF4,PQ4x4,RFlat",
    "OPQ4_16,PQ4x4,RFlat",
    "IVF4_HNSW8,Flat",
    "IMI2x2,Flat",
)
HALF = ("SQfp16", "HNSW8,SQfp16", "PQ4x4,Refine(SQfp16)")
CODED = (
    "SQ8",
    "SQ6",
    "SQ4",
    "SQbf16",
    "HNSW8,SQ8",
    "HNSW8,PQ4x4",
    "PQ4x4",
    "PQ4x4fs",
    "IVF4,PQ4x4",
    "IVF4,SQ8",
    "IVF4,SQ4",
    "IVF4,RQ2x4",
    "IDMap,IVF4,PQ4x4",
    "IDMap2,OPQ4_16,PQ4x4",
    "OPQ4_16,IVF4,PQ4x4",
    "PCA8,Flat",
    "PCAR8,IVF4,SQ8",
    "L2norm,Flat",
    "LSH",
    "RaBitQ",
    "IVF4,RaBitQ",
)
PACKED = ("IVF4,PQ4x4fs", "IVF4,PQ4x4fsr")
"""Types whose own reconstruction fails in FAISS once they are read from a file."""


@cache
def made(factory: str, metric: int = faiss.METRIC_L2, rows: int = ROWS) -> Any:
    """An index over the first rows; types that map numbers get `LABELS`."""
    index = faiss.index_factory(DIM, factory, metric)
    index.train(GIVEN)
    if "IDMap" in factory:
        index.add_with_ids(GIVEN[:rows], LABELS[:rows])
    elif rows:
        index.add(GIVEN[:rows])
    return index


def read_back(index: Any) -> Any:
    """Write an index to a file and read it."""
    with TemporaryDirectory() as folder:
        faiss.write_index(index, f"{folder}/v.faiss")
        return read_faiss(Path(folder) / "v.faiss")


def reconstructed(index: Any) -> np.ndarray:
    """FAISS's own reconstruction of an index that was just made, in the order of adding."""
    below = faiss.downcast_index(index)
    if isinstance(below, faiss.IndexIDMap):
        return reconstructed(below.index)
    if isinstance(below, faiss.IndexPreTransform):
        inner = np.ascontiguousarray(reconstructed(below.index))
        for place in reversed(range(below.chain.size())):
            inner = faiss.downcast_VectorTransform(below.chain.at(place)).reverse_transform(inner)
        return inner
    return below.reconstruct_n(0, below.ntotal)
