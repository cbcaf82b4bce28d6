"""What every store gives: a collection opened for reading.

All doors speak in document ids and in matrices of queries, so that an inspection's variants go through a collection in
one pass. Invariant: a store returns similarities computed by `inspector.vectors`, never an engine's own figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inspector.contract import Contract, Metric
from inspector.records.documents import Document, MetadataField, Where
from inspector.records.results import RanksAre
from inspector.stores.origin import Origin
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
        depth: How many places were looked at; 0 = all. A document further down has the rank 0.
    """

    ranks: IntArray
    similarities: FloatArray
    ranks_are: RanksAre
    depth: int = 0


@dataclass(frozen=True, slots=True)
class SearchParams:
    """Settings of an ANN structure for one search; None keeps the index's own.

    Attributes:
        nprobe: IVF: how many cells are visited, >= 1.
        ef_search: HNSW: length of the candidate list, >= 1.
    """

    nprobe: int | None = None
    ef_search: int | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """An ANN structure and how it treats one document for one query.

    Scores are by its own metric, larger is better: inner product, or minus the squared distance.

    Attributes:
        name: Kind and settings, as a person writes them.
        metric: What it ranks by itself.
        lossless: Whether it keeps vectors as they are; None where that cannot be said.
        score: Of the document's vector as it was given to the structure; NaN where there is none.
        coded_score: Of what the structure keeps of it; NaN where that cannot be read.
        nlist: IVF: number of cells; None for another kind.
        nprobe: IVF: how many cells a search visits.
        cell_rank: IVF: place of the document's cell among all cells by nearness to the query, 1-based.
        ef_search: HNSW: length of the candidate list in a search; None for another kind.
        ef_needed: HNSW: the smallest length with which the document is among the k returned; None where none does.
        exhaustive: Settings with which a search looks at everything, or at the most that it can (see `ef_limit`).
        ef_limit: HNSW: the longest length that a search can be given, where there are more documents; None elsewhere.
        filters_after: Whether a filter is put on what it found, so that fewer than k may come though more pass.
    """

    name: str
    metric: Metric
    lossless: bool | None
    score: float
    coded_score: float
    exhaustive: SearchParams
    nlist: int | None = None
    nprobe: int | None = None
    cell_rank: int | None = None
    ef_search: int | None = None
    ef_needed: int | None = None
    ef_limit: int | None = None
    filters_after: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A query and its variants, to be asked about in turn; where all vectors are scanned, in one pass for all of it.

    Attributes:
        searched: Gives what the first of the queries retrieves, for a k.
        ranked: Gives where documents stand for all of the queries.
    """

    searched: Callable[[int], tuple[Hits, ...]]
    ranked: Callable[[Sequence[str]], Ranking]

    def search(self, k: int) -> Hits:
        """Retrieve the k best documents of the first query; see `Collection.search`."""
        return self.searched(k)[0]

    def ranks(self, ids: Sequence[str]) -> Ranking:
        """Say where documents stand for each query; see `Collection.ranks`."""
        return self.ranked(ids)


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
        """Number of documents that can be gone through: all, or the stated sample of a large database."""

    @property
    def population(self) -> int:
        """Number of documents there are."""

    @property
    def origin(self) -> Origin | None:
        """Where it was taken from; None for an index that was built here."""

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
        self,
        queries: Vectors,
        k: int,
        *,
        where: Where = (),
        exact: bool = False,
        params: SearchParams | None = None,
        metric: Metric | None = None,
    ) -> tuple[Hits, ...]:
        """Retrieve the k best documents of each query that pass the filter, by the contract's metric.

        Args:
            queries: Shape (m, dim).
            k: At least 1; more than there are gives all there are.
            where: The filter.
            exact: Compare with all vectors even where there is an ANN structure.
            params: Settings for the ANN structure.
            metric: Rank by another metric than the contract's; only with `exact`.

        Returns:
            One `Hits` per query. Documents without a finite vector are never returned.

        Raises:
            RequestError: the dimension differs from the contract's, or the filter names an unknown field.
        """

    def ranks(
        self, queries: Vectors, ids: Sequence[str], *, where: Where = (), metric: Metric | None = None
    ) -> Ranking:
        """Say where the given documents stand among all that pass the filter, by the contract's metric or another.

        Documents with an unknown id, or outside what was looked at, have the rank 0.
        """

    def look(self, queries: Vectors, *, where: Where = (), exact: bool = False) -> Look:
        """Prepare what `search` says about the first of some queries, and `ranks` about all of them.

        Args:
            queries: Shape (m, dim), m >= 1.
            where: The filter.
            exact: Compare with all vectors even where there is an ANN structure.
        """

    def ranks_instead(self, query: Vectors, document_id: str, vectors: Vectors, *, where: Where = ()) -> IntArray:
        """Say where a document would stand with each of some vectors instead of its own, by the contract's metric.

        Args:
            query: Shape (1, dim).
            document_id: Its id.
            vectors: Shape (v, dim).
            where: The filter, which the other documents pass.

        Returns:
            Shape (v,), 1-based; 0 where a vector or the query is not finite.
        """

    def structure(self, query: Vectors, document_id: str, k: int, *, where: Where = ()) -> Structure | None:
        """Say how the ANN structure treats a document for a query, shape (1, dim); None where there is no structure."""

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
        """Say which documents pass the filter; None where there is no filter.

        Returns:
            Shape (rows,): the documents in the first `count` places, and behind them, where only a sample can be gone
            through, those outside of it that were met since it was opened.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as the field's type.
        """

    def count_matching(self, where: Where) -> int:
        """Count all documents that pass the filter, those outside a sample included.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as the field's type.
        """

    def as_kept(self, vectors: Float32Array) -> Float32Array:
        """Give what the store would keep of vectors, shape (m, dim): themselves, or what its codes decode to."""

    def iterate(self, batch: int = 1024) -> Iterator[tuple[Document, ...]]:
        """Go through all documents in order, in batches, without holding them all."""

    def sample(self, size: int, seed: int = 0) -> IntArray:
        """Give the places of a seeded random sample without repetition, ascending; all of them if size >= count."""

    def values(self, field: str, limit: int = 50) -> tuple[str, ...]:
        """Give the most frequent values of a metadata field as text, most frequent first, at most `limit`."""
