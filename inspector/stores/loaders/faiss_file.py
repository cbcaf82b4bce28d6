"""FAISS files, with their documents in a file beside them.

The working copy keeps the structure as it is, but for its numbers: entry i becomes document i. Its vectors are those
the structure gives back, which of compressed codes is what the codes keep, unless the full ones are given. A document
whose number is not in the structure is left out and counted: it really is not indexed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from inspector.errors import StoreError
from inspector.progress import Progress, silent
from inspector.records.documents import Document
from inspector.stores.adopted import open_adopted
from inspector.stores.adopting import Taken, write_documents
from inspector.stores.ann_build import save_index
from inspector.stores.ann_probe import inner, settings_of
from inspector.stores.ann_spec import AnnKind, AnnSpec
from inspector.stores.corpus.survey import documents
from inspector.stores.documents import DocumentTable
from inspector.stores.folder import FolderCollection
from inspector.stores.foreign.arrays import copy_array, measure_array
from inspector.stores.foreign.faiss_contents import FaissContents, contents_of, holder
from inspector.stores.foreign.faiss_vectors import copy_vectors, read_faiss
from inspector.stores.layout import ANN, DOCUMENTS, VECTORS
from inspector.stores.loaders.documents_file import COLUMNS, read_documents
from inspector.stores.loaders.documents_file import DOCUMENTS as DOCUMENTS_SETTING
from inspector.stores.loaders.numbering import free_ids, renumbered, source_rows
from inspector.stores.matrix import create_vectors, open_vectors
from inspector.stores.spec import IndexSpec, Setting, as_path
from inspector.stores.vector_file import VectorFile
from inspector.vectors import IntArray

SETTINGS: tuple[Setting, ...] = (
    DOCUMENTS_SETTING,
    *COLUMNS,
    Setting(
        "vectors",
        "Full vectors",
        "A .npy file of the vectors before compression, row i for row i of the documents; else, what FAISS keeps.",
        is_path=True,
    ),
)
_AT_ONCE = 1_024
_DOUBTFUL = (
    "The index numbers its vectors 0, 1, 2 …, which are taken as row numbers of the documents. They are ids of other "
    "documents too: if they are meant, sort the file of the documents by id."
)


def open_spec(spec: IndexSpec, progress: Progress = silent) -> FolderCollection:
    """Open a FAISS file; errors as in `open_adopted`."""
    sources = [spec.location, spec.get("documents"), spec.get("vectors")]
    return open_adopted(spec, [source for source in sources if source], progress=progress)


def take(spec: IndexSpec, folder: Path, progress: Progress) -> Taken:
    """Write documents, vectors and structure of a FAISS file into a folder.

    Raises:
        StoreError: the file cannot be read, its vectors cannot be given back, or its numbers fit no document.
        CorpusError: the documents cannot be read.
    """
    found = read_documents(spec, progress)
    progress(0, 0, "Reading the FAISS file")
    index = read_faiss(as_path(spec.location))
    contents = contents_of(index)
    if not contents.count:
        raise StoreError(f"{spec.location} holds no vectors.", "Give an index that was filled.")
    part = folder / "found.arrow"
    write_documents(part, documents(found), found.fields, found.count, progress)
    table = DocumentTable(part)
    meant = source_rows(contents.labels, table)
    rows = meant.rows
    write_documents(folder / DOCUMENTS, _ordered(table, rows, contents.labels), found.fields, contents.count, progress)
    part.unlink()
    full = spec.get("vectors")
    if full:
        _copy_full(as_path(full), folder / VECTORS, rows, contents, found.rows, progress)
    else:
        out = create_vectors(folder / VECTORS, contents.count, contents.dim)
        copy_vectors(index, out, progress=progress)
        out.flush()  # type: ignore[attr-defined]
        del out
    return Taken(
        metric=contents.metric,
        ann=write_structure(index, folder),
        decoded=not full and not contents.lossless,
        warnings=(*_warnings(contents, rows, found.count, bool(full)), *([_DOUBTFUL] if meant.doubtful else [])),
    )


def write_structure(index: Any, folder: Path) -> AnnSpec | None:
    """Write an index's structure with the numbers 0 to count - 1; None where it compares all vectors as they are.

    Raises:
        StoreError: it cannot be written or renumbered.
    """
    import faiss

    searched = inner(index)
    if isinstance(searched, faiss.IndexFlat) and not isinstance(holder(index), faiss.IndexPreTransform):
        return None
    made = renumbered(index)
    made.search(np.ones((1, made.d), dtype=np.float32), 1)  # a structure that ends the process shall end this one
    save_index(made, folder / ANN)
    return AnnSpec(AnnKind.FILE, **settings_of(made), structure=type(faiss.downcast_index(made)).__name__)


def _ordered(table: DocumentTable, rows: IntArray, labels: IntArray) -> Iterator[Document]:
    """Give the document of each entry in order; an entry without one gets an empty document with its number as id."""
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        there = iter(table.documents_at(part[part >= 0]))
        without = iter(free_ids([int(label) for label in labels[start : start + _AT_ONCE][part < 0]], table))
        for row in part:
            yield next(there) if row >= 0 else Document(next(without), "", "")


def _copy_full(path: Path, out: Path, rows: IntArray, contents: FaissContents, total: int, progress: Progress) -> None:
    """Write the full vectors in the order of the entries.

    Raises:
        StoreError: they are not as many as the documents, of another length, or an entry has no document.
    """
    facts = measure_array(path)
    if (facts.count, facts.dim) != (total, contents.dim):
        raise StoreError(
            f"{path} has the shape {facts.count:,} x {facts.dim}, the documents and the index ask for {total:,} x "
            f"{contents.dim}.",
            "Row i of the vectors must belong to row i of the documents.",
        )
    if (rows < 0).any():
        raise StoreError(
            f"{int((rows < 0).sum()):,} entries of the index have no document, so no full vector either.",
            "Give all documents, or leave the full vectors out.",
        )
    given = out.with_name("given.npy")
    with VectorFile(given, total, contents.dim) as file:
        copy_array(path, file.append, progress=progress)
    whole = open_vectors(given)
    with VectorFile(out, len(rows), contents.dim) as file:
        for start in range(0, len(rows), _AT_ONCE):
            file.append(whole[rows[start : start + _AT_ONCE]])
    del whole
    given.unlink()


def _warnings(contents: FaissContents, rows: IntArray, documents_there: int, full: bool) -> Iterator[str]:
    without, used = int((rows < 0).sum()), int((rows >= 0).sum())
    if documents_there > used:
        yield f"{documents_there - used:,} of {documents_there:,} documents are not in the FAISS index."
    if without:
        yield f"{without:,} vectors of the FAISS index have no document; they have their number as id and no text."
    if not full and not contents.lossless:
        yield f"The vectors are what {contents.kind} keeps of them; the full ones were not given."
