"""Every kind of source a file loader opens, made of the same documents and vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.contract import Metric
from tests.stores.foreign.pickles import docstore_pickle
from tests.stores.loaders.conformance.corpus import (
    COUNT,
    DIM,
    DOCUMENTS,
    TRAINING,
    UNSOUND,
    VECTORS,
    WITH_NAN,
    values_of,
    write_jsonl,
)
from tests.toy import ToyEmbedder

NUMBERS = np.arange(COUNT, dtype=np.int64) * 7 + 1_000
SHUFFLED = np.random.default_rng(6).permutation(COUNT).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Made:
    """A source as it was made: its spec, and the FAISS index it was written from."""

    spec: str
    index: Any = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of source.

    `rows`: document i of the collection is document rows[i] of the corpus; `numbers`: the ids are numbers; `within`:
    how far a component may be from the one given, None for codes; `labels`: what the FAISS index calls document i.
    """

    name: str
    loader: str
    make: Callable[[Path], Made]
    metric: Metric = Metric.COSINE
    vectors: np.ndarray = field(default_factory=lambda: VECTORS)
    rows: np.ndarray = field(default_factory=lambda: np.arange(COUNT))
    labels: np.ndarray = field(default_factory=lambda: np.arange(COUNT))
    numbers: bool = False
    chunks: bool = True
    within: float | None = 0.0

    @property
    def ids(self) -> list[str]:
        """The ids in the order of the collection."""
        return [str(NUMBERS[row]) if self.numbers else DOCUMENTS[row].id for row in self.rows]


def _folder(folder: Path) -> Made:
    np.save(folder / "v.npy", UNSOUND)
    settings = BuildSettings(vectors=folder / "v.npy")
    build(write_jsonl(folder / "c.jsonl"), folder / "index", settings, embedder=ToyEmbedder(DIM))
    return Made(f"folder:{folder / 'index'}")


def _numpy(save: Callable[[Path], Path]) -> Callable[[Path], Made]:
    return lambda folder: Made(f"numpy:{save(folder)}?documents={write_jsonl(folder / 'c.jsonl')}")


def _npy(folder: Path, dtype: str = "<f4") -> Path:
    np.save(folder / "v.npy", UNSOUND.astype(dtype))
    return folder / "v.npy"


def _npz(folder: Path) -> Path:
    np.savez_compressed(folder / "v.npz", ids=np.arange(COUNT), vectors=UNSOUND)
    return folder / "v.npz"


def _table(kind: Any, vectors: np.ndarray) -> pa.Table:
    names = list(dict.fromkeys(name for each in DOCUMENTS for name in values_of(each)))
    columns = {name: [values_of(each).get(name) for each in DOCUMENTS] for name in names}
    return pa.table({**columns, "embedding": pa.array([*map(list, vectors)], type=kind)})


def _parquet(kind: Any, dtype: type = np.float32) -> Callable[[Path], Made]:
    def make(folder: Path) -> Made:
        pq.write_table(_table(kind, UNSOUND.astype(dtype)), folder / "v.parquet", row_group_size=15)
        return Made(f"parquet:{folder / 'v.parquet'}")

    return make


def _arrow(folder: Path) -> Made:
    table = _table(pa.list_(pa.float32(), DIM), UNSOUND)
    with pa.ipc.new_file(folder / "v.arrow", table.schema) as writer:
        writer.write_table(table, max_chunksize=15)
    return Made(f"parquet:{folder / 'v.arrow'}")


def index_of(factory: str, metric: Metric, vectors: np.ndarray, labels: np.ndarray | None = None) -> Any:
    """A FAISS index, filled."""
    kind = faiss.METRIC_L2 if metric is Metric.L2 else faiss.METRIC_INNER_PRODUCT
    index = faiss.index_factory(DIM, factory, kind)
    index.train(TRAINING)
    index.add(vectors) if labels is None else index.add_with_ids(vectors, labels)
    return index


def _faiss(factory: str, metric: Metric, vectors: np.ndarray, folder: Path) -> Made:
    index = index_of(factory, metric, vectors)
    faiss.write_index(index, str(folder / "v.faiss"))
    return Made(f"faiss:{folder / 'v.faiss'}?documents={write_jsonl(folder / 'c.jsonl')}", index)


def _numbered(factory: str, folder: Path) -> Made:
    index = index_of(factory, Metric.L2, VECTORS, NUMBERS)
    faiss.write_index(index, str(folder / "v.faiss"))
    documents = write_jsonl(folder / "c.jsonl", number=NUMBERS.tolist())
    return Made(f"faiss:{folder / 'v.faiss'}?documents={documents}&id=number", index)


