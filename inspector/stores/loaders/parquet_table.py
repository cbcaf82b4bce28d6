"""Parquet and Arrow tables with a column of embeddings; the other columns are the documents."""

from __future__ import annotations

from pathlib import Path

from inspector.progress import Progress, silent
from inspector.stores.adopted import open_adopted
from inspector.stores.adopting import Taken, write_documents
from inspector.stores.corpus.survey import Survey, documents, survey
from inspector.stores.folder import FolderCollection
from inspector.stores.foreign.parquet_vectors import copy_column, find_vector_column, first_facts
from inspector.stores.foreign.tables import open_table
from inspector.stores.layout import DOCUMENTS, VECTORS
from inspector.stores.loaders.documents_file import COLUMNS, check_count, columns_of, read_documents
from inspector.stores.loaders.numpy_array import widened
from inspector.stores.spec import IndexSpec, Setting, as_path
from inspector.stores.vector_file import VectorFile

SETTINGS: tuple[Setting, ...] = (
    Setting("vector", "Vector column", "The column of the embeddings; needless where there is one."),
    *COLUMNS,
    Setting("documents", "Documents", "The file of the documents where they are not in the same table.", is_path=True),
)
_WIDENED = {"halffloat": "float16", "double": "float64"}


def open_spec(spec: IndexSpec, progress: Progress = silent) -> FolderCollection:
    """Open a table of embeddings; errors as in `open_adopted`."""
    sources = [spec.location, spec.get("documents")]
    return open_adopted(spec, [source for source in sources if source], progress=progress)


def take(spec: IndexSpec, folder: Path, progress: Progress) -> Taken:
    """Write documents and vectors into a folder.

    Raises:
        StoreError: the table cannot be read, has no such column, or its vectors differ in length.
        CorpusError: the documents cannot be read.
    """
    path, named = as_path(spec.location), spec.get("vector")
    found = _survey(spec, path, named, progress)
    facts = first_facts(path, named)
    write_documents(folder / DOCUMENTS, documents(found), found.fields, found.count, progress)
    with VectorFile(folder / VECTORS, found.count, facts.dim) as file:
        copied = copy_column(path, file.append, named, progress=progress)
    check_count(path.name, copied.count, found)
    missing = f"{copied.missing:,} documents have no vector; no search can find them."
    return Taken(warnings=(*widened(_WIDENED.get(facts.dtype, "float32")), *((missing,) if copied.missing else ())))


def _survey(spec: IndexSpec, path: Path, named: str, progress: Progress) -> Survey:
    if spec.get("documents"):
        return read_documents(spec, progress)
    with open_table(path) as table:
        column = find_vector_column(table.schema, named)
    return survey(path, columns=columns_of(spec, (column,)), progress=progress)
