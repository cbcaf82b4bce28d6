"""What is known about one query and one document, each fact found out once, when it is first asked for.

Invariant: every number here is measured on the collection as it is; what would be if something were undone is asked of
`placing`. A fact that needs a model is None, or raises `EmbedderError`, where there is none: `no_model` says why.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from inspector.diagnose.freshness.judge import Freshness, Judgement
from inspector.diagnose.freshness.sample import Reembedded, load_reembedded
from inspector.diagnose.trace.question import Question
from inspector.embedders.facts import facts_of
from inspector.errors import EmbedderError
from inspector.explain.document.answering import answering
from inspector.explain.document.sentences import document_sentences
from inspector.explain.document.subject import Subject
from inspector.explain.neutral import PERCENTILE
from inspector.explain.removal import removal_effects
from inspector.inspection import OpenIndex
from inspector.progress import Progress, silent
from inspector.records.documents import Document
from inspector.records.explanation import Contributions
from inspector.records.trace import TraceRequest
from inspector.stores.collection import Structure
from inspector.stores.recipe import embedded_text
from inspector.vectors import Float32Array, cosine_similarity, norms

PASSAGES = 32
"""Passages of the unread part that are tried at most."""


class Case(Question):
    """One question, and the facts about it."""

    def __init__(self, index: OpenIndex, request: TraceRequest, document_id: str, progress: Progress = silent) -> None:
        """Take a question.

        Args:
            index: The index with all that is open of it.
            request: The question.
            document_id: Id of the document, which is in the collection.
            progress: Told about what takes long; may stop the work.
        """
        super().__init__(index, request, progress)
        self.id = document_id
        self.row = int(self.collection.rows_of([document_id])[0])
        self.document: Document = self.collection.documents([document_id])[0]
        self.text = embedded_text(self.contract.recipe, self.document)

    @property
    def about(self) -> tuple[str, ...]:
        """The documents that keyword search looks at beside a sample, this one among them."""
        return (*super().about, self.id)

    @property
    def passes(self) -> bool:
        """Whether the document passes the filter."""
        return self.mask is None or bool(self.mask[self.row])

    @cached_property
    def stored(self) -> Float32Array:
        """Its stored vector, shape (1, dim)."""
        return self.collection.vectors(np.array([self.row]))

    @property
    def finite(self) -> bool:
        """Whether every component of its stored vector is a number."""
        return bool(np.isfinite(self.stored).all())

    @property
    def norm(self) -> float:
        """Length of its stored vector."""
        return float(norms(self.stored)[0])

    @property
    def bodyless(self) -> bool:
        """Whether its text is empty though a title was embedded, and most documents do have a text."""
        if self.document.text.strip() or "{text}" not in self.contract.recipe:
            return False
        rows = self.collection.sample(200)
        others = self.collection.documents(self.collection.ids_at(rows))
        return 2 * sum(bool(each.text.strip()) for each in others) > len(others)

    @property
    def decoded(self) -> bool:
        """Whether the stored vectors are what compressed codes keep of the original ones."""
        return self.collection.origin is not None and self.collection.origin.decoded

    @property
    def has_vector(self) -> bool:
        """Whether its stored vector has a direction."""
        return self.finite and self.norm > 0

    @cached_property
    def freshness(self) -> Freshness:
        """Judges the vectors of the collection; its sample is made when a vector deviates."""

        def sample() -> Reembedded:
            return load_reembedded(self.collection, self.embedder, progress=self.progress)

        return Freshness(self.collection, self.embedder, sample, self.index.cache)

    @cached_property
    def fresh(self) -> Float32Array:
        """The vector of its text by the contract, embedded now, shape (1, dim)."""
        return self.freshness.fresh(self.document)

    @cached_property
    def judgement(self) -> Judgement:
        """What its stored vector is of."""
        return self.freshness.judge(self.row, self.fresh)

    @property
    def configured_prompts(self) -> tuple[str, str]:
        """The prompts that the model's own configuration names for queries and documents."""
        facts = facts_of(self.embedder)
        return facts.query_prompt, facts.document_prompt

    @cached_property
    def read_end(self) -> int:
        """Where the model stops reading its text, in code points."""
        return self.embedder.read_end(self.text, prompt=self.contract.document_prompt)

    @cached_property
    def subject(self) -> Subject:
        """Query and document, ready to be explained."""
        prompts = self.contract.query_prompt, self.contract.document_prompt
        return Subject(self.embedder, self.request.query, self.text, *prompts, self.progress)

    @cached_property
    def unread_passages(self) -> tuple[str, ...]:
        """Passages of the part that is never read: the part itself in pieces the model can read, then its best one."""
        end = self.read_end
        pieces: list[str] = []
        tail = self.text[end:].strip()
        while tail and len(pieces) < PASSAGES:
            stop = self.embedder.read_end(tail, prompt=self.contract.document_prompt) or len(tail)
            pieces.append(tail[:stop].strip())
            tail = tail[stop:].strip()
        if not pieces:
            return ()
        spans = [(max(start, end), stop) for start, stop in document_sentences(self.text) if stop > end]
        best = answering(self.subject, self.query, spans, PASSAGES).best
        return (*pieces, *((best.text,) if best else ()))

    @cached_property
    def unread_vectors(self) -> Float32Array:
        """The vectors of those passages, each as a document of its own, shape (passages, dim)."""
        return self.embedder.encode(self.unread_passages, prompt=self.contract.document_prompt)

    @cached_property
    def read_similarity(self) -> float:
        """The largest similarity of the query to a passage of the part that was read; -1 where there is none."""
        spans = [(start, min(stop, self.read_end)) for start, stop in document_sentences(self.text)]
        best = answering(self.subject, self.query, [span for span in spans if span[0] < span[1]], PASSAGES).best
        return best.similarity if best else -1.0

    @cached_property
    def exact_rank(self) -> int | None:
        """Its place among all that pass the filter, by stored vectors and the contract's metric; None = no place."""
        return self._ranking[0] or None

    @cached_property
    def similarity(self) -> float:
        """Its cosine similarity to the query; NaN without a direction or a model."""
        return self._ranking[1] if not self.no_model else float("nan")

    @property
    def depth(self) -> int:
        """How many places were looked at for its rank; 0 = all."""
        return self._ranking[2]

    @cached_property
    def _ranking(self) -> tuple[int, float, int]:
        if self.no_model:
            return 0, float("nan"), 0
        found = self.collection.ranks(self.query, [self.id], where=self.request.where)
        return int(found.ranks[0, 0]), float(found.similarities[0, 0]), found.depth

    @cached_property
    def structure(self) -> Structure | None:
        """How the ANN structure treats it; None where production has none."""
        return self.collection.structure(self.query, self.id, self.k, where=self.request.where)

    @cached_property
    def keyword_rank(self) -> int | None:
        """Its place in the keyword ranking; None where it has no word of the query."""
        return int(self.keyword.ranks([self.row])[0]) or None

    @cached_property
    def hybrid_rank(self) -> int | None:
        """Its place in the hybrid list; None where it is in neither list's candidates."""
        return next((place for place, hit in enumerate(self.fused, start=1) if hit.id == self.id), None)

    @cached_property
    def effects(self) -> Contributions:
        """What each word of the query does to it, and its noise floor.

        Raises:
            EmbedderError: there is no model, or what words do with it cannot be believed.
        """
        if self.index.effects_refusal:
            raise EmbedderError(self.index.effects_refusal)
        found = self.collection.ranks(self.query_vectors, [self.id], where=self.request.where)
        return removal_effects(self.plan, [self.id], found.similarities, found.ranks)

    @cached_property
    def noise_floor(self) -> float:
        """How much its similarity moves by edits of the query that change nothing of its meaning, >= 0.

        The larger of the two floors of the tool: the most of three edits, and the 90th percentile of eight.
        """
        moves = np.abs(cosine_similarity(self.edit_vectors, self.stored)[:, 0] - self.similarity)
        return max(float(self.effects.noise_floor[0]), float(np.percentile(moves, PERCENTILE)))
