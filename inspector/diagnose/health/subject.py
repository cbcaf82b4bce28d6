"""An index under examination: whatever several checks look at is measured once, when it is first asked for.

Invariant: nothing is measured for a check that does not run, and nothing twice. Cost of the whole: one pass over the
vectors, one over the texts, the hubs (`diagnose/hubs.py`), and a sample embedded anew (`diagnose/freshness`).
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np

from inspector.contract import Metric
from inspector.diagnose.health.agreement import Agreement, agree
from inspector.diagnose.health.texts import TextFacts, read_texts
from inspector.diagnose.hubs import Hubness, load_hubness
from inspector.embedders.embedder import Embedder
from inspector.errors import StoreError
from inspector.progress import Progress, silent
from inspector.stores.ann import AnnIndex
from inspector.stores.collection import Collection
from inspector.stores.folder import FolderCollection
from inspector.vectors import BoolArray, FloatArray, IntArray, norms

UNEQUAL = 1e-3
"""Lengths further apart than this, relative to the middle one, are unequal: the tolerance of a contract's `normalized`,
within which vectors stored in 16 bits still are of length 1."""

WORST = 5
_BLOCK = 16_384
_ASKED = 20


class Subject:
    """An index, its model, the queries to measure with, and what was found out so far."""

    def __init__(
        self,
        collection: Collection,
        embedder: Embedder | None,
        *,
        queries: tuple[str, ...] = (),
        no_model: str = "",
        progress: Progress = silent,
    ) -> None:
        """Take what is examined; nothing is measured yet.

        Args:
            collection: Any.
            embedder: The model of its contract; None where it could not be loaded.
            queries: Real queries; empty = pseudo-queries are used where queries are needed.
            no_model: Why there is no model.
            progress: Told how far each measurement has come.
        """
        self.collection = collection
        self.queries = queries
        self.progress = progress
        self.no_model = _refusal(collection, embedder, no_model)
        self.embedder = None if self.no_model else embedder

    @property
    def count(self) -> int:
        """Number of documents."""
        return self.collection.count

    @property
    def folder(self) -> Path | None:
        """The index folder; None for another kind of store."""
        return self.collection.folder if isinstance(self.collection, FolderCollection) else None

    @cached_property
    def lengths(self) -> FloatArray:
        """Length of each vector, shape (count,); NaN or infinite where a component is."""
        found = np.empty(self.count)
        for start in range(0, self.count, _BLOCK):
            self.progress(start, self.count, "Measuring the vectors")
            rows = np.arange(start, min(start + _BLOCK, self.count))
            found[rows] = norms(self.collection.vectors(rows), block=2_048)
        return found

    @property
    def directed(self) -> BoolArray:
        """Which vectors are finite and other than zero, shape (count,)."""
        found: BoolArray = np.isfinite(self.lengths) & (self.lengths > 0)
        return found

    @property
    def equal_lengths(self) -> bool:
        """Whether all vectors with a direction are of one length: then every metric ranks alike."""
        lengths = self.lengths[self.directed]
        return not len(lengths) or bool(np.abs(lengths / np.median(lengths) - 1).max() <= UNEQUAL)

    @cached_property
    def texts(self) -> TextFacts:
        """What the texts say: which are empty, and which are the same."""
        return read_texts(self.collection, self.progress)

    @cached_property
    def hubness(self) -> Hubness:
        """How often each document is among the nearest of others."""
        return load_hubness(self.collection, self.progress)

    @cached_property
    def agreement(self) -> Agreement:
        """How far a sample of documents embedded anew agrees with what is stored.

        Raises:
            EmbedderError: the model failed.
        """
        if self.embedder is None:
            return Agreement(0, (), 0, 0, whole=False)
        return agree(self.collection, self.embedder, self.progress)

    @property
    def no_sample(self) -> str:
        """Why no document can be embedded anew and compared; empty where some can."""
        if self.no_model or self.agreement.size:
            return self.no_model
        return "no sampled document has both a text and a usable vector"

    @cached_property
    def broken_structure(self) -> str:
        """Why the ANN structure cannot be opened; empty where it can, or where there is none."""
        try:
            self.structure()
        except StoreError as error:
            return error.message.rstrip(".")
        return ""

    def structure(self) -> AnnIndex | None:
        """Give the ANN structure; None where production searches all vectors.

        Raises:
            StoreError: it cannot be opened.
        """
        return self.collection.ann if isinstance(self.collection, FolderCollection) else None

    @cached_property
    def ranks_by(self) -> Metric | None:
        """What production really ranks by, told from the scores of the structure; None where there is no structure.

        A structure that holds unit vectors ranks by the cosine, whatever it calls its metric. Twenty documents ask for
        themselves and others: their scores say whether the structure holds the vectors as they are, or unit vectors.

        Raises:
            StoreError: the structure cannot be opened.
        """
        structure = self.structure()
        rows = np.flatnonzero(self.directed)
        if structure is None or not len(rows):
            return None
        rows = rows[np.unique(np.linspace(0, len(rows) - 1, _ASKED).astype(np.int64))]
        queries = self.collection.vectors(rows).astype(np.float64) / self.lengths[rows, None]
        raw = unit = 0.0
        for query, found in zip(queries, structure.search(queries, 10), strict=True):
            kept = self.directed[found.rows]
            held = self.collection.vectors(found.rows[kept]).astype(np.float64)
            scores, lengths = found.scores[kept], self.lengths[found.rows[kept]]
            raw += float(np.abs(_scores(structure.metric, query, held) - scores).sum())
            unit += float(np.abs(_scores(structure.metric, query, held / lengths[:, None]) - scores).sum())
        return Metric.COSINE if unit < raw else structure.metric

    def named(self, rows: IntArray) -> tuple[str, ...]:
        """Give the ids of the first `WORST` of some documents."""
        return self.collection.ids_at(np.asarray(rows[:WORST], dtype=np.int64))


def _scores(metric: Metric, query: FloatArray, held: FloatArray) -> FloatArray:
    """Score vectors, shape (n, dim), for one query as a structure of this metric would: larger is better."""
    found: FloatArray = -np.sum((held - query) ** 2, axis=1) if metric is Metric.L2 else held @ query
    return found


def _refusal(collection: Collection, embedder: Embedder | None, said: str) -> str:
    """Say why a model cannot be used; empty where it can."""
    if embedder is None:
        return said or "the model is not loaded"
    if embedder.dim != collection.contract.dim:
        return f"the index has {collection.contract.dim} dimensions, but {embedder.name} makes {embedder.dim}"
    return ""
