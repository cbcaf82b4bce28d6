"""A corpus open for keyword search while its vectors are still being made.

A preview folder holds documents and keyword index as an index folder does, and a manifest of its own, written last.
Invariant: it is never taken for an index, and never answers about vectors.
Cost: three passes over the corpus, about a second for five thousand documents.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from inspector import fingerprint
from inspector.build.corpus import documents, survey
from inspector.build.recipe import embedded_text
from inspector.contract import DEFAULT_RECIPE, Contract
from inspector.errors import RequestError, StoreError
from inspector.files import read_json, replace_folder, write_json
from inspector.records.documents import Document, MetadataField, Where
from inspector.search.keyword import build_keyword
from inspector.stores import layout
from inspector.stores.collection import Hits, Ranking, SearchParams
from inspector.stores.documents import DocumentTable
from inspector.stores.writer import DocumentWriter
from inspector.vectors import BoolArray, Float32Array, IntArray, Vectors

MANIFEST = "preview.json"


def write_preview(corpus: Path, out: Path, *, name: str) -> Path:
    """Write the preview folder of a corpus, in one step for whoever reads it.

    Args:
        corpus: The corpus file.
        out: The folder.
        name: What the index will be called.

    Raises:
        CorpusError: the corpus cannot be read, or has a bad line.
        StoreError: the disk is full.
    """
    found = survey(corpus)
    part = out.with_name(f"{out.name}.{os.getpid()}.building")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        with DocumentWriter(part / layout.DOCUMENTS, found.fields) as writer:
            for document in documents(found):
                writer.write((document,))
        texts = (embedded_text(DEFAULT_RECIPE, document) for document in documents(found))
        build_keyword(part / layout.KEYWORD, texts, count=found.count)
        write_json(part / MANIFEST, {"name": name, "source": found.sha256[: fingerprint.LENGTH]})
        replace_folder(part, out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return out


def is_preview(folder: Path) -> bool:
    """Say whether a folder is a whole preview."""
    return (folder / MANIFEST).is_file()


class PreviewCollection:
    """A collection of documents without vectors: everything but the embedding works."""

    contract = Contract(model="", dim=0)
    has_ann = False

    def __init__(self, folder: Path) -> None:
        """Open a preview folder.

        Raises:
            StoreError: it is no preview, or not whole.
        """
        manifest = read_json(folder / MANIFEST)
        try:
            self.name, self.fingerprint = str(manifest["name"]), str(manifest["source"])
        except (KeyError, TypeError) as error:
            raise StoreError(f"{folder} is no preview of ours.", "Delete the folder; it is made anew.") from error
        self.keyword_folder: Path | None = folder / layout.KEYWORD
        self._documents = DocumentTable(folder / layout.DOCUMENTS)

    @property
    def count(self) -> int:
        """Number of documents."""
        return self._documents.count

    @property
    def fields(self) -> tuple[MetadataField, ...]:
        """Its metadata fields."""
        return self._documents.fields

    def search(
        self, queries: Vectors, k: int, *, where: Where = (), exact: bool = False, params: SearchParams | None = None
    ) -> tuple[Hits, ...]:
        """Refuse: there is nothing to compare with.

        Raises:
            RequestError: always.
        """
        raise self._refusal()

    def ranks(self, queries: Vectors, ids: Sequence[str], *, where: Where = ()) -> Ranking:
        """Refuse: there is nothing to compare with.

        Raises:
            RequestError: always.
        """
        raise self._refusal()

    def vectors(self, rows: IntArray) -> Float32Array:
        """Refuse: there are none.

        Raises:
            RequestError: always.
        """
        raise self._refusal()

    def _refusal(self) -> RequestError:
        return RequestError(f"The vectors of {self.name} are not made yet.", "Wait until its index is built.")

    def ids_at(self, rows: IntArray) -> tuple[str, ...]:
        """Give the ids of the documents in the given places, 0-based."""
        return self._documents.ids_at(rows)

    def rows_of(self, ids: Sequence[str]) -> IntArray:
        """Give the places of documents, 0-based; -1 for an unknown id."""
        return self._documents.rows_of(ids)

    def documents(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """Fetch documents in the order asked for.

        Raises:
            RequestError: an id is unknown.
        """
        return self._documents.documents(ids)

    def matching(self, where: Where) -> BoolArray | None:
        """Say which documents pass the filter, shape (count,); None where there is no filter.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as the field's type.
        """
        return self._documents.matching(where)

    def iterate(self, batch: int = 1024) -> Iterator[tuple[Document, ...]]:
        """Go through all documents in order, in batches."""
        return self._documents.iterate(batch)

    def sample(self, size: int, seed: int = 0) -> IntArray:
        """Give the places of a seeded random sample without repetition, ascending; all of them if size >= count."""
        chosen = np.random.default_rng(seed).permutation(self.count)[: max(0, size)]
        return np.sort(chosen).astype(np.int64)

    def values(self, field: str, limit: int = 50) -> tuple[str, ...]:
        """Give the most frequent values of a metadata field as text, most frequent first, at most `limit`."""
        return self._documents.values(field, limit)
