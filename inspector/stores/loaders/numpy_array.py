"""Numpy arrays of vectors, with their documents in a file beside them: row i belongs to document i."""

from __future__ import annotations

from pathlib import Path

from inspector.progress import Progress, silent
from inspector.stores.adopted import open_adopted
from inspector.stores.adopting import Taken, write_documents
from inspector.stores.corpus.survey import documents
from inspector.stores.folder import FolderCollection
from inspector.stores.foreign.arrays import copy_array, measure_array
from inspector.stores.layout import DOCUMENTS, VECTORS
from inspector.stores.loaders.documents_file import COLUMNS, check_count, read_documents
from inspector.stores.loaders.documents_file import DOCUMENTS as DOCUMENTS_SETTING
from inspector.stores.spec import IndexSpec, Setting, as_path
from inspector.stores.vector_file import VectorFile

SETTINGS: tuple[Setting, ...] = (
    DOCUMENTS_SETTING,
    *COLUMNS,
    Setting("array", "Array", "The name of the array in a .npz file; needless where there is one."),
)


def open_spec(spec: IndexSpec, progress: Progress = silent) -> FolderCollection:
    """Open an array of vectors; errors as in `open_adopted`."""
    return open_adopted(spec, [spec.location, spec.get("documents")], progress=progress)


def take(spec: IndexSpec, folder: Path, progress: Progress) -> Taken:
    """Write documents and vectors into a folder.

    Raises:
        StoreError: the array cannot be read, or does not have one row a document.
        CorpusError: the documents cannot be read.
    """
    path, name = as_path(spec.location), spec.get("array")
    facts = measure_array(path, name)
    found = read_documents(spec, progress)
    check_count(path.name, facts.count, found)
    write_documents(folder / DOCUMENTS, documents(found), found.fields, found.count, progress)
    with VectorFile(folder / VECTORS, facts.count, facts.dim) as file:
        copy_array(path, file.append, name, progress=progress)
    return Taken(warnings=widened(facts.dtype))


def widened(dtype: str) -> tuple[str, ...]:
    """Say that vectors of another type were stored as float32, where they were."""
    return () if dtype == "float32" else (f"The vectors were {dtype} and are stored as float32.",)
