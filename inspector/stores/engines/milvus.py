"""Milvus: the same code on milvus-lite, a standalone server, a cluster and Zilliz.

Only describes, searches and queries are asked; a collection on a server is not even loaded. Invariants: a filter is
part of the search, so it holds before it; scores are turned so that larger is better (Milvus gives a cosine similarity,
an inner product, or a squared Euclidean distance).
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from inspector.contract import Metric
from inspector.errors import StoreError
from inspector.records.documents import Where
from inspector.stores.collection import SearchParams
from inspector.stores.columns import as_text
from inspector.stores.engines.engine import Engine, EngineFacts, EngineHits, Stored
from inspector.stores.engines.milvus_filters import among, beyond, expression
from inspector.stores.engines.milvus_link import SECONDS, MilvusLink
from inspector.stores.engines.milvus_open import DEEPEST, MilvusIndex, described
from inspector.stores.engines.milvus_schema import MilvusSchema, Row
from inspector.stores.engines.milvus_vectors import sendable
from inspector.stores.filters import representable
from inspector.stores.spec import IndexSpec, Setting
from inspector.vectors import Vectors

SETTINGS: tuple[Setting, ...] = (
    Setting("collection", "Collection", "Name of the collection; may be left out where there is only one."),
    Setting("id", "Id field", "The primary key; no other field can be it."),
    Setting("text", "Text field", "Without it: text, content, body, page_content, document or chunk."),
    Setting("title", "Title field", "Without it: title, headline or heading, where there is one."),
    Setting("vector", "Vector field", "Needed where the collection has several."),
    Setting("parent", "Parent field", "Id of the whole that a chunk is part of; without it: parent or parent_id."),
    Setting("position", "Position field", "Place of a chunk in its whole; without it: position or chunk_index."),
    Setting("database", "Database", "Name of the database on the server; the default one without it."),
)

_PAIRS = 100_000
_FETCHED = 500
_CELLS = 65_536


def open_milvus(spec: IndexSpec, *, seconds: float = SECONDS) -> Engine:
    """Open a collection for reading.

    Args:
        spec: Names the server or the milvus-lite folder, the collection, and fields.
        seconds: Time limit of each call, > 0.

    Raises:
        MissingDependencyError: pymilvus or milvus-lite is not installed.
        RequestError: a setting names what does not exist.
        StoreError: Milvus does not answer, refuses, or the collection cannot be searched.
    """
    link = MilvusLink(spec, seconds)
    try:
        facts, schema, index = described(link, spec)
    except BaseException:
        link.close()
        raise
    return MilvusEngine(link, facts, schema, index)


class MilvusEngine:
    """A collection in Milvus; fulfils `Engine`. Safe to call from several threads."""

    def __init__(self, link: MilvusLink, facts: EngineFacts, schema: MilvusSchema, index: MilvusIndex) -> None:
        """Take an open connection and what was found out about the collection."""
        self._link = link
        self._facts = facts
        self._schema = schema
        self._index = index

    @property
    def facts(self) -> EngineFacts:
        """What Milvus said when it was opened."""
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
        """Retrieve the k best documents of each query, at most 16,384, by the collection's metric.

        `exact` visits all cells of an IVF_FLAT structure; a collection without a structure is always exact, and any
        other structure cannot be made so. A cosine search gives zero vectors a similarity of 0 or, on a server
        without a graph, leaves them out. An HNSW candidate list is never shorter than k, which Milvus demands.

        Raises:
            RequestError: a filter names an unknown field, or a value cannot be read as its type.
            StoreError: Milvus does not answer, or refuses.
        """
        filter_ = self._filter(where)
        if filter_ is None:
            return tuple(EngineHits((), np.empty(0)) for _ in queries)
        k = min(k, DEEPEST, max(self._facts.count, 1))
        step = max(_PAIRS // k, 1)
        found: list[EngineHits] = []
        for start in range(0, len(queries), step):
            data = sendable(queries[start : start + step], self._schema.vector_type)
            settings = self._settings(k, exact, params)
            answer = self._found(data, k, self._schema.vector, filter_, settings)
            found += [self._hits(each) for each in answer]
        return tuple(found)

    def closer(self, query: Vectors, score: float, *, where: Where = ()) -> int:
        """Milvus cannot count by score.

        Raises:
            StoreError: always.
        """
        raise StoreError("Milvus does not count by score.", "Look at the first results instead.")

    def text_search(self, query: str, k: int, *, where: Where = ()) -> EngineHits:
        """Retrieve the k best documents by Milvus's BM25; only where the collection has a BM25 function.

        Raises:
            RequestError: a filter names an unknown field, or a value cannot be read as its type.
            StoreError: the collection has none, Milvus does not answer, or refuses.
        """
        if not self._schema.sparse:
            raise StoreError("The collection has no BM25 function.", "Use keyword search over the copy.")
        filter_ = self._filter(where)
        if filter_ is None or not query.strip():
            return EngineHits((), np.empty(0))
        settings = {"metric_type": "BM25"}
        (answer,) = self._found([query], min(k, DEEPEST), self._schema.sparse, filter_, settings)
        return self._hits(answer, text=True)

    def count_matching(self, where: Where) -> int:
        """Count the documents that pass the filter; all of them where there is none.

        Raises:
            RequestError: a filter names an unknown field, or a value cannot be read as its type.
            StoreError: Milvus does not answer, or refuses.
        """
        filter_ = self._filter(where)
        if filter_ is None:
            return 0
        return int(self._rows(filter_, ["count(*)"])[0]["count(*)"])

    def fetch(self, ids: Sequence[str]) -> Stored:
        """Give documents with their vectors, in the order asked for; unknown ids are left out.

        Raises:
            StoreError: Milvus does not answer, or refuses.
        """
        wanted = list(dict.fromkeys(each for each in ids if representable(each)))
        rows: dict[str, Row] = {}
        for start in range(0, len(wanted), _FETCHED):
            filter_ = among(self._schema.id, wanted[start : start + _FETCHED])
            for row in self._rows(filter_, self._schema.output) if filter_ else ():
                rows[as_text(row[self._schema.id.name])] = row
        return self._stored([rows[each] for each in ids if each in rows])

    def iterate(self, batch: int = 1_000) -> Iterator[Stored]:
        """Go through all documents in the order of their ids, at most `batch` at a time.

        Raises:
            StoreError: Milvus does not answer, or refuses.
        """
        for rows in self._pages(batch, self._schema.output):
            yield self._stored(rows)

    def sample_ids(self, size: int, seed: int) -> tuple[str, ...]:
        """Give the ids of a seeded sample: those whose hash with the seed is smallest.

        Costs one pass over all ids (not texts or vectors): a call for every 10,000. Holds `size` ids.

        Raises:
            StoreError: Milvus does not answer, or refuses.
        """
        name = self._schema.id.name
        ids = (as_text(row[name]) for rows in self._pages(10_000, [name]) for row in rows)
        key = str(seed).encode()

        def place(document_id: str) -> bytes:
            return hashlib.blake2b(document_id.encode(), key=key, digest_size=8).digest()

        return tuple(heapq.nsmallest(size, ids, key=place))

    def close(self) -> None:
        """Close the connection; further calls fail."""
        self._link.close()

    def _filter(self, where: Where) -> str | None:
        return expression(where, self._facts.fields, self._schema.metadata, self._schema.parent)

    def _found(self, data: Any, k: int, field: str, filter_: str, settings: dict[str, Any]) -> Any:
        return self._link.ask(
            lambda client, left: client.search(
                self._facts.collection,
                data=data,
                limit=k,
                anns_field=field,
                filter=filter_,
                search_params=settings,
                output_fields=[self._schema.id.name],
                timeout=left,
            )
        )

    def _rows(self, filter_: str, fields: Sequence[str], **more: Any) -> Sequence[Row]:
        rows: Sequence[Row] = self._link.ask(
            lambda client, left: client.query(
                self._facts.collection, filter=filter_, output_fields=list(fields), timeout=left, **more
            )
        )
        return rows

    def _pages(self, batch: int, fields: Sequence[str]) -> Iterator[Sequence[Row]]:
        """Go through all rows in the order of the primary key; the client's own iterator does not quote text keys."""
        key = self._schema.id
        last: str | None = None
        while True:
            filter_ = beyond(key, last)
            rows = self._rows(filter_, fields, limit=batch, iterator="True", reduce_stop_for_best="True")
            if not rows:
                return
            rows = sorted(rows, key=lambda row: row[key.name])
            before, last = last, as_text(rows[-1][key.name])
            if last == before:
                raise StoreError(f"{self._link.name} gives the same documents again.", "Open it again.")
            yield rows

    def _settings(self, k: int, exact: bool, params: SearchParams | None) -> dict[str, Any]:
        given = params or SearchParams()
        settings: dict[str, int] = {}
        if self._index.cells and (exact or given.nprobe):
            settings["nprobe"] = _CELLS if exact else min(given.nprobe or 1, _CELLS)
        if self._index.graph and (given.ef_search or k > (self._index.ef_search or k)):
            settings["ef"] = max(given.ef_search or 1, k)
        return {"metric_type": self._index.metric_name, "params": settings}

    def _hits(self, answer: Any, text: bool = False) -> EngineHits:
        best: dict[str, float] = {}
        for hit in answer:
            best.setdefault(as_text(hit["id"] if "id" in hit else hit[self._schema.id.name]), float(hit["distance"]))
        sign = -1.0 if self._facts.metric is Metric.L2 and not text else 1.0
        ids = tuple(best)
        scores = sign * np.fromiter(best.values(), dtype=np.float64, count=len(best))
        order = np.argsort(-scores, kind="stable")
        return EngineHits(tuple(ids[place] for place in order), scores[order])

    def _stored(self, rows: Sequence[Row]) -> Stored:
        return Stored(tuple(self._schema.document(row) for row in rows), self._schema.vectors(rows))
