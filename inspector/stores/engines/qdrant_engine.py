"""A collection of Qdrant, opened for reading.

A folder of local mode is loaded into memory (see `qdrant_folder.py`) and every search in it is exact; on a server a
search goes through HNSW unless it is asked to be exact. Qdrant filters while it searches, so a filter holds before the
search. It keeps vectors for the cosine at length 1, and that is what `fetch` gives.
Invariant: only reading calls of the client are used. Cost: a sample, and the check that ids named by `id=` are unique,
go through the ids of all points.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from hashlib import md5
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
from qdrant_client import models

from inspector.contract import Metric
from inspector.errors import StoreError
from inspector.records.documents import Where
from inspector.stores.collection import SearchParams
from inspector.stores.engines.engine import Engine, EngineFacts, EngineHits, Stored, check_dimension
from inspector.stores.engines.qdrant_link import Link, linked
from inspector.stores.engines.qdrant_opening import read_collection
from inspector.stores.engines.qdrant_payload import Layout, json_path
from inspector.stores.spec import IndexSpec
from inspector.vectors import Vectors, read_only

Answer = TypeVar("Answer")

_PAGE = 1_000


def open_collection(spec: IndexSpec) -> Engine:
    """Open a collection; see `open_qdrant` for what is raised."""
    link, name = linked(spec)
    try:
        facts, layout, vector = read_collection(link, name, spec)
        engine = QdrantEngine(link, facts, layout, vector)
        if layout.id:
            engine.check_ids()
        return engine
    except BaseException:
        link.client.close()
        raise


class QdrantEngine:
    """A collection of Qdrant as an `Engine`; safe to use from several threads."""

    def __init__(self, link: Link, facts: EngineFacts, layout: Layout, vector: str) -> None:
        """Take a client, what was read when the collection was opened, and the vector's name, "" for the unnamed."""
        self._link = link
        self._facts = facts
        self._layout = layout
        self._vector = vector
        self._name = facts.collection
        self._closed = False

    @property
    def facts(self) -> EngineFacts:
        """What was said when it was opened."""
        return self._facts

    def search(
        self,
        queries: Vectors,
        k: int,
        *,
        where: Where = (),
        exact: bool = False,
        params: SearchParams | None = None,
    ) -> tuple[EngineHits, ...]:
        """Retrieve about the k best documents of each query; a query that is not finite retrieves nothing.

        Raises:
            StoreError: the server does not answer, or refuses.
            RequestError: the dimension differs, or the filter cannot be read.
        """
        check_dimension(self.facts, queries)
        passing = self._layout.filter(where)
        settings = None if self._link.is_local else _settings(exact, params)
        finite = np.asarray(np.isfinite(queries).all(axis=1), dtype=np.bool_)
        requests = [
            models.QueryRequest(
                query=query.tolist(),
                using=self._vector or None,
                filter=passing,
                params=settings,
                limit=max(1, min(k, self.facts.deepest)),
                with_payload=self._id_key(),
            )
            for query in queries[finite]
        ]
        answers = iter(
            self._ask(lambda: self._link.client.query_batch_points(self._name, requests)) if requests else ()
        )
        return tuple(self._hits(next(answers).points if sound else ()) for sound in finite)

    def closer(self, query: Vectors, score: float, *, where: Where = ()) -> int:
        """Refuse: Qdrant cannot count by score.

        Raises:
            StoreError: always.
        """
        raise StoreError("Qdrant cannot count the documents that are closer.", "Search deeper instead.")

    def text_search(self, query: str, k: int, *, where: Where = ()) -> EngineHits:
        """Refuse: Qdrant has no ranked text search of its own.

        Raises:
            StoreError: always.
        """
        raise StoreError("Qdrant has no ranked text search of its own.", "Use the keyword search over a copy.")

    def count_matching(self, where: Where) -> int:
        """Count the documents that pass the filter.

        Raises:
            StoreError: the server does not answer, or refuses.
            RequestError: the filter cannot be read.
        """
        passing = self._layout.filter(where)
        return self._ask(lambda: self._link.client.count(self._name, count_filter=passing, exact=True)).count

    def fetch(self, ids: Sequence[str]) -> Stored:
        """Give documents with their vectors, in the order asked for; unknown ids are left out.

        Raises:
            StoreError: the server does not answer, or refuses.
        """
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Any] = {}
        for start in range(0, len(wanted), _PAGE):
            for record in self._records(wanted[start : start + _PAGE]):
                found.setdefault(self._layout.id_of(record.id, record.payload), record)
        return self._stored([found[each] for each in ids if each in found])

    def iterate(self, batch: int = 1_000) -> Iterator[Stored]:
        """Go through all documents in the order of their point ids.

        Raises:
            StoreError: the server does not answer, or refuses.
        """
        for records in self._pages(batch, payload=True, vectors=self._with_vectors()):
            yield self._stored(records)

    def sample_ids(self, size: int, seed: int) -> tuple[str, ...]:
        """Give the ids of a seeded sample: those with the smallest MD5 of seed and id. All ids are read.

        Raises:
            StoreError: the server does not answer, or refuses.
        """
        pages = self._pages(_PAGE, payload=self._id_key(), vectors=False)
        ids = (self._layout.id_of(record.id, record.payload) for records in pages for record in records)
        if size >= self.facts.count:
            return tuple(ids)
        return tuple(heapq.nsmallest(size, ids, key=lambda each: (md5(f"{seed} {each}".encode()).digest(), each)))

    def close(self) -> None:
        """Close the client; further calls fail."""
        if not self._closed:
            self._closed = True
            self._link.client.close()

    def check_ids(self) -> None:
        """Make sure that the documents' own ids are unique.

        Raises:
            StoreError: two points have the same, or one has none.
        """
        seen: set[str] = set()
        for records in self._pages(_PAGE, payload=self._id_key(), vectors=False):
            for record in records:
                found = self._layout.id_of(record.id, record.payload)
                if found in seen:
                    raise StoreError(f'Two points have the id "{found}".', "Name a key of unique ids with id=KEY.")
                seen.add(found)

    def _ask(self, call: Callable[[], Answer]) -> Answer:
        if self._closed:
            raise StoreError(f"{self._link.retrying.name} was closed.", "Open the index again.")
        return self._link.ask(call)

    def _records(self, ids: Sequence[str]) -> Sequence[Any]:
        if not self._layout.id:
            points = [point for point in map(_point_id, ids) if point is not None]
            if not points:
                return ()
            return self._ask(
                lambda: self._link.client.retrieve(
                    self._name, points, with_payload=True, with_vectors=self._with_vectors()
                )
            )
        values = [each for each in ids if not any(0xD800 <= ord(char) <= 0xDFFF for char in each)]
        key = json_path(self._layout.id)
        numbers = [int(each) for each in values if isinstance(_point_id(each), int)]
        either = [models.FieldCondition(key=key, match=models.MatchAny(any=some)) for some in (values, numbers) if some]
        if not either:
            return ()
        return self._ask(
            lambda: self._link.client.scroll(
                self._name,
                scroll_filter=models.Filter(should=list(either)),
                limit=len(ids),
                with_payload=True,
                with_vectors=self._with_vectors(),
            )
        )[0]

    def _pages(self, batch: int, *, payload: Any, vectors: Any) -> Iterator[Sequence[Any]]:
        offset: Any = None
        while True:
            records, offset = self._ask(
                lambda at=offset: self._link.client.scroll(  # type: ignore[misc]
                    self._name, limit=batch, offset=at, with_payload=payload, with_vectors=vectors
                )
            )
            if records:
                yield records
            if offset is None:
                return

    def _stored(self, records: Sequence[Any]) -> Stored:
        vectors = np.full((len(records), self.facts.dim), np.nan, dtype=np.float32)
        for place, record in enumerate(records):
            found = record.vector.get(self._vector) if isinstance(record.vector, dict) else record.vector
            if found is not None:
                vectors[place] = found
        documents = tuple(self._layout.document(record.id, record.payload) for record in records)
        return Stored(documents, read_only(vectors))

    def _hits(self, points: Sequence[Any]) -> EngineHits:
        scores = np.array([point.score for point in points], dtype=np.float64)
        if self.facts.metric is Metric.L2:
            scores = -(scores**2)
        return EngineHits(tuple(self._layout.id_of(point.id, point.payload) for point in points), read_only(scores))

    def _id_key(self) -> Any:
        return [json_path(self._layout.id)] if self._layout.id else False

    def _with_vectors(self) -> Any:
        return [self._vector] if self._vector else True


def _settings(exact: bool, params: SearchParams | None) -> models.SearchParams | None:
    if exact:
        return models.SearchParams(exact=True)
    return models.SearchParams(hnsw_ef=params.ef_search) if params is not None and params.ef_search else None


def _point_id(document_id: str) -> int | str | None:
    """Give the point id that is written so; None where no point can have it."""
    if document_id.isascii() and document_id.isdigit() and str(int(document_id[:20])) == document_id:
        return int(document_id) if int(document_id) < 2**64 else None
    try:
        return document_id if str(UUID(document_id)) == document_id else None
    except ValueError:
        return None
