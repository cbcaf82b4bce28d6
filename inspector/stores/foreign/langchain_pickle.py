"""The documents of a LangChain FAISS folder, read from its `index.pkl` without running the pickle in it.

Such a file holds a store of documents and the id of the document behind each FAISS row. Invariant: the classes it may
name are those in `_ADMITTED`; any other is refused by name, and even these are never imported: an object is what the
file says about it. Cost: about 20,000 short documents a second; memory
about six times the file.
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.errors import StoreError
from inspector.files import check_regular, readable
from inspector.records.documents import Document, MetadataValue
from inspector.stores.foreign.pickle_machine import Inert, Machine
from inspector.stores.foreign.pickle_values import VALUE_CLASSES, scalar

_DOCUMENTS = (
    ("langchain_core.documents.base", "Document"),
    ("langchain_core.documents", "Document"),
    ("langchain.schema.document", "Document"),
    ("langchain.schema", "Document"),
    ("langchain.docstore.document", "Document"),
    ("langchain_community.docstore.document", "Document"),
)
_STORES = (
    ("langchain_community.docstore.in_memory", "InMemoryDocstore"),
    ("langchain_classic.docstore.in_memory", "InMemoryDocstore"),
    ("langchain.docstore.in_memory", "InMemoryDocstore"),
)
_ADMITTED = frozenset((*_DOCUMENTS, *_STORES, *VALUE_CLASSES))
_ROWS = 1 << 31
_CHARACTERS = 1 << 30
_REPEATS = 20
"""How often a file may use its own bytes: every document can name the same long text."""
_HINT = "Give the index.pkl that LangChain's FAISS.save_local wrote."


@dataclass(frozen=True, slots=True)
class LangChainDocs:
    """What `index.pkl` says.

    Attributes:
        documents: Place i is the document of FAISS row i; None where the row has none. Ids may repeat.
        unused: How many documents of the store no row names.
    """

    documents: tuple[Document | None, ...]
    unused: int

    @property
    def missing(self) -> tuple[int, ...]:
        """Rows without a document, 0-based, ascending."""
        return tuple(row for row, found in enumerate(self.documents) if found is None)


def read_docstore(path: Path) -> LangChainDocs:
    """Read the documents of a LangChain FAISS folder in the order of its FAISS rows.

    Args:
        path: The `index.pkl`.

    Raises:
        StoreError: it is missing or unreadable, is no pickle, is damaged, names a class that such a file does not
            hold, or holds something else than a store of documents.
    """
    check_regular(path)
    try:
        with readable(path), path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            found, size = Machine(_ADMITTED).read(data), len(data)
        return _documents(found, max(_CHARACTERS, _REPEATS * size))
    except StoreError as error:
        if str(path) in error.message:
            raise
        raise StoreError(f"{path} cannot be read. {error.message}", error.hint) from error
    except ValueError as error:
        raise StoreError(f"{path} cannot be read as a pickle: it is empty.", _HINT) from error
    except MemoryError as error:
        raise StoreError(f"{path} needs more memory than there is.", "Give the documents as JSON Lines.") from error


def _documents(found: Any, most: int) -> LangChainDocs:
    if not isinstance(found, tuple) or len(found) != 2:
        raise StoreError("It holds no pair of a document store and its rows.", _HINT)
    store, rows = found
    held, names = _held(store), _rows(rows)
    made, characters = {}, 0
    for name, each in held.items():
        made[name] = _document(name, each)
        characters += _length(made[name])
        if characters > most:
            raise StoreError(f"Its documents have more than {most:,} characters, far more than the file.", _HINT)
    count = max(names, default=-1) + 1
    if count > 2 * len(names) + 1000:
        raise StoreError(f"It names row {count - 1}, but only {len(names)} rows.", _HINT)
    used = set(names.values())
    return LangChainDocs(
        tuple(made.get(names[row]) if row in names else None for row in range(count)),
        sum(name not in used for name in made),
    )


def _held(store: Any) -> Mapping[str, Any]:
    """Give the documents of a store, by id."""
    kinds = {f"{module}.{name}" for module, name in _STORES}
    if not isinstance(store, Inert) or str(store.kind) not in kinds or not isinstance(store.state, dict):
        raise StoreError("Its first part is no store of documents.", _HINT)
    held = store.state.get("_dict")
    if not isinstance(held, dict) or not all(isinstance(name, str) for name in held):
        raise StoreError("Its store holds no documents by id.", _HINT)
    return held


def _rows(rows: Any) -> Mapping[int, str]:
    """Give the id of each row."""
    fits = isinstance(rows, dict) and all(
        type(row) is int and 0 <= row < _ROWS and isinstance(name, str) for row, name in rows.items()
    )
    if not fits:
        raise StoreError("Its second part does not give each FAISS row the id of a document.", _HINT)
    found: Mapping[int, str] = rows
    return found


def _document(name: str, found: Any) -> Document:
    """Make a document of what the file says about one; pydantic 1 and 2 and plain objects differ in their state."""
    kinds = {f"{module}.{each}" for module, each in _DOCUMENTS}
    if not isinstance(found, Inert) or str(found.kind) not in kinds or not isinstance(found.state, dict):
        raise StoreError(f'What it holds as "{name[:80]}" is no document.', _HINT)
    fields = found.state.get("__dict__", found.state)
    if not isinstance(fields, dict) or not isinstance(fields.get("page_content"), str):
        raise StoreError(f'The document "{name[:80]}" has no text.', _HINT)
    metadata = fields.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise StoreError(f'The metadata of the document "{name[:80]}" is no dictionary.', _HINT)
    values = _metadata(name, metadata)
    title = values.get("title")
    return Document(name, title if isinstance(title, str) else "", fields["page_content"], values)


def _length(document: Document) -> int:
    return len(document.text) + sum(len(value) for value in document.metadata.values() if isinstance(value, str))


def _metadata(name: str, metadata: Mapping[Any, Any]) -> dict[str, MetadataValue]:
    try:
        return {str(key): scalar(value) for key, value in metadata.items()}
    except StoreError as error:
        raise StoreError(f'The metadata of the document "{name[:80]}": {error.message}', error.hint) from error
