"""Sound files of every kind that is read, small, and what reads each: the ground that is damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from inspector.records.documents import Condition
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from inspector.stores.corpus.survey import documents, survey
from inspector.stores.foreign.arrays import copy_array
from inspector.stores.foreign.faiss_contents import contents_of
from inspector.stores.foreign.faiss_vectors import codec_of, copy_vectors, read_faiss
from inspector.stores.foreign.langchain_pickle import read_docstore
from inspector.stores.foreign.parquet_vectors import copy_column, first_facts, other_rows
from tests.stores.foreign.pickles import langchain_folder
from tests.stores.samples import PLAIN_FIELDS, make_folder, plain_documents
from tests.toy_index import toy_index

ROWS, DIM = 120, 16


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name, what makes a sound one in a folder, and what reads it whole.

    `in_process` says that the app reads it without a child process, so that a crash is a defect.
    """

    name: str
    make: Callable[[Path], Path]
    read: Callable[[Path], None]
    in_process: bool = False


def vectors(rows: int = ROWS) -> np.ndarray:
    return np.random.default_rng(7).normal(size=(rows, DIM)).astype(np.float32)


def corpus_rows() -> list[dict[str, object]]:
    return [
        {"id": f"d{row}", "title": f"Über {row}", "text": f"text {row} 検索", "year": 2000 + row, "price": row / 2}
        for row in range(ROWS)
    ]


def _npy(folder: Path) -> Path:
    np.save(folder / "v.npy", vectors())
    return folder / "v.npy"


def _npz(folder: Path) -> Path:
    np.savez_compressed(folder / "v.npz", vectors=vectors(), ids=np.arange(ROWS))
    return folder / "v.npz"


def embedded_table() -> pa.Table:
    table = pa.Table.from_pylist(corpus_rows())
    return table.append_column("embedding", pa.array([list(row) for row in vectors()], type=pa.list_(pa.float32())))


def _parquet(folder: Path) -> Path:
    pq.write_table(embedded_table(), folder / "v.parquet", row_group_size=50)
    return folder / "v.parquet"


def _arrow(folder: Path) -> Path:
    with pa.ipc.new_file(folder / "v.arrow", embedded_table().schema) as writer:
        writer.write_table(embedded_table(), max_chunksize=50)
    return folder / "v.arrow"


def _packed_arrow(folder: Path) -> Path:
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(folder / "v.arrows", embedded_table().schema, options=options) as writer:
        writer.write_table(embedded_table(), max_chunksize=50)
    return folder / "v.arrows"


def _faiss(factory: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        index = faiss.index_factory(DIM, factory)
        index.train(vectors(400))
        if "IDMap" in factory:
            index.add_with_ids(vectors(), np.arange(ROWS) * 3 - 50)
        else:
            index.add(vectors())
        faiss.write_index(index, str(folder / "v.faiss"))
        return folder / "v.faiss"

    return make


def _langchain(folder: Path) -> Path:
    return langchain_folder(folder / "langchain", vectors(), corpus_rows())


def _ours(ann: str) -> Callable[[Path], Path]:
    return lambda folder: make_folder(
        folder / "index", documents=plain_documents(ROWS), vectors=vectors(), fields=PLAIN_FIELDS, ann=ann
    )


def _ours_with_words(folder: Path) -> Path:
    toy_index(folder)
    return folder / "index"


def _jsonl(folder: Path) -> Path:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in corpus_rows())
    (folder / "c.jsonl").write_text(lines, encoding="utf-8")
    return folder / "c.jsonl"


def _csv(folder: Path) -> Path:
    lines = ["id,title,text,year", *(f'd{row},"Über, {row}","text {row}\nmore",{row}' for row in range(ROWS))]
    (folder / "c.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "c.csv"


def _table_corpus(folder: Path) -> Path:
    pq.write_table(pa.Table.from_pylist(corpus_rows()), folder / "c.parquet")
    return folder / "c.parquet"


def _read_array(path: Path) -> None:
    copy_array(path, lambda block: None)


def _read_table(path: Path) -> None:
    first_facts(path)
    facts = copy_column(path, lambda block: None)
    for _ in other_rows(path, facts.column):
        pass


def _read_faiss(path: Path) -> None:
    index = read_faiss(path)
    facts = contents_of(index)
    out = np.empty((facts.count, facts.dim), dtype=np.float32)
    copy_vectors(index, out)
    queries = np.ones((3, facts.dim), dtype=np.float32)
    if (codec := codec_of(index)) is not None:
        codec(queries)
    index.search(queries, 10)


def _read_langchain(folder: Path) -> None:
    read_docstore(folder / "index.pkl")
    _read_faiss(folder / "index.faiss")


def _read_ours(folder: Path) -> None:
    collection = open_index(folder)
    queries = np.ones((2, collection.contract.dim), dtype=np.float32)
    for exact in (True, False):
        for hits in collection.search(queries, 200, exact=exact):
            collection.documents(hits.ids)
    for field in collection.fields:
        for value in collection.values(field.name):
            collection.matching((Condition(field.name, value),))
    if collection.keyword_folder is not None:
        open_keyword(collection.keyword_folder).score("error E-1042 of a list")


def _read_corpus(path: Path) -> None:
    for _ in documents(survey(path, skip_bad=True)):
        pass


KINDS: tuple[Kind, ...] = (
    Kind("npy", _npy, _read_array),
    Kind("npz", _npz, _read_array),
    Kind("parquet", _parquet, _read_table),
    Kind("arrow", _arrow, _read_table),
    Kind("arrow packed", _packed_arrow, _read_table),
    Kind("faiss Flat", _faiss("Flat"), _read_faiss),
    Kind("faiss IVFPQ", _faiss("IVF4,PQ4x4"), _read_faiss),
    Kind("faiss HNSW", _faiss("HNSW8,Flat"), _read_faiss),
    Kind("faiss IDMap, OPQ, PQ", _faiss("IDMap,OPQ4_16,PQ4x4"), _read_faiss),
    Kind("langchain", _langchain, _read_langchain),
    Kind("folder, HNSW", _ours("hnsw"), _read_ours, in_process=True),
    Kind("folder, IVFPQ", _ours("ivfpq,nlist=4,m=4,nbits=4"), _read_ours, in_process=True),
    Kind("folder with words", _ours_with_words, _read_ours, in_process=True),
    Kind("jsonl", _jsonl, _read_corpus, in_process=True),
    Kind("csv", _csv, _read_corpus, in_process=True),
    Kind("parquet corpus", _table_corpus, _read_corpus),
)
