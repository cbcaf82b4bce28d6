"""What a database gives: search, counts and fetches, in its own way and with its own figures.

An engine is thin. Whatever can be made from these calls, such as similarities, ranks, samples on disk and keyword
search over a sample, is made in `stores/remote.py` for all engines alike. Invariants: nothing is ever written; every
call ends within the engine's time limit; a filter holds before the search, unless the facts say that it comes after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from inspector.contract import Metric
from inspector.errors import RequestError
from inspector.records.documents import Document, MetadataField, Where
from inspector.stores.collection import SearchParams
from inspector.vectors import Float32Array, FloatArray, Vectors


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """What an engine says about one of its collections.

    Attributes:
        engine: Its kind and version, for people: "PostgreSQL 18.6 with pgvector 0.8.6".
        collection: Name of the collection or table.
        count: Number of documents in it.
        dim: Length of each vector.
        metric: What its searches rank by.
        fields: Its metadata fields; not those that are id, title, text, parent, position or the vector.
        version: Whatever changes when schema or index change; part of a weak fingerprint.
        structure: Its ANN structure with its settings as a person writes them ("HNSW, m 16"); empty where it has none
            and every search is exact.
        exact_search: Whether it can be made to compare with all vectors.
        exact_ranks: Whether `closer` counts.
        text_search: Its own text search, for people ("Postgres full text, english"); empty where it has none.
        deepest: The most results one search can give.
        half: Whether it keeps vectors in 16 bits.
        ef_search: HNSW: length of the candidate list in an ordinary search; None for another kind, or where unknown.
        ef_limit: HNSW: the longest candidate list that a search may be given; None where there is no limit of its own.
        filters_after: Whether an ordinary search puts the filter on what the ANN structure found: fewer than asked for
            can come then, though more pass. An exact search filters first, always.
    """

    engine: str
    collection: str
    count: int
    dim: int
    metric: Metric
    fields: tuple[MetadataField, ...] = ()
    version: str = ""
    structure: str = ""
    exact_search: bool = False
    exact_ranks: bool = False
    text_search: str = ""
    deepest: int = 16_384
    half: bool = False
    ef_search: int | None = None
    ef_limit: int | None = None
    filters_after: bool = False


@dataclass(frozen=True, slots=True)
class EngineHits:
    """What one query retrieved, best first.

    Attributes:
        ids: Document ids, each once.
        scores: Shape (len(ids),), larger is better, by the engine's own figures turned so: cosine similarity, inner
            product, minus the squared Euclidean distance, or a text score.
    """

    ids: tuple[str, ...]
    scores: FloatArray


@dataclass(frozen=True, slots=True)
class Stored:
    """Some documents as they are stored.

    Attributes:
        documents: The documents.
        vectors: Shape (len(documents), dim), row i for document i, as the engine keeps them.
    """

    documents: tuple[Document, ...]
    vectors: Float32Array


class Engine(Protocol):
    """One collection of a database, opened for reading. Safe to call from several threads.

    All calls raise:
        StoreError: the engine is down or does not answer in time (after retries with growing pauses), or refuses; the
            message says which, the hint what to do.
        RequestError: a filter names an unknown field, or a value cannot be read as its type.
    """

    @property
    def facts(self) -> EngineFacts:
        """What it said when it was opened."""

    def search(
        self,
        queries: Vectors,
        k: int,
        *,
        where: Where = (),
        exact: bool = False,
        params: SearchParams | None = None,
    ) -> tuple[EngineHits, ...]:
        """Retrieve about the k best documents of each query, shape (m, dim), by the engine's metric.

        A k beyond `deepest` gives the first `deepest`. `exact` compares with all vectors where `exact_search` holds.
        """

    def closer(self, query: Vectors, score: float, *, where: Where = ()) -> int:
        """Count, exactly, the documents that pass the filter and score strictly better; only where `exact_ranks` holds.

        Args:
            query: Shape (1, dim).
            score: On the scale of `EngineHits.scores`.
            where: The filter.
        """

    def text_search(self, query: str, k: int, *, where: Where = ()) -> EngineHits:
        """Retrieve the k best documents by the engine's own text search. Only where `text_search` is named."""

    def count_matching(self, where: Where) -> int:
        """Count the documents that pass the filter; all of them where there is none."""

    def fetch(self, ids: Sequence[str]) -> Stored:
        """Give documents with their vectors, in the order asked for; unknown ids are left out."""

    def iterate(self, batch: int = 1_000) -> Iterator[Stored]:
        """Go through all documents in a stable order, at most `batch` at a time."""

    def sample_ids(self, size: int, seed: int) -> tuple[str, ...]:
        """Give the ids of a seeded sample, each document about equally likely; all of them if `size` >= count.

        Where the engine cannot draw at random it reads ids (not texts or vectors) and draws among them.
        """

    def close(self) -> None:
        """Close the connection; further calls fail."""


def check_dimension(facts: EngineFacts, queries: Vectors) -> None:
    """Refuse queries of another shape than (m, dim).

    Raises:
        RequestError: the shape differs.
    """
    if queries.ndim != 2 or queries.shape[1] != facts.dim:
        found = queries.shape[-1] if queries.ndim else 0
        raise RequestError(
            f"{facts.collection} has {facts.dim} dimensions, but the query has {found}.",
            "Choose the model its vectors were made with.",
        )
