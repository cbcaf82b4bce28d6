"""LangChain folders made by hand: pickles with the class names and states of its versions, without LangChain."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from sys import modules
from types import ModuleType

import faiss
import numpy as np

CORE = "langchain_core.documents.base"
STORE = "langchain_community.docstore.in_memory"


class _Plain:
    def __init__(self, state: object = None) -> None:
        self.state = state

    def __getstate__(self) -> object:
        return self.state


@contextmanager
def named(*names: tuple[str, str]) -> Iterator[list[type[_Plain]]]:
    """Classes that pickle takes for those of other packages, as long as the block lasts."""
    made, kept = [], dict(modules)
    try:
        for module, name in names:
            each = type(name, (_Plain,), {"__module__": module, "__qualname__": name})
            for parent in _with_parents(module):
                modules.setdefault(parent, ModuleType(parent))
            setattr(modules[module], name, each)
            made.append(each)
        yield made
    finally:
        for parent in [each for module, _ in names for each in _with_parents(module)]:
            if parent not in kept:
                modules.pop(parent, None)


def _with_parents(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


def pydantic_2(fields: dict[str, object]) -> dict[str, object]:
    return {
        "__dict__": {"id": None, "type": "Document", **fields},
        "__pydantic_extra__": None,
        "__pydantic_fields_set__": {"page_content", "metadata"},
        "__pydantic_private__": None,
    }


def pydantic_1(fields: dict[str, object]) -> dict[str, object]:
    return {"__dict__": fields, "__fields_set__": {"page_content"}, "__private_attribute_values__": {}}


def docstore_pickle(
    documents: Sequence[tuple[str, dict[str, object]]],
    rows: dict[object, object] | None = None,
    *,
    state=pydantic_2,
    document: tuple[str, str] = (CORE, "Document"),
    store: tuple[str, str] = (STORE, "InMemoryDocstore"),
    protocol: int = 4,
) -> bytes:
    """Pickle (docstore, index_to_docstore_id) as LangChain does; `documents` are (docstore id, fields)."""
    with named(document, store) as (made, holder):
        held = {name: made(state(fields)) for name, fields in documents}
        numbers = dict(enumerate(held)) if rows is None else rows
        return pickle.dumps((holder({"_dict": held}), numbers), protocol=protocol)


def langchain_folder(folder: Path, vectors: np.ndarray, rows: Sequence[dict[str, object]]) -> Path:
    """A LangChain FAISS folder: index.faiss and index.pkl."""
    folder.mkdir(parents=True)
    documents = [
        (str(row["id"]), {"page_content": row["text"], "metadata": {"title": row["title"], "year": row["year"]}})
        for row in rows
    ]
    (folder / "index.pkl").write_bytes(docstore_pickle(documents))
    index = faiss.IndexFlatL2(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(folder / "index.faiss"))
    return folder
