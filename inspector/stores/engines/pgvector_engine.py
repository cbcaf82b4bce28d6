"""A table of a PostgreSQL server with pgvector, opened for reading.

An ordinary search is the statement that an application sends: the server's planner uses an ANN index if it likes, and
gives no more than `hnsw.ef_search` results through one, as it does in production. A filter is in the statement too, and
pgvector puts it on what the index found, so that fewer than k may come, unless the planner prefers another way or the
server is set to go on (`hnsw.iterative_scan`). With settings for the index (`SearchParams`) the index is used. Only an
exact search filters first and compares all vectors that pass. Rows without a vector are left out of searches; `fetch`
gives NaN for them. An index for the cosine has no zero vectors, so searches through it do not give them; exact ones and
counts score them 0.
Invariant: nothing is written; see `pgvector_connection.py`. Cost: an exact search or count reads the whole table.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import numpy as np

from inspector.errors import StoreError
from inspector.records.documents import Document, MetadataValue, Where
from inspector.stores.collection import SearchParams
from inspector.stores.engines.engine import Engine, EngineFacts, EngineHits, Stored, check_dimension
from inspector.stores.engines.pgvector_connection import Connections, Rows, Tls
from inspector.stores.engines.pgvector_opening import EF_LIMIT, Opened, read_opened
from inspector.stores.engines.pgvector_sql import Bound
from inspector.stores.engines.pgvector_text import MOST
from inspector.stores.engines.retrying import time_limit
from inspector.stores.scores import exact_scores
from inspector.stores.spec import IndexSpec
from inspector.vectors import Float32Array, Vectors, read_only

HASHED = 2_000_000
"""Rows among which a sample is drawn by hash alone; of more a random part is taken first."""

_SET = "SELECT set_config(name, %(value)s, true) FROM pg_settings WHERE name = %(name)s"
_PROBES_LIMIT = 32_768


def open_table(spec: IndexSpec) -> Engine:
    """Open a table; see `open_pgvector` for what is raised."""
    tls = Tls(spec.get("sslmode"), spec.get("sslrootcert"))
    connections = Connections(spec.location, spec.get("host"), time_limit(spec), tls)
    try:
        opened = connections.run(lambda rows: read_opened(rows, spec))
    except BaseException:
        connections.close()
        raise
    return PgvectorEngine(connections, opened)


class PgvectorEngine:
    """A table of vectors as an `Engine`; safe to use from several threads."""

    def __init__(self, connections: Connections, opened: Opened) -> None:
        """Take the connections, and what was read when the table was opened."""
        self._connections = connections
        self._opened = opened
        self._statements = opened.statements

    @property
    def facts(self) -> EngineFacts:
        """What was said when it was opened."""
        return self._opened.facts

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
            StoreError: the server does not answer in time, or refuses.
            RequestError: the dimension differs, or the filter cannot be read.
        """
        check_dimension(self.facts, queries)
        passing, bound = self._statements.where(where)
        indexed = self._opened.ann is not None and not exact
        statement = (self._statements.ann if indexed else self._statements.search)(passing)

        def work(rows: Rows) -> list[EngineHits]:
            if indexed and params is not None:
                self._ask(rows, self._statements.loaded(), {})
                _use_index(rows, params)
            found = []
            for query in queries:
                asked = {"query": _written(query), "k": max(0, min(k, self.facts.deepest))}
                answer = self._ask(rows, statement, {**bound, **asked}) if np.isfinite(query).all() else []
                found.append(_hits(answer))
            return found

        return tuple(self._connections.run(work)) if len(queries) else ()

    def closer(self, query: Vectors, score: float, *, where: Where = ()) -> int:
        """Count, exactly, the documents that pass the filter and score strictly better.

        The server counts what is better beyond its own rounding; what lies within is compared here in 64 bits. Equal
        vectors are fetched once.

        Raises:
            StoreError: the server does not answer in time, or refuses.
            RequestError: the dimension differs, or the filter cannot be read.
        """
        check_dimension(self.facts, query)
        passing, bound = self._statements.where(where)
        rounding = (self.facts.dim + 8) * float(np.finfo(np.float32).eps)
        norm = float(np.linalg.norm(query.astype(np.float64)))
        asked = {"query": _written(query[0]), "score": score, "rounding": rounding, "norm": norm}
        statement = self._statements.border(passing)
        groups = self._connections.run(lambda rows: self._ask(rows, statement, {**bound, **asked}))
        better = sum(count for vector, count in groups if vector is None)
        close = [(vector, count) for vector, count in groups if vector is not None]
        if not close:
            return int(better)
        vectors = np.stack([np.frombuffer(vector, dtype=">f4", offset=4) for vector, _ in close]).astype(np.float32)
        counts = np.array([count for _, count in close], dtype=np.int64)
        return int(better + counts[exact_scores(self.facts.metric, query, vectors)[0] > score].sum())

    def text_search(self, query: str, k: int, *, where: Where = ()) -> EngineHits:
        """Retrieve the k best documents by Postgres full text: with any word of the query, rare words counting most.

        Raises:
            StoreError: the server does not answer in time, or refuses; or it has no text search here.
            RequestError: the filter cannot be read.
        """
        if not self.facts.text_search:
            raise StoreError("The table has no text search that is fast enough.", "Add a column of type tsvector.")
        passing, bound = self._statements.where(where)
        words = query.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
        asked: Bound = {"words": words, "language": self._opened.language, "k": max(0, min(k, self.facts.deepest))}
        asked |= {"most": MOST, "count": self.facts.count}
        statement = self._statements.text_search(passing)
        return _hits(self._connections.run(lambda rows: self._ask(rows, statement, {**bound, **asked})))

    def count_matching(self, where: Where) -> int:
        """Count the documents that pass the filter, those without a vector too.

        Raises:
            StoreError: the server does not answer in time, or refuses.
            RequestError: the filter cannot be read.
        """
        passing, bound = self._statements.where(where)
        statement = self._statements.count(passing)
        return int(self._connections.run(lambda rows: self._ask(rows, statement, bound))[0][0])

    def fetch(self, ids: Sequence[str]) -> Stored:
        """Give documents with their vectors, in the order asked for; unknown ids are left out.

        Raises:
            StoreError: the server does not answer in time, or refuses.
        """
        keys = [key for key in (_key(each, self._statements.key_type) for each in ids) if key is not None]
        if not keys:
            return self._stored([])
        statement = self._statements.fetch()
        found = self._connections.run(lambda rows: self._ask(rows, statement, {"ids": keys}))
        by_id = {row[0]: row for row in found}
        return self._stored([by_id[each] for each in ids if each in by_id])

    def iterate(self, batch: int = 1_000) -> Iterator[Stored]:
        """Go through all documents in the order of their ids; each batch is a transaction of its own.

        Raises:
            StoreError: the server does not answer in time, or refuses.
        """
        last: str | None = None
        while True:
            bound: Bound = {"batch": batch, "last": last}
            statement = self._statements.page(first=last is None)
            found = self._connections.run(lambda rows, s=statement, b=bound: self._ask(rows, s, b))  # type: ignore[misc]
            if found:
                yield self._stored(found)
            if len(found) < batch:
                return
            last = found[-1][0]

    def sample_ids(self, size: int, seed: int) -> tuple[str, ...]:
        """Give the ids of a seeded sample: those with the smallest MD5 of id and seed, so it is stable.

        Of more than two million rows a random part is taken first. The cost is one scan of the table.

        Raises:
            StoreError: the server does not answer in time, or refuses.
        """
        bound: Bound = {"size": size, "seed": seed}
        if size >= self.facts.count:
            statement = self._statements.ids()
        else:
            thinned = self.facts.count > HASHED and self._statements.table.kind in ("r", "m", "p")
            bound["percent"] = min(100.0, 100.0 * (1.2 * size + 100) / self.facts.count)
            statement = self._statements.sample(thinned=thinned)
        return tuple(row[0] for row in self._connections.run(lambda rows: self._ask(rows, statement, bound)))

    def close(self) -> None:
        """Close the connections; further calls fail."""
        self._connections.close()

    def _ask(self, rows: Rows, statement: Any, bound: Bound) -> list[tuple[Any, ...]]:
        return rows.execute(statement, {**self._statements.bound, **bound}).fetchall()

    def _stored(self, found: Sequence[tuple[Any, ...]]) -> Stored:
        vectors = np.full((len(found), self.facts.dim), np.nan, dtype=np.float32)
        for place, row in enumerate(found):
            _unpack(row[5], vectors[place], half=self._statements.half)
        return Stored(tuple(self._document(row) for row in found), read_only(vectors))

    def _document(self, row: tuple[Any, ...]) -> Document:
        document_id, title, text, parent, position, _, *rest = row
        values = zip(self.facts.fields, rest, strict=True)
        metadata: dict[str, MetadataValue] = {field.name: value for field, value in values if value is not None}
        return Document(document_id, title, text, metadata, parent, position)


