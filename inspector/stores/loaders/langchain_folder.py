"""LangChain FAISS folders: `index.faiss` with its documents in `index.pkl`, which is read but never executed.

A row of the index without a document keeps its number as id and has no text; a document without a row is not indexed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from inspector.errors import StoreError
from inspector.progress import Progress, silent
from inspector.records.documents import Document
from inspector.stores.adopted import open_adopted
from inspector.stores.adopting import Taken, write_documents
from inspector.stores.corpus.metadata import FieldTypes
from inspector.stores.folder import FolderCollection
from inspector.stores.foreign.faiss_contents import contents_of
from inspector.stores.foreign.faiss_vectors import copy_vectors, read_faiss
from inspector.stores.foreign.langchain_pickle import LangChainDocs, read_docstore
from inspector.stores.layout import DOCUMENTS, VECTORS
from inspector.stores.loaders.faiss_file import write_structure
from inspector.stores.matrix import create_vectors
from inspector.stores.spec import IndexSpec, Setting, as_path

SETTINGS: tuple[Setting, ...] = (
    Setting("index", "Name", 'The name the folder was saved under (index_name); "index" without it.'),
)
RECIPE = "{text}"
"""LangChain embeds the text of a document alone."""


def open_spec(spec: IndexSpec, progress: Progress = silent) -> FolderCollection:
    """Open a LangChain FAISS folder; errors as in `open_adopted`."""
    structure, pickled = _files(spec)
    return open_adopted(spec, [str(structure), str(pickled)], name=structure.parent.resolve().name, progress=progress)


def take(spec: IndexSpec, folder: Path, progress: Progress) -> Taken:
    """Write documents, vectors and structure of a LangChain folder into a folder.

    Raises:
        StoreError: a file cannot be read, names a class that such a folder does not hold, or they do not fit.
    """
    structure, pickled = _files(spec)
    progress(0, 0, "Reading the FAISS file")
    index = read_faiss(structure)
    contents = contents_of(index)
    if not contents.count:
        raise StoreError(f"{structure} holds no vectors.", "Give a folder that was filled.")
    progress(0, 0, "Reading the documents")
    docs = read_docstore(pickled)
    labels = [int(label) for label in contents.labels]
    found = [*_documents(docs, labels)]
    types = FieldTypes(cells=False)
    for document in found:
        types.add(document.metadata)
    write_documents(folder / DOCUMENTS, found, types.fields(), len(found), progress)
    out = create_vectors(folder / VECTORS, contents.count, contents.dim)
    copy_vectors(index, out, progress=progress)
    out.flush()  # type: ignore[attr-defined]
    return Taken(
        metric=contents.metric,
        ann=write_structure(index, folder),
        decoded=not contents.lossless,
        recipe=RECIPE,
        warnings=tuple(_warnings(docs, labels)),
    )


def _files(spec: IndexSpec) -> tuple[Path, Path]:
    """Give the two files of a folder.

    Raises:
        StoreError: the name would lead out of the folder.
    """
    folder, name = as_path(spec.location), spec.get("index", "index")
    if Path(name).name != name or name in (".", ".."):
        raise StoreError(f'"{name}" is no name of a saved index.', "Give the name without a folder.")
    return folder / f"{name}.faiss", folder / f"{name}.pkl"


def _documents(docs: LangChainDocs, labels: list[int]) -> Iterator[Document]:
    """Give the document of each entry in order; ids that repeat, or are missing, become the entry's number."""
    names, seen = {each.id for each in docs.documents if each}, set[str]()
    for label in labels:
        found = docs.documents[label] if 0 <= label < len(docs.documents) else None
        made = Document("", "", "") if found is None else found
        if not made.id or made.id in seen:
            name = f"row {label}"
            while name in names:
                name = f"entry {name}"
            names.add(name)
            made = replace(made, id=name)
        seen.add(made.id)
        yield made


def _warnings(docs: LangChainDocs, labels: list[int]) -> Iterator[str]:
    there = [docs.documents[label] for label in labels if 0 <= label < len(docs.documents)]
    ids = [each.id for each in there if each]
    if len(ids) < len(labels):
        yield f"{len(labels) - len(ids):,} rows of the index have no document; they have no text."
    if docs.unused:
        yield f"{docs.unused:,} documents of the folder are not in its index."
    if repeated := len(ids) - len(set(ids)):
        yield f"{repeated:,} rows of the index repeat a document; they have their row number as id."
    if len(docs.documents) > len(labels):
        yield f"The folder names {len(docs.documents):,} rows, its index has {len(labels):,}."
