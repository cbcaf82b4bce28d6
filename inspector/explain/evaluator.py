"""What answers for texts: their similarities to some documents, their ranks, and the lists they retrieve.

Invariant: an answer depends on the text, the model, the prompt and the collection alone, so that another document, tab
or k encodes nothing again. Cost: one encode for each text that is not in the cache, one pass through the collection for
ranks and lists, and only the documents' own vectors for similarities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.explain.budget import Budget
from inspector.explain.vector_cache import Encoding, VectorCache, encode_cached, missing
from inspector.progress import Progress, silent
from inspector.records.documents import Where
from inspector.records.results import RanksAre
from inspector.stores.collection import Collection, Hits, Ranking
from inspector.vectors import Float32Array, FloatArray, cosine_similarity


class Evaluator(Protocol):
    """Answers how similar texts are to some documents."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The documents it answers for."""

    def ask(self, texts: Sequence[str]) -> FloatArray:
        """Give cosine similarities, shape (texts, documents); NaN where a document has no finite vector."""


class RankingEvaluator(Evaluator, Protocol):
    """Answers also where the documents stand, and what is found."""

    def ranks(self, texts: Sequence[str]) -> Ranking:
        """Give ranks and similarities of its documents for each text."""

    def lists(self, texts: Sequence[str], k: int) -> tuple[Hits, ...]:
        """Give the k best documents of the whole collection for each text."""

    def rerun(self, text: str, k: int) -> Hits:
        """Search for a text as if for the first time: encoded alone, whatever is cached."""

    @property
    def lists_are(self) -> RanksAre:
        """How far its lists can be trusted."""


@dataclass(frozen=True, slots=True)
class IndexEvaluator:
    """Answers from an index and the model of its contract.

    Attributes:
        embedder: The model.
        collection: The index.
        ids: The documents it answers for.
        cache: Keeps vectors of texts; share one between documents, tabs and k.
        where: The filter under which ranks and lists are made.
        exact: Search all vectors even where there is an ANN structure.
        progress: Told after every step, may stop the work.
        budget: Pays for what is encoded; None = any number of encodes.
    """

    embedder: Embedder
    collection: Collection
    ids: tuple[str, ...]
    cache: VectorCache
    where: Where = ()
    exact: bool = False
    progress: Progress = silent
    budget: Budget | None = None

    @property
    def lists_are(self) -> RanksAre:
        """Exact, or as retrieved by the ANN structure that production searches."""
        return RanksAre.EXACT if self.exact or not self.collection.has_ann else RanksAre.RETRIEVED

    def cost(self, texts: Sequence[str]) -> int:
        """Say how many encodes texts would take now."""
        return len(missing(self._encoding, texts))

    def vectors(self, texts: Sequence[str]) -> Float32Array:
        """Give the vectors of texts, shape (texts, dim), from the cache where they are known.

        Raises:
            EmbedderError: the model failed, or gave a vector that is not finite.
            OverBudgetError: it takes more encodes than the budget has left.
            CancelledError: progress asked to stop.
        """
        return encode_cached(self._encoding, texts, progress=self.progress, budget=self.budget)

    def ask(self, texts: Sequence[str]) -> FloatArray:
        """Give cosine similarities, shape (texts, documents); NaN for a document that is unknown or not finite.

        Raises:
            EmbedderError: the model failed, or gave a vector that is not finite.
            OverBudgetError: it takes more encodes than the budget has left.
            CancelledError: progress asked to stop.
        """
        rows = self.collection.rows_of(self.ids)
        found = np.full((len(texts), len(rows)), np.nan)
        known = np.flatnonzero(rows >= 0)
        found[:, known] = cosine_similarity(self.vectors(texts), self.collection.vectors(rows[known]))
        return found

    def ranks(self, texts: Sequence[str]) -> Ranking:
        """Give ranks and similarities of its documents for each text, in one pass through the collection.

        Raises:
            EmbedderError: the model failed, or gave a vector that is not finite.
            RequestError: the filter does not fit, or (OverBudgetError) the budget does not suffice.
            CancelledError: progress asked to stop.
        """
        return self.collection.ranks(self.vectors(texts), self.ids, where=self.where)

    def lists(self, texts: Sequence[str], k: int) -> tuple[Hits, ...]:
        """Give the k best documents of the whole collection for each text.

        Raises:
            EmbedderError: the model failed, or gave a vector that is not finite.
            RequestError: k or the filter does not fit, or (OverBudgetError) the budget does not suffice.
            CancelledError: progress asked to stop.
        """
        return self.collection.search(self.vectors(texts), k, where=self.where, exact=self.exact)

    def rerun(self, text: str, k: int) -> Hits:
        """Search for a text as if for the first time: encoded alone, whatever is cached.

        Raises:
            EmbedderError: the model failed.
            RequestError: k or the filter does not fit, or (OverBudgetError) the budget does not suffice.
        """
        if self.budget is not None:
            self.budget.take(1)
        vector = self.embedder.encode([text], prompt=self.collection.contract.query_prompt)
        return self.collection.search(vector, k, where=self.where, exact=self.exact)[0]

    @property
    def _encoding(self) -> Encoding:
        return Encoding(self.embedder, self.collection.contract.query_prompt, self.cache)
