"""What every store gives: a collection opened for reading.

All doors speak in document ids and in matrices of queries, so that an inspection's variants go through a collection in
one pass. Invariant: a store returns similarities computed by `inspector.vectors`, never an engine's own figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inspector.contract import Contract
from inspector.records.documents import Document, MetadataField, Where
from inspector.records.results import RanksAre
from inspector.vectors import BoolArray, Float32Array, FloatArray, IntArray, Vectors


@dataclass(frozen=True, slots=True)
class Hits:
    """What one query retrieved, best first.

    Attributes:
        ids: At most k document ids.
        similarities: Shape (len(ids),), cosine similarity in [-1, 1].
    """

    ids: tuple[str, ...]
    similarities: FloatArray


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where given documents stand for given queries.

    Attributes:
        ranks: Shape (queries, ids), 1-based; 0 = absent (unknown id, filtered out, or no finite vector).
        similarities: Shape (queries, ids), cosine similarity in [-1, 1]; NaN where the id is unknown or its vector
            is not finite.
        ranks_are: How far the ranks can be trusted.
    """

    ranks: IntArray
    similarities: FloatArray
    ranks_are: RanksAre


@dataclass(frozen=True, slots=True)
class SearchParams:
    """Settings of an ANN structure for one search; None keeps the index's own.

    Attributes:
        nprobe: IVF: how many cells are visited, >= 1.
        ef_search: HNSW: length of the candidate list, >= 1.
    """

    nprobe: int | None = None
    ef_search: int | None = None


class Collection(Protocol):
    """An index opened for reading. Immutable, and safe to read from several threads."""

    @property
    def name(self) -> str:
        """The index's name as people know it."""

    @property
    def fingerprint(self) -> str:
        """Fingerprint of its content."""

    @property
    def contract(self) -> Contract:
        """What made its vectors."""

    @property
    def count(self) -> int:
        """Number of documents."""

    @property
    def has_ann(self) -> bool:
        """Whether production searches an ANN structure rather than all vectors."""

    @property
    def keyword_folder(self) -> Path | None:
        """Folder of its stored keyword index, whose row i is the i-th document; None where it has none."""

    @property
    def fields(self) -> tuple[MetadataField, ...]:
        """Its metadata fields, in the order of the corpus."""

    def search(
        self, queries: Vectors, k: int, *, where: Where = (), exact: bool = False, params: SearchParams | None = None
    ) -> tuple[Hits, ...]:
        """Retrieve the k best documents of each query that pass the filter, by the contract's metric.

        Args:
            queries: Shape (m, dim).
            k: At least 1; more than there are gives all there are.
            where: The filter.
            exact: Compare with all vectors even where there is an ANN structure.
            params: Settings for the ANN structure.

        Returns:
            One `Hits` per query. Documents without a finite vector are never returned.

        Raises:
            RequestError: the dimension differs from the contract's, or the filter names an unknown field.
        """

    def ranks(self, queries: Vectors, ids: Sequence[str], *, where: Where = ()) -> Ranking:
        """Say where the given documents stand among all that pass the filter, by the contract's metric."""

    def ids_at(self, rows: IntArray) -> tuple[str, ...]:
        """Give the ids of the documents in the given places, 0-based."""

    def rows_of(self, ids: Sequence[str]) -> IntArray:
        """Give the places of documents, 0-based; -1 for an unknown id."""

    def documents(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """Fetch documents in the order asked for.

        Raises:
            RequestError: an id is unknown.
        """

    def vectors(self, rows: IntArray) -> Float32Array:
        """Fetch the stored vectors in the given places, shape (len(rows), dim), untouched."""

    def matching(self, where: Where) -> BoolArray | None:
        """Say which documents pass the filter, shape (count,); None where there is no filter.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as the field's type.
        """

    def iterate(self, batch: int = 1024) -> Iterator[tuple[Document, ...]]:
        """Go through all documents in order, in batches, without holding them all."""

    def sample(self, size: int, seed: int = 0) -> IntArray:
        """Give the places of a seeded random sample without repetition, ascending; all of them if size >= count."""

    def values(self, field: str, limit: int = 50) -> tuple[str, ...]:
        """Give the most frequent values of a metadata field as text, most frequent first, at most `limit`."""
