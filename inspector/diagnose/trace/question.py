"""What is known about one query whatever document it is about: its vectors, and what each search brings.

Invariant: every fact is found out once, when it is first asked for, on the collection as it is. Without a model the
facts that need one raise `EmbedderError`; `no_model` says why.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.embedders.given import NO_OTHER, GivenVector, given_of
from inspector.errors import EmbedderError
from inspector.explain.neutral import ALL_EDITS, neutral_variants
from inspector.explain.variants import Variants, variants
from inspector.explain.vector_cache import Encoding, encode_at_once
from inspector.inspection import OpenIndex
from inspector.progress import Progress, silent
from inspector.records.documents import Where
from inspector.records.results import Retriever
from inspector.records.trace import TraceRequest
from inspector.search.hybrid import DEPTH, Fused, Ranked, fuse
from inspector.search.keyword import KeywordScores
from inspector.search.keyword_sampled import score_about
from inspector.vectors import BoolArray, Float32Array


class Question:
    """A query against an index, and the facts about it."""

    def __init__(self, index: OpenIndex, request: TraceRequest, progress: Progress = silent) -> None:
        """Take a question.

        Args:
            index: The index with all that is open of it.
            request: The question.
            progress: Told about what takes long; may stop the work.
        """
        self.index, self.request, self.progress = index, request, progress
        self.collection, self.contract, self.k = index.collection, index.collection.contract, request.k

    @cached_property
    def no_model(self) -> str:
        """Why the query has no vector, as a sentence; empty where it has one."""
        embedder = self.index.embedder
        if embedder is None:
            return self.index.model_refusal or "The model is not loaded."
        if embedder.dim != self.contract.dim:
            return f"The index has {self.contract.dim} dimensions, but {embedder.name} makes {embedder.dim}."
        return ""

    @property
    def given(self) -> GivenVector | None:
        """The vector that the query was given as; None where a model makes it."""
        return given_of(self.index.embedder)

    @property
    def no_texts(self) -> str:
        """Why no text but the query's can be embedded, as a sentence; empty where it can."""
        return self.no_model or (NO_OTHER if self.given else "")

    @property
    def embedder(self) -> Embedder:
        """The model.

        Raises:
            EmbedderError: there is none, it does not fit, or the query was given as a vector.
        """
        if self.no_texts or self.index.embedder is None:
            raise EmbedderError(self.no_texts)
        return self.index.embedder

    @property
    def encoding(self) -> Encoding:
        """How queries get their vectors.

        Raises:
            EmbedderError: nothing gives them one.
        """
        if self.no_model or self.index.embedder is None:
            raise EmbedderError(self.no_model)
        return Encoding(self.index.embedder, self.contract.query_prompt, self.index.cache)

    @cached_property
    def plan(self) -> Variants:
        """The query, without each of its words, and with edits that leave its meaning alone."""
        return variants(self.request.query)

    @cached_property
    def query_vectors(self) -> Float32Array:
        """Vectors of the query and its variants, shape (variants, dim), in the order of the plan."""
        return self._asked[: len(self.plan.texts)]

    @cached_property
    def edit_vectors(self) -> Float32Array:
        """Vectors of the query under all edits that leave its meaning alone, shape (edits, dim)."""
        return self._asked[len(self.plan.texts) :]

    @cached_property
    def _asked(self) -> Float32Array:
        edits = neutral_variants(self.request.query, ALL_EDITS)
        texts = tuple(dict.fromkeys((*self.plan.texts, *edits)))
        found = encode_at_once(self.encoding, texts)[0]
        rows = [*range(len(self.plan.texts)), *(texts.index(edit) for edit in edits)]
        return found[rows]

    @cached_property
    def query(self) -> Float32Array:
        """The query's vector, shape (1, dim)."""
        if "query_vectors" in self.__dict__:
            return self.query_vectors[:1]
        return encode_at_once(self.encoding, (self.request.query,))[0]

    @cached_property
    def mask(self) -> BoolArray | None:
        """Which documents pass the filter; None without a filter."""
        return self.collection.matching(self.request.where)

    @property
    def sampled(self) -> int | None:
        """How many documents keyword search looks at where it is not all of them; None where it is."""
        count = self.collection.count
        return count if count < self.collection.population else None

    @cached_property
    def matching(self) -> int:
        """How many documents pass the filter."""
        return self.collection.count_matching(self.request.where)

    @cached_property
    def exact_list(self) -> Ranked:
        """The first documents by exact search, at least k of them."""
        return self.searched(max(self.k, DEPTH), exact=True)

    @cached_property
    def kth_similarity(self) -> float:
        """Similarity of the k-th of the exact ranking; NaN where there are fewer."""
        if self.no_model or len(self.exact_list.ids) < self.k:
            return float("nan")
        return float(self.exact_list.scores[self.k - 1])

    @cached_property
    def approximate(self) -> bool:
        """Whether production asks an ANN structure for this query."""
        return self.collection.has_ann and not self.request.exact

    @cached_property
    def returned(self) -> tuple[str, ...]:
        """The k documents that the production path returns."""
        if not self.approximate and not self.request.where:
            return self.exact_list.ids[: self.k]
        return self.searched(self.k).ids  # an ANN structure, or a filter after the search, answers otherwise for more

    @cached_property
    def deep(self) -> Ranked:
        """What the production path returns when it is asked for fusion's candidates."""
        return self.exact_list if not self.approximate else self.searched(max(self.k, DEPTH))

    def searched(self, depth: int, *, exact: bool = False) -> Ranked:
        """Search for the query as production does, or exactly, to a depth."""
        hits = self.collection.search(self.query, depth, where=self.request.where, exact=exact or not self.approximate)
        return Ranked(hits[0].ids, hits[0].similarities)

    @property
    def about(self) -> tuple[str, ...]:
        """The documents that keyword search looks at beside a sample: those the embedding search brings."""
        return () if self.no_model else (*self.deep.ids, *self.returned)

    def scored(self, query: str, where: Where | None = None) -> KeywordScores:
        """Give the keyword scores of a query over what this question looks at.

        Args:
            query: As typed.
            where: Another filter; None = the question's own.
        """
        filtered = self.request.where if where is None else where
        if self.sampled is None:
            mask = self.mask if where is None else self.collection.matching(filtered)
            return self.index.keyword.score(query, mask)
        return score_about(self.index.keyword, self.collection, query, self.about, filtered)[0]

    @cached_property
    def keyword(self) -> KeywordScores:
        """The keyword scores of the query."""
        return self.scored(self.request.query)

    @cached_property
    def keyword_list(self) -> Ranked:
        """The first documents by keyword search, at least k of them."""
        rows, scores = self.keyword.top(max(self.k, DEPTH))
        return Ranked(self.collection.ids_at(rows), scores)

    @cached_property
    def fused(self) -> tuple[Fused, ...]:
        """The whole hybrid list; the keyword list alone where there is no model."""
        deep = Ranked((), np.empty(0)) if self.no_model else self.deep
        return fuse(self.request.fusion, deep, self.keyword_list, self.request.weight, 2 * max(self.k, DEPTH))

    @property
    def by_embedding(self) -> bool:
        """Whether the asked retriever compares vectors."""
        return self.request.retriever is not Retriever.KEYWORD
