"""What an index is made of, and how it is written to a folder that tells nothing but its data.

Healthy and faulty indexes go through the same door, the package's own build with vectors made elsewhere, under one
name: manifest, hashes, counts and dates agree with the data, whatever was broken.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from inspector.build.build import build
from inspector.build.settings import BuildSettings
from inspector.contract import Metric
from inspector.embedders.embedder import Embedder
from inspector.explain.vector_cache import VectorCache
from inspector.inspection import OpenIndex
from inspector.records.documents import Document
from inspector.search.background import load_background
from inspector.search.keyword import open_keyword
from inspector.stores import open_index
from inspector.stores.ann_spec import parse_ann
from inspector.stores.recipe import embedded_text
from inspector.vectors import Float32Array

NAME = "collection"
_NUMBERS = itertools.count()


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Everything an index is made of.

    Attributes:
        documents: In row order.
        vectors: Shape (documents, dim).
        metric: What the contract says it ranks by.
        recipe: How a document becomes the embedded text.
        ann: The ANN structure to build, as a person writes it; "" for none.
        structure: A FAISS index made elsewhere, to be adopted instead; None for none.
        query_prompt: What the contract says is put before queries.
        document_prompt: What the contract says is put before documents.
    """

    documents: tuple[Document, ...]
    vectors: Float32Array
    metric: Metric = Metric.COSINE
    recipe: str = "{title}\n{text}"
    ann: str = ""
    structure: Any = None
    query_prompt: str = ""
    document_prompt: str = ""

    def row(self, document_id: str) -> int | None:
        """The place of a document; None where there is none of that id."""
        return next((row for row, each in enumerate(self.documents) if each.id == document_id), None)

    def text(self, row: int) -> str:
        """The text of a document as it is embedded."""
        return embedded_text(self.recipe, self.documents[row])

    def texts(self, rows: Sequence[int]) -> list[str]:
        """The embedded texts of some documents."""
        return [self.text(int(row)) for row in rows]


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """An index on disk, opened.

    Attributes:
        folder: The index folder.
        index: Opened with its model, keyword index and backgrounds.
    """

    folder: Path
    index: OpenIndex


def read_parts(folder: str) -> Parts:
    """Take a healthy index apart."""
    collection = open_index(folder)
    documents = tuple(each for batch in collection.iterate() for each in batch)
    vectors = np.array(collection.vectors(np.arange(collection.count)))
    return Parts(documents, vectors, collection.contract.metric, collection.contract.recipe)


def some(parts: Parts, rows: Sequence[int]) -> Parts:
    """Give the parts of an index of some of the documents, in the order of the rows."""
    chosen = [int(row) for row in rows]
    return replace(parts, documents=tuple(parts.documents[row] for row in chosen), vectors=parts.vectors[chosen])


def with_documents(parts: Parts, added: Sequence[Document], vectors: Float32Array, rng: np.random.Generator) -> Parts:
    """Put documents in at random places, so that no row number tells which they are."""
    places = rng.integers(0, len(parts.documents) + 1, size=len(added))
    documents = list(parts.documents)
    rows = list(range(len(documents)))
    for number, place in sorted(enumerate(places), key=lambda each: -each[1]):
        documents.insert(int(place), added[number])
        rows.insert(int(place), len(parts.documents) + number)
    together = np.concatenate([parts.vectors, np.asarray(vectors, dtype=np.float32)])
    return replace(parts, documents=tuple(documents), vectors=together[rows])


def write(parts: Parts, scratch: Path, embedder: Embedder, cache: VectorCache | None = None) -> Written:
    """Write an index into a new folder below `scratch` and open it as the command line does."""
    folder = scratch / f"{next(_NUMBERS):04}"
    folder.mkdir(parents=True)
    corpus, vectors = folder / "corpus.jsonl", folder / "vectors.npy"
    with corpus.open("w", encoding="utf-8") as file:
        for document in parts.documents:
            file.write(json.dumps(_line(document)) + "\n")
    np.save(vectors, np.asarray(parts.vectors, dtype=np.float32))
    settings = BuildSettings(
        model=embedder.name,
        vectors=vectors,
        recipe=parts.recipe,
        metric=parts.metric,
        ann=parse_ann(parts.ann) if parts.ann else None,
        ann_file=_saved(parts.structure, folder / "made-elsewhere.faiss"),
        query_prompt=parts.query_prompt,
        document_prompt=parts.document_prompt,
        name=NAME,
    )
    build(corpus, folder / "index", settings, embedder=embedder)
    return Written(folder / "index", _opened(folder / "index", embedder, cache or VectorCache()))


def _line(document: Document) -> dict[str, object]:
    own: dict[str, object] = {"id": document.id, "title": document.title, "text": document.text}
    chunk = {"parent": document.parent, "position": document.position}
    return own | {name: value for name, value in {**chunk, **document.metadata}.items() if value is not None}


def _saved(structure: Any, path: Path) -> Path | None:
    if structure is None:
        return None
    import faiss

    faiss.write_index(structure, str(path))
    return path


def _opened(folder: Path, embedder: Embedder, cache: VectorCache) -> OpenIndex:
    collection = open_index(folder)
    assert collection.keyword_folder is not None
    keyword = open_keyword(collection.keyword_folder)
    return OpenIndex(collection, keyword, embedder, load_background(collection, embedder), cache)