def _use_index(rows: Rows, params: SearchParams) -> None:
    """Make the next statements of this transaction use the ANN index, with the settings that this pgvector knows.

    Whether the scan goes on under a filter stays as the server has it: that is what production does.
    """
    chosen = {"enable_seqscan": "off", "enable_sort": "off"}
    if params.ef_search is not None:
        chosen["hnsw.ef_search"] = str(min(max(params.ef_search, 1), EF_LIMIT))
    if params.nprobe is not None:
        chosen["ivfflat.probes"] = str(min(max(params.nprobe, 1), _PROBES_LIMIT))
    for name, value in chosen.items():
        rows.execute(_SET, {"name": name, "value": value})


def _hits(found: Sequence[tuple[Any, ...]]) -> EngineHits:
    found = [row for row in found if not math.isnan(row[1])]
    scores = np.array([row[1] for row in found], dtype=np.float64)
    order = np.argsort(-scores, kind="stable")
    return EngineHits(tuple(found[int(place)][0] for place in order), read_only(scores[order]))


def _unpack(sent: bytes | None, into: Float32Array, *, half: bool) -> None:
    """Read a vector as the server sends it: length and a reserved number of 16 bits each, then big-endian numbers."""
    if sent is not None:
        vector = np.frombuffer(sent, dtype=">f2" if half else ">f4", offset=4)
        if len(vector) == len(into):
            into[:] = vector


def _written(query: Vectors) -> str:
    return "[" + ",".join(map(repr, np.asarray(query, dtype=np.float32).tolist())) + "]"


def _key(document_id: str, kind: str) -> str | None:
    """Give an id as the server can compare it; None where no row can have it."""
    if "\0" in document_id or any(0xD800 <= ord(char) <= 0xDFFF for char in document_id):
        return None
    try:
        if kind == "int8":
            number = int(document_id)
            return document_id if str(number) == document_id and -(2**63) <= number < 2**63 else None
        if kind == "uuid":
            return document_id if str(UUID(document_id)) == document_id else None
    except ValueError:
        return None
    return document_id
