"""An index folder of ours, opened for reading.

Invariant: nothing is ever written to a folder that is open. Opening maps files and compares sizes and headers, whatever
the number of documents; the ANN structure is mapped at the first search that uses it. `finish.verify` compares hashes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from inspector.contract import Contract, Metric
from inspector.errors import RequestError, StoreError
from inspector.records.documents import Document, MetadataField, Where
from inspector.records.results import RanksAre
from inspector.stores.ann import AnnIndex, open_ann
from inspector.stores.ann_reasons import structure_of
from inspector.stores.asked import refuse_misfit
from inspector.stores.collection import Hits, Look, Ranking, SearchParams, Structure
from inspector.stores.documents import DocumentTable
from inspector.stores.exact import ExactScan
from inspector.stores.foreign.faiss_vectors import codec_of
from inspector.stores.intact import DAMAGED, compare_shapes, compare_sizes, refuse_missing
from inspector.stores.layout import ANN, DOCUMENTS, KEYWORD, VECTORS
from inspector.stores.manifest import Manifest, content_fingerprint, read_manifest
from inspector.stores.matrix import open_vectors
from inspector.stores.origin import Origin
from inspector.stores.spec import Setting
from inspector.stores.sweep import Sweep
from inspector.vectors import BoolArray, Float32Array, FloatArray, IntArray, Vectors, cosine_similarity, read_only

SETTINGS: tuple[Setting, ...] = ()


class FolderCollection:
    """An index folder as a `Collection`; safe to read from several threads."""

    def __init__(self, folder: Path, manifest: Manifest, vectors: Float32Array, table: DocumentTable) -> None:
        self.folder = folder
        self.manifest = manifest
        self._vectors = vectors
        self._table = table
        self._scans = {manifest.contract.metric: ExactScan(vectors, manifest.contract.metric)}
        self._ann: AnnIndex | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The index's name as people know it."""
        return self.manifest.name

    @property
    def fingerprint(self) -> str:
        """Fingerprint of its content."""
        return self.manifest.fingerprint

    @property
    def contract(self) -> Contract:
        """What made its vectors."""
        return self.manifest.contract

    @property
    def count(self) -> int:
        """Number of documents."""
        return self.manifest.counts.documents

    @property
    def population(self) -> int:
        """Number of documents there are."""
        return self.count

    @property
    def origin(self) -> Origin | None:
        """Where it was taken from; None for an index that was built here."""
        return self.manifest.origin

    @property
    def has_ann(self) -> bool:
        """Whether production searches an ANN structure rather than all vectors."""
        return self.manifest.ann is not None

    @property
    def keyword_folder(self) -> Path | None:
        """Folder of its stored keyword index, whose row i is the i-th document; None where it has none."""
        return self.folder / KEYWORD if (self.folder / KEYWORD).is_dir() else None

    @property
    def fields(self) -> tuple[MetadataField, ...]:
        """Its metadata fields, in the order of the corpus."""
        return self._table.fields

    @property
    def ann(self) -> AnnIndex | None:
        """The ANN structure, mapped at first use; None where it has none.

        Raises:
            StoreError: its file cannot be read by FAISS, or does not fit.
        """
        if not self.has_ann:
            return None
        with self._lock:
            if self._ann is None:
                self._ann = open_ann(self.folder / ANN, self.count, self.contract.dim, self.manifest.ann)
            return self._ann

    def search(
        self,
        queries: Vectors,
        k: int,
        *,
        where: Where = (),
        exact: bool = False,
        params: SearchParams | None = None,
        metric: Metric | None = None,
        sweep: Sweep | None = None,
    ) -> tuple[Hits, ...]:
        """Retrieve the k best documents of each query that pass the filter; see `Collection.search`.

        A query that is not finite retrieves nothing. The order is that of the search: an ANN structure ranks by its own
        metric.

        Raises:
            RequestError: the dimension differs from the contract's, k is below 1, or the filter cannot be read.
            StoreError: the ANN structure cannot be read.
        """
        wide = self._checked(queries, k)
        mask = self.matching(where)
        ann = None if exact else self.ann
        if ann is None:
            found = self._scan(metric).top(wide, k, mask, sweep)
        else:
            found = ann.search(wide, k, params=params, mask=self._sound(mask))
        return tuple(
            Hits(self.ids_at(hits.rows), read_only(self._similarities(query[None], hits.rows)[0]))
            for query, hits in zip(wide, found, strict=True)
        )

    def ranks(
        self,
        queries: Vectors,
        ids: Sequence[str],
        *,
        where: Where = (),
        metric: Metric | None = None,
        sweep: Sweep | None = None,
    ) -> Ranking:
        """Say where the given documents stand among all that pass the filter, exactly; see `Collection.ranks`.

        Raises:
            RequestError: the dimension differs from the contract's, or the filter cannot be read.
        """
        wide = self._checked(queries)
        rows = self.rows_of(ids)
        ranks = self._scan(metric).ranks(wide, rows, self.matching(where), sweep)
        return Ranking(read_only(ranks), read_only(self._similarities(wide, rows)), RanksAre.EXACT)

    def look(self, queries: Vectors, *, where: Where = (), exact: bool = False) -> Look:
        """Prepare one pass for what is asked about some queries; see `Collection.look`, and `search` for errors."""
        twice = exact or not self.has_ann
        sweep = self._scan().sweep(self._checked(queries), self.matching(where)) if twice else None
        search = partial(self.search, queries[:1], where=where, exact=exact, sweep=sweep)
        return Look(search, partial(self.ranks, queries, where=where, sweep=sweep))

    def ranks_instead(self, query: Vectors, document_id: str, vectors: Vectors, *, where: Where = ()) -> IntArray:
        """Say where a document would stand with each of some vectors instead of its own, exactly.

        Raises:
            RequestError: the id is unknown, the dimension differs from the contract's, or the filter cannot be read.
        """
        row = self._row(document_id)
        return self._scan().ranks_instead(self._checked(query), row, self._checked(vectors), self.matching(where))

    def structure(self, query: Vectors, document_id: str, k: int, *, where: Where = ()) -> Structure | None:
        """Say how the ANN structure treats a document for a query; None without one; errors as in `search`."""
        ann, row = self.ann, self._row(document_id)
        if ann is None:
            return None
        mask = self._sound(self.matching(where))
        return structure_of(ann, self._checked(query), row, self._vectors[row : row + 1], k, mask, self.contract.metric)

    def ids_at(self, rows: IntArray) -> tuple[str, ...]:
        """Give the ids of the documents in the given places, 0-based."""
        return self._table.ids_at(rows)

    def rows_of(self, ids: Sequence[str]) -> IntArray:
        """Give the places of documents, 0-based; -1 for an unknown id."""
        return self._table.rows_of(ids)

    def documents(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """Fetch documents in the order asked for.

        Raises:
            RequestError: an id is unknown.
        """
        return self._table.documents(ids)

    def vectors(self, rows: IntArray) -> Float32Array:
        """Fetch the stored vectors in the given places, shape (len(rows), dim), untouched."""
        return read_only(np.asarray(self._vectors[rows]))

    def matching(self, where: Where) -> BoolArray | None:
        """Say which documents pass the filter, shape (count,); None where there is no filter.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as the field's type.
        """
        return self._table.matching(where)

    def count_matching(self, where: Where) -> int:
        """Count the documents that pass the filter.

        Raises:
            RequestError: a field is unknown, or a value cannot be read as the field's type.
        """
        mask = self.matching(where)
        return self.count if mask is None else int(np.count_nonzero(mask))

    def as_kept(self, vectors: Float32Array) -> Float32Array:
        """Give what the store would keep of vectors, shape (m, dim): themselves, or what its codes decode to."""
        if self.origin is None or not self.origin.decoded or self.ann is None:
            return vectors
        codec = codec_of(self.ann.index)
        return vectors if codec is None else codec(vectors)

    def iterate(self, batch: int = 1024) -> Iterator[tuple[Document, ...]]:
        """Go through all documents in order, in batches, without holding them all."""
        return self._table.iterate(batch)

    def sample(self, size: int, seed: int = 0) -> IntArray:
        """Give the places of a seeded random sample without repetition, ascending; all of them if size >= count."""
        if size >= self.count:
            return np.arange(self.count, dtype=np.int64)
        return np.sort(np.random.default_rng(seed).choice(self.count, size, replace=False)).astype(np.int64)

    def values(self, field: str, limit: int = 50) -> tuple[str, ...]:
        """Give the most frequent values of a metadata field as text, most frequent first, at most `limit`.

        Raises:
            RequestError: the field is unknown.
        """
        return self._table.values(field, limit)

    def _checked(self, queries: Vectors, k: int = 1) -> Vectors:
        refuse_misfit(queries, self.contract.dim, k)
        return queries

    def _sound(self, mask: BoolArray | None) -> BoolArray | None:
        """Take out the vectors that are not finite, of which a structure may hold anything."""
        if not self.manifest.counts.invalid_vectors:
            return mask
        return self._scan().finite if mask is None else mask & self._scan().finite

    def _scan(self, metric: Metric | None = None) -> ExactScan:
        """Give the scan by a metric, the contract's where none is named; made at first use."""
        wanted = metric or self.contract.metric
        with self._lock:
            if wanted not in self._scans:
                self._scans[wanted] = ExactScan(self._vectors, wanted)
            return self._scans[wanted]

    def _row(self, document_id: str) -> int:
        """Give the place of a document.

        Raises:
            RequestError: the id is unknown.
        """
        row = int(self.rows_of([document_id])[0])
        if row < 0:
            raise RequestError(f'The index has no document "{document_id}".', "Check the id; ids are case-sensitive.")
        return row

    def _similarities(self, queries: Vectors, rows: IntArray) -> FloatArray:
        similarities = cosine_similarity(queries, self._vectors[rows])
        similarities[:, rows < 0] = np.nan
        return similarities


def open_folder(path: str | Path) -> FolderCollection:
    """Open an index folder.

    Raises:
        StoreError: it is no folder or no index, or its files do not match its manifest.
    """
    folder = Path(path).expanduser()
    refuse_missing(folder)
    manifest = read_manifest(folder)
    compare_sizes(folder, manifest)
    vectors = open_vectors(folder / VECTORS)
    table = DocumentTable(folder / DOCUMENTS)
    compare_shapes(folder, manifest, vectors.shape, table.count)
    # What is kept about an index lies in a folder of this name: it must be the content's own, and no path.
    if manifest.fingerprint != content_fingerprint(manifest.contract, manifest.files, manifest.origin):
        raise StoreError(f"The manifest of {folder} was changed after the build.", DAMAGED)
    return FolderCollection(folder, manifest, vectors, table)