def _shuffled(factory: str, folder: Path) -> Made:
    index = index_of(factory, Metric.L2, VECTORS[SHUFFLED], SHUFFLED)
    faiss.write_index(index, str(folder / "v.faiss"))
    return Made(f"faiss:{folder / 'v.faiss'}?documents={write_jsonl(folder / 'c.jsonl')}", index)


def _langchain(factory: str, vectors: np.ndarray, folder: Path) -> Made:
    index = index_of(factory, Metric.L2, vectors)
    faiss.write_index(index, str(folder / "index.faiss"))
    fields = [
        (each.id, {"page_content": each.text, "metadata": {"title": each.title, **each.metadata}}) for each in DOCUMENTS
    ]
    (folder / "index.pkl").write_bytes(docstore_pickle(fields))
    return Made(f"langchain:{folder}", index)


def _of_faiss(factory: str, metric: Metric = Metric.L2, within: float | None = 0.0, nan: bool = False) -> Source:
    vectors = WITH_NAN if nan else VECTORS
    return Source(
        f"FAISS {factory} {metric.value}",
        "faiss",
        partial(_faiss, factory, metric, vectors),
        metric=metric,
        vectors=vectors,
        within=within,
    )


CODED = (
    "PQ4x4",
    "SQ8",
    "IVF4,PQ4x4",
    "HNSW8,SQ8",
    "PCA8,Flat",
    "PCA8,IVF4,Flat",
    "OPQ4_16,PQ4x4",
    "OPQ4_16,IVF4,PQ4x4",
)
SOURCES: tuple[Source, ...] = (
    Source("folder", "folder", _folder, vectors=UNSOUND),
    Source("npy", "numpy", _numpy(_npy), vectors=UNSOUND),
    Source("npy float64, big-endian", "numpy", _numpy(partial(_npy, dtype=">f8")), vectors=UNSOUND),
    Source("npy float16", "numpy", _numpy(partial(_npy, dtype="<f2")), vectors=UNSOUND),
    Source("npz", "numpy", _numpy(_npz), vectors=UNSOUND),
    Source("parquet list", "parquet", _parquet(pa.list_(pa.float32())), vectors=UNSOUND),
    Source("parquet fixed-size list", "parquet", _parquet(pa.list_(pa.float32(), DIM)), vectors=UNSOUND),
    Source("parquet float16", "parquet", _parquet(pa.list_(pa.float16()), np.float16), vectors=UNSOUND),
    Source("parquet float64", "parquet", _parquet(pa.list_(pa.float64()), np.float64), vectors=UNSOUND),
    Source("arrow", "parquet", _arrow, vectors=UNSOUND),
    _of_faiss("Flat", Metric.INNER_PRODUCT, nan=True),
    _of_faiss("Flat", Metric.L2, nan=True),
    _of_faiss("IVF4,Flat", Metric.INNER_PRODUCT),
    _of_faiss("IVF4,Flat"),
    _of_faiss("HNSW8,Flat"),
    _of_faiss("SQfp16", within=1e-3, nan=True),
    _of_faiss("PQ4x4,RFlat"),
    *(_of_faiss(factory, within=None) for factory in CODED),
    _of_faiss("IVF4,PQ4x4", Metric.INNER_PRODUCT, within=None),
    Source(
        "FAISS IDMap with ids",
        "faiss",
        partial(_numbered, "IDMap,Flat"),
        metric=Metric.L2,
        labels=NUMBERS,
        numbers=True,
    ),
    Source(
        "FAISS IVF with ids",
        "faiss",
        partial(_numbered, "IVF4,Flat"),
        metric=Metric.L2,
        labels=NUMBERS,
        numbers=True,
    ),
    Source(
        "FAISS IDMap2, unordered",
        "faiss",
        partial(_shuffled, "IDMap2,HNSW8,Flat"),
        metric=Metric.L2,
        rows=SHUFFLED,
        labels=SHUFFLED,
    ),
    Source("FAISS IVF, unordered", "faiss", partial(_shuffled, "IVF4,Flat"), metric=Metric.L2),
    Source(
        "LangChain",
        "langchain",
        partial(_langchain, "Flat", WITH_NAN),
        metric=Metric.L2,
        vectors=WITH_NAN,
        chunks=False,
    ),
    Source("LangChain IVF", "langchain", partial(_langchain, "IVF4,Flat", VECTORS), metric=Metric.L2, chunks=False),
)
