"""A collection in memory, searched by brute force in float64: what search is tested on without any store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from inspector import fingerprint
from inspector.contract import Contract
from inspector.embedders.embedder import Embedder
from inspector.records.documents import Document, MetadataField, Where
from inspector.records.results import RanksAre
from inspector.stores.collection import Hits, Ranking, SearchParams
from inspector.vectors import BoolArray, Float32Array, IntArray, Vectors, cosine_similarity


class SmallCollection:
    """Documents and vectors held in memory; no filters."""

    name = "small"
    has_ann = False
    keyword_folder: Path | None = None
    fields: tuple[MetadataField, ...] = ()
    origin = None

    def __init__(self, documents: Sequence[Document], vectors: Float32Array, query_prompt: str = "") -> None:
        self._documents = tuple(documents)
        self._vectors = vectors
        self._rows = {document.id: row for row, document in enumerate(documents)}
        self.contract = Contract(model="toy", dim=vectors.shape[1], query_prompt=query_prompt)
        self.count = self.population = len(self._documents)
        self.fingerprint = fingerprint.of_values([(d.id, d.title, d.text) for d in documents], vectors.tolist())

    def search(
        self, queries: Vectors, k: int, *, where: Where = (), exact: bool = False, params: SearchParams | None = None
    ) -> tuple[Hits, ...]:
        found = []
        for similarities in cosine_similarity(queries, self._vectors):
            finite = np.flatnonzero(np.isfinite(similarities))
            best = finite[np.argsort(-similarities[finite], kind="stable")[:k]]
            found.append(Hits(self.ids_at(best), similarities[best]))
        return tuple(found)

    def ranks(self, queries: Vectors, ids: Sequence[str], *, where: Where = ()) -> Ranking:
        rows = self.rows_of(ids)
        similarities = cosine_similarity(queries, self._vectors)
        order = np.argsort(-similarities, axis=1, kind="stable")
        ranks = np.argsort(order, axis=1)[:, rows] + 1
        return Ranking(ranks, similarities[:, rows], RanksAre.EXACT)

    def ids_at(self, rows: IntArray) -> tuple[str, ...]:
        return tuple(self._documents[row].id for row in rows)

    def rows_of(self, ids: Sequence[str]) -> IntArray:
        return np.array([self._rows.get(each, -1) for each in ids], dtype=np.int64)

    def documents(self, ids: Sequence[str]) -> tuple[Document, ...]:
        return tuple(self._documents[self._rows[each]] for each in ids)

    def vectors(self, rows: IntArray) -> Float32Array:
        return self._vectors[rows]

    def matching(self, where: Where) -> BoolArray | None:
        return None

    def count_matching(self, where: Where) -> int:
        return self.count

    def as_kept(self, vectors: Float32Array) -> Float32Array:
        return vectors

    def iterate(self, batch: int = 1024) -> Iterator[tuple[Document, ...]]:
        for start in range(0, self.count, batch):
            yield self._documents[start : start + batch]

    def sample(self, size: int, seed: int = 0) -> IntArray:
        if size >= self.count:
            return np.arange(self.count)
        return np.sort(np.random.default_rng(seed).choice(self.count, size, replace=False))

    def values(self, field: str, limit: int = 50) -> tuple[str, ...]:
        return ()


def embedded(documents: Sequence[Document], embedder: Embedder, query_prompt: str = "") -> SmallCollection:
    """Make a collection whose vectors are those of title and text."""
    vectors = embedder.encode([f"{document.title}\n{document.text}" for document in documents])
    return SmallCollection(documents, vectors, query_prompt)
