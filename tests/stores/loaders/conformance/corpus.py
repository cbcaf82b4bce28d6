"""The same 40 documents, vectors and queries for every loader, and what a filter should leave of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from inspector.records.documents import Document

COUNT, DIM = 40, 16
SAME, ZERO, INVALID, INFINITE, EMPTY = [2, 3, 4], 5, 7, 8, 11
IDS = {1: "文書-1", 2: "🔎", 3: "مستند", 6: "z z"}
TEXTS = {1: "検索エンジン 🧭", EMPTY: "", 12: 'quotes " and\nlines'}
FIELDS = ("lang", "year", "price", "draft")


def _vectors() -> np.ndarray:
    made = np.random.default_rng(3).normal(size=(COUNT, DIM)).astype(np.float16).astype(np.float32)
    made[SAME] = made[SAME[0]]
    made[ZERO] = 0.0
    return made


VECTORS = _vectors()
"""Each fits float16, so that only codes lose anything; three are the same, one is zero."""
WITH_NAN = VECTORS.copy()
WITH_NAN[INVALID, 3] = np.nan
UNSOUND = WITH_NAN.copy()
UNSOUND[INFINITE, 2] = -np.inf
TRAINING = np.random.default_rng(5).normal(size=(700, DIM)).astype(np.float32)
QUERIES = np.random.default_rng(4).normal(size=(6, DIM)).astype(np.float32)
QUERIES[0] = VECTORS[SAME[0]]


def _document(row: int) -> Document:
    metadata = {"lang": ("en", "de", "ja")[row % 3], "year": 2000 + row % 4, "price": row / 4, "draft": row % 2 == 0}
    if row % 5 == 0:
        del metadata[FIELDS[row // 5 % 4]]
    parent, position = ("whole", row // 10) if row % 10 == 0 else (None, None)
    return Document(IDS.get(row, f"d{row}"), f"Title {row}", TEXTS.get(row, f"text {row}"), metadata, parent, position)


DOCUMENTS = tuple(_document(row) for row in range(COUNT))
FILTERS = (("lang", "de"), ("year", "2001"), ("price", "0.75"), ("draft", "true"), ("parent", "whole"))


def passing(field: str, value: str, documents: Sequence[Document] = DOCUMENTS) -> list[bool]:
    """Which documents have this value, as a person reads it."""
    return [_shown(each.parent if field == "parent" else each.metadata.get(field)) == value for each in documents]


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def values_of(document: Document) -> dict[str, object]:
    """A document as the keys of a row; missing values are left out."""
    own = {"id": document.id, "title": document.title, "text": document.text}
    chunk = {"parent": document.parent, "position": document.position} if document.parent else {}
    return {**own, **chunk, **document.metadata}


def write_jsonl(path: Path, documents: Sequence[Document] = DOCUMENTS, **more: Sequence[object]) -> Path:
    """Write documents one a line, with further keys."""
    with path.open("w", encoding="utf-8") as file:
        for row, document in enumerate(documents):
            added = {name: values[row] for name, values in more.items()}
            file.write(json.dumps({**values_of(document), **added}, ensure_ascii=False) + "\n")
    return path
