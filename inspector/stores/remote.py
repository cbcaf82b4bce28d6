"""A collection in a database, opened for reading: the engine's own search, beside a copy of all or some documents.

A small collection is copied whole, and everything but the production search is answered exactly from the copy. Of a
large one a seeded sample is copied, for the map, the health checks and keyword search; searches, counts, ranks and
single documents are asked of the engine. Places up to `count` are those of the copy; a document outside of it gets a
place behind them when it is first met, for as long as the collection is open.

Invariants: similarities are computed here, from vectors that were fetched, never taken from the engine. A document is
only called absent when the engine does not know its id.
Cost: what the engine takes; ranks of documents outside a whole copy are looked up in its first `RANK_DEPTH` results.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from inspector.contract import Contract, Metric
from inspector.errors import RequestError
from inspector.records.documents import Document, MetadataField, Where
from inspector.records.results import RanksAre
from inspector.stores.asked import refuse_misfit
from inspector.stores.collection import Hits, Look, Ranking, SearchParams, Structure
from inspector.stores.engines.engine import Engine, EngineFacts
from inspector.stores.folder import FolderCollection
from inspector.stores.met import MetDocuments
from inspector.stores.origin import Origin
from inspector.stores.remote_ranks import placed_among, ranks_by_search
from inspector.stores.remote_structure import structure_of
from inspector.vectors import BoolArray, Float32Array, IntArray, Vectors, cosine_similarity, read_only


class RemoteCollection:
    """A collection of a database as a `Collection`; safe to read from several threads."""

    def __init__(self, engine: Engine, copy: FolderCollection) -> None:
        """Take an opened engine, and the working copy of all or some of its documents."""
        self.engine = engine
        self.copy = copy
        self._met = MetDocuments(engine, copy.count, copy.fields)

    @property
    def facts(self) -> EngineFacts:
        """What the engine says about the collection."""
        return self.engine.facts

    @property
    def whole(self) -> bool:
        """Whether the copy holds every document."""
        return self.copy.origin is None or self.copy.origin.whole

    @property
    def name(self) -> str:
        """The index's name as people know it."""
        return self.copy.name

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the copy and of what the engine said: weak, for nobody compared all documents."""
        return self.copy.fingerprint

    @property
    def contract(self) -> Contract:
        """What made its vectors."""
        return self.copy.contract

    @property
    def count(self) -> int:
        """Number of documents that can be gone through: those of the copy."""
        return self.copy.count

    @property
    def population(self) -> int:
        """Number of documents there are."""
        return self.facts.count

    @property
    def origin(self) -> Origin | None:
        """Where it was taken from."""
        return self.copy.origin

    @property
    def has_ann(self) -> bool:
        """Whether production searches an ANN structure rather than all vectors."""
        return bool(self.facts.structure)

    @property
    def keyword_folder(self) -> Path | None:
        """Folder of its stored keyword index: none."""
        return None

    @property
    def fields(self) -> tuple[MetadataField, ...]:
        """Its metadata fields."""
        return self.copy.fields

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
        """Retrieve the k best documents of each query that pass the filter: by the engine, or exactly from the copy.

        Args:
            queries: Shape (m, dim); one that is not finite retrieves nothing.
            k: At least 1.
            where: The filter.
            exact: Compare with all vectors: in a whole copy, else in the engine, where it can.
            params: Settings for the engine's ANN structure.
            metric: Rank by another metric than the contract's; only with `exact` and a whole copy.

        Raises:
            RequestError: the dimension differs from the contract's, k is below 1, the filter cannot be read, or another
                metric is asked of an engine.
            StoreError: the engine does not answer.
        """
        if exact and self.whole:
            return self.copy.search(queries, k, where=where, exact=True, metric=metric)
        if metric not in (None, self.facts.metric):
            raise RequestError(
                f"{self.facts.engine} ranks by {self.facts.metric.value} alone.", "Ask without another metric."
            )
        refuse_misfit(queries, self.contract.dim, k)
        finite = np.asarray(np.isfinite(queries).all(axis=1), dtype=np.bool_)
        found = iter(self.engine.search(queries[finite], k, where=where, exact=exact, params=params))
        ids = [next(found).ids if sound else () for sound in finite]
        return tuple(self._hits(query[None], each) for query, each in zip(queries, ids, strict=True))

    def ranks(
        self, queries: Vectors, ids: Sequence[str], *, where: Where = (), metric: Metric | None = None
    ) -> Ranking:
        """Say where the given documents stand: exactly in a whole copy, else among what the engine retrieves.

        Raises:
            RequestError: the dimension differs from the contract's, or the filter cannot be read.
            StoreError: the engine does not answer.
        """
        if self.whole:
            return self.copy.ranks(queries, ids, where=where, metric=metric)
        refuse_misfit(queries, self.contract.dim)
        vectors = self._vectors_of(ids)
        similarities = cosine_similarity(queries, vectors)
        if metric not in (None, self.facts.metric):
            nowhere = np.zeros(similarities.shape, dtype=np.int64)
            return Ranking(read_only(nowhere), read_only(similarities), RanksAre.RETRIEVED)
        ranks, how, depth = ranks_by_search(self.engine, queries, ids, vectors, self._passing(ids, where), where)
        return Ranking(read_only(ranks), read_only(similarities), how, depth)

    def look(self, queries: Vectors, *, where: Where = (), exact: bool = False) -> Look:
        """Prepare what `search` says about the first of some queries, and `ranks` about all of them."""
        search = partial(self.search, queries[:1], where=where, exact=exact)
        return Look(search, partial(self.ranks, queries, where=where))

    def ranks_instead(self, query: Vectors, document_id: str, vectors: Vectors, *, where: Where = ()) -> IntArray:
        """Say where a document would stand with each of some vectors instead of its own.

        Returns:
            Shape (v,), 1-based; 0 where a vector or the query is not finite, or beyond what the engine retrieves.

        Raises:
            RequestError: the id is unknown, the dimension differs from the contract's, or the filter cannot be read.
            StoreError: the engine does not answer.
        """
        if self.whole:
            return self.copy.ranks_instead(query, document_id, vectors, where=where)
        self._row(document_id)
        refuse_misfit(query, self.contract.dim)
        return placed_among(self.engine, query, document_id, vectors, where)

    def structure(self, query: Vectors, document_id: str, k: int, *, where: Where = ()) -> Structure | None:
        """Say how the engine's ANN structure treats a document for a query; None where every search is exact.

        Raises:
            RequestError: the id is unknown, or the filter cannot be read.
            StoreError: the engine does not answer.
        """
        row = self._row(document_id)
        return structure_of(self.engine, query, document_id, self.vectors(np.array([row])), k, where)

    def ids_at(self, rows: IntArray) -> tuple[str, ...]:
        """Give the ids of the documents in the given places, 0-based."""
        inside = rows < self.count
        known = iter(self.copy.ids_at(rows[inside]))
        return tuple(next(known) if here else self._met.id_at(int(row)) for row, here in zip(rows, inside, strict=True))

    def rows_of(self, ids: Sequence[str]) -> IntArray:
        """Give the places of documents, 0-based; -1 for an id that the engine does not know."""
        rows = self.copy.rows_of(ids)
        outside = np.flatnonzero(rows < 0)
        if len(outside) and not self.whole:
            rows[outside] = self._met.rows_of([ids[int(place)] for place in outside])
        return rows

    def documents(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """Fetch documents in the order asked for.

        Raises:
            RequestError: an id is unknown.
            StoreError: the engine does not answer.
        """
        rows = self.rows_of(ids)
        if (rows < 0).any():
            unknown = next(each for each, row in zip(ids, rows, strict=True) if row < 0)
            raise RequestError(f'The index has no document "{unknown}".', "Check the id; ids are case-sensitive.")
        known = iter(self.copy.documents([each for each, row in zip(ids, rows, strict=True) if row < self.count]))
        return tuple(next(known) if row < self.count else self._met.document(int(row)) for row in rows)

    def vectors(self, rows: IntArray) -> Float32Array:
        """Fetch the stored vectors in the given places, shape (len(rows), dim), untouched."""
        inside = rows < self.count
        if inside.all():
            return self.copy.vectors(rows)
        found = np.empty((len(rows), self.contract.dim), dtype=np.float32)
        found[inside] = self.copy.vectors(rows[inside])
        for place in np.flatnonzero(~inside):
            found[place] = self._met.vector(int(rows[place]))
        return read_only(found)

    def matching(self, where: Where) -> BoolArray | None:
        """Say which documents pass the filter: those of the copy, then those met outside of it; None without a filter.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as the field's type.
        """
        mask = self.copy.matching(where)
        return mask if mask is None or self.whole else np.concatenate((mask, self._met.matching(where)))

    def count_matching(self, where: Where) -> int:
        """Count all documents that pass the filter.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as the field's type.
            StoreError: the engine does not answer.
        """
        if self.whole:
            return self.copy.count_matching(where)
        return self.engine.count_matching(where) if where else self.population

    def as_kept(self, vectors: Float32Array) -> Float32Array:
        """Give what the engine would keep of vectors, shape (m, dim): themselves, or in 16 bits."""
        return vectors.astype(np.float16).astype(np.float32) if self.facts.half else vectors

    def iterate(self, batch: int = 1024) -> Iterator[tuple[Document, ...]]:
        """Go through the documents of the copy in order, in batches, without holding them all."""
        return self.copy.iterate(batch)

    def sample(self, size: int, seed: int = 0) -> IntArray:
        """Give the places of a seeded random sample of the copy, ascending; all of them if size >= count."""
        return self.copy.sample(size, seed)

    def values(self, field: str, limit: int = 50) -> tuple[str, ...]:
        """Give the most frequent values of a metadata field in the copy, most frequent first, at most `limit`.

        Raises:
            RequestError: the field is unknown.
        """
        return self.copy.values(field, limit)

    def _hits(self, query: Vectors, ids: Sequence[str]) -> Hits:
        rows = self.rows_of(ids)
        known = rows >= 0
        similarities = cosine_similarity(query, self.vectors(rows[known]))[0]
        return Hits(tuple(each for each, here in zip(ids, known, strict=True) if here), read_only(similarities))

    def _vectors_of(self, ids: Sequence[str]) -> Float32Array:
        """Give the vectors of documents, shape (len(ids), dim); NaN for an unknown id."""
        rows = self.rows_of(ids)
        found = np.full((len(ids), self.contract.dim), np.nan, dtype=np.float32)
        found[rows >= 0] = self.vectors(rows[rows >= 0])
        return found

    def _passing(self, ids: Sequence[str], where: Where) -> BoolArray:
        """Say which documents are known and pass the filter."""
        rows, mask = self.rows_of(ids), self.matching(where)
        return rows >= 0 if mask is None else (rows >= 0) & mask[rows]

    def _row(self, document_id: str) -> int:
        row = int(self.rows_of([document_id])[0])
        if row < 0:
            raise RequestError(f'The index has no document "{document_id}".', "Check the id; ids are case-sensitive.")
        return row
