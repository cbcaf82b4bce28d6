"""The documents of an index made elsewhere: a corpus file, whose columns may have other names than ours."""

from __future__ import annotations

from inspector.errors import StoreError
from inspector.progress import Progress
from inspector.stores.corpus.columns import Columns
from inspector.stores.corpus.survey import Survey, survey
from inspector.stores.spec import IndexSpec, Setting, as_path

COLUMNS: tuple[Setting, ...] = (
    Setting(
        "id", "Id column", 'The column of the ids; "id" without it, and where there is none the row numbers from 0.'
    ),
    Setting(
        "text", "Text column", 'The column of the texts, "text" without it; or a text recipe with names in braces.'
    ),
    Setting("title", "Title column", 'The column of the titles; "title" without it.'),
    Setting("parent", "Parent column", 'The column that names the whole a chunk belongs to; "parent" without it.'),
    Setting("position", "Position column", 'The column of a chunk\'s place in the whole; "position" without it.'),
)
"""How a file of documents can be read."""

DOCUMENTS = Setting(
    "documents",
    "Documents",
    "The file of the documents: .jsonl, .csv, .tsv, .parquet or .arrow; row i belongs to vector i.",
    required=True,
    is_path=True,
)


def columns_of(spec: IndexSpec, left_out: tuple[str, ...] = ()) -> Columns:
    """Read off a spec under which names a file keeps what a document needs."""
    text = spec.get("text")
    return Columns(
        id=spec.get("id"),
        text="" if "{" in text else text,
        title=spec.get("title"),
        parent=spec.get("parent"),
        position=spec.get("position"),
        left_out=left_out,
        numbered=not spec.get("id"),
    )


def read_documents(spec: IndexSpec, progress: Progress) -> Survey:
    """Read the documents file of a spec through once.

    Raises:
        CorpusError: it cannot be read, or a row is no document.
    """
    path = as_path(spec.get("documents"))
    return survey(path, columns=columns_of(spec), progress=progress)


def check_count(what: str, vectors: int, found: Survey) -> None:
    """Refuse vectors that are not as many as there are documents.

    Raises:
        StoreError: the numbers differ.
    """
    if vectors != found.count:
        raise StoreError(
            f"{what} has {vectors:,} vectors, but {found.path.name} has {found.count:,} documents.",
            f"Row i of the vectors must belong to {found.unit} i of the documents.",
        )
