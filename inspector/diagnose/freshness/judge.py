"""What a stored vector is the vector of: this text by this model, the same in other words, another text, another model.

The rules, each against the collection's own background and none with a fixed cosine:

- *same*, and *precision*: the fresh vector lies within what storing a vector in 8 bits can move it at most, which is
  reckoned from its own components;
- *foreign*: the stored vector is likelier any direction than one of the model's vectors (`space`);
- *prompt*, *recipe*, *read length*: embedding the text with that one thing changed gives the stored vector back;
- *prompt* and *precision* again: nearly all documents deviate, and in a common direction (`shift`);
- else *stale*: the vector of another text, by this model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from inspector.diagnose.freshness.kept import KeptEmbedder, as_kept
from inspector.diagnose.freshness.readings import Reading, Way, closest, longer_embedders, readings
from inspector.diagnose.freshness.rounding import EQUAL, rounding
from inspector.diagnose.freshness.sample import Reembedded
from inspector.diagnose.freshness.shift import Shift, shift_of
from inspector.diagnose.freshness.space import Space
from inspector.embedders.embedder import Embedder
from inspector.explain.vector_cache import VectorCache, sound
from inspector.records.documents import Document
from inspector.records.trace import Number
from inspector.search.pseudo_queries import documents_at
from inspector.stores.collection import Collection
from inspector.stores.recipe import embedded_text
from inspector.vectors import Float32Array, cosine_distance, cosine_similarity


class Origin(StrEnum):
    """What a stored vector is of."""

    SAME = "same"
    PRECISION = "precision"
    PROMPT = "prompt"
    RECIPE = "recipe"
    READ_LENGTH = "read_length"
    STALE = "stale"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is believed of one stored vector.

    Attributes:
        origin: What it is of.
        similarity: Cosine similarity to the fresh vector, in [-1, 1].
        sentence: What was seen, for a person who is no specialist.
        numbers: The evidence.
        fresh: Shape (1, dim): the text's vector by the contract, now.
    """

    origin: Origin
    similarity: float
    sentence: str
    numbers: tuple[Number, ...]
    fresh: Float32Array

    @property
    def deviation(self) -> float:
        """Cosine distance of the stored and the fresh vector, in [0, 2]."""
        return float(cosine_distance(self.similarity))


_SYSTEMATIC = {
    Shift.INSTRUCTION: (
        Origin.PROMPT,
        "Something stood before this text when it was embedded, an instruction that the contract lacks.",
    ),
    Shift.PRECISION: (Origin.PRECISION, "All vectors deviate alike: the same model, run in another precision."),
}
_WAYS = {Way.PROMPT: Origin.PROMPT, Way.RECIPE: Origin.RECIPE, Way.LENGTH: Origin.READ_LENGTH}


class Freshness:
    """Judges vectors of one collection; its sample is made when a vector first deviates."""

    def __init__(
        self,
        collection: Collection,
        embedder: Embedder,
        sample: Callable[[], Reembedded],
        cache: VectorCache | None = None,
    ) -> None:
        """Take a collection and the model of its contract.

        Args:
            collection: Any.
            embedder: Of the same dimension.
            sample: Gives the re-embedded sample; asked once, and only if a vector deviates.
            cache: Keeps vectors, so that the next document of the collection encodes less.
        """
        self.collection = collection
        self.embedder = as_kept(embedder, collection)
        self._make_sample = sample
        self._cache = VectorCache() if cache is None else cache

    @cached_property
    def _sample(self) -> Reembedded:
        return self._make_sample()

    @cached_property
    def _space(self) -> Space:
        return Space(self._sample.fresh)

    @cached_property
    def _shift(self) -> Shift:
        return shift_of(self.collection, self.embedder, self._sample, self._cache)

    def fresh(self, document: Document) -> Float32Array:
        """Embed a document's text as the contract says, shape (1, dim).

        Raises:
            EmbedderError: the model failed, or gave a vector that is not finite.
        """
        contract = self.collection.contract
        text = embedded_text(contract.recipe, document)
        return sound(self.embedder, [text], self.embedder.encode([text], prompt=contract.document_prompt))

    def judge(self, row: int, fresh: Float32Array | None = None) -> Judgement:
        """Say what the stored vector of a document is of.

        Args:
            row: Its place; it has a text, and a finite vector that is not zero.
            fresh: Its fresh vector, where that is known.

        Raises:
            EmbedderError: the model failed.
            CancelledError: making the sample was stopped.
        """
        rows = np.array([row])
        (document,) = documents_at(self.collection, rows)
        stored, fresh = self.collection.vectors(rows), self.fresh(document) if fresh is None else fresh
        similarity = float(cosine_similarity(fresh, stored)[0, 0])
        allowed = rounding(fresh)
        facts: tuple[Number, ...] = (Number("similarity_to_fresh", similarity), Number("rounding", allowed))
        if cosine_distance(similarity) <= allowed:
            return _agreeing(similarity, facts, fresh)
        if isinstance(self.embedder, KeptEmbedder):
            contract = self.collection.contract
            text = embedded_text(contract.recipe, document)
            if self.embedder.codes_as_well(text, contract.document_prompt, stored, fresh):
                said = "The stored vector is that of this text, in another of two equally near codes."
                return Judgement(Origin.PRECISION, similarity, said, facts, fresh)
        strange = self._space.strangeness(stored, fresh, _place(self._sample, row))
        facts = (
            *facts,
            Number("closest_text", strange.closest),
            Number("closest_text_of_sample", strange.background),
            Number("closest_text_at_random", strange.random),
        )
        if strange.inside:
            return self._own_models(document, stored, Judgement(Origin.STALE, similarity, "", facts, fresh))
        said = (
            f"The stored vector is not of this model: it comes no closer to any text than {strange.closest:.2f}. "
            f"This model's own come to about {strange.background:.2f}, random ones to {strange.random:.2f}."
        )
        return Judgement(Origin.FOREIGN, similarity, said, facts, fresh)

    def _own_models(self, document: Document, stored: Float32Array, judged: Judgement) -> Judgement:
        """Tell the ways apart in which a vector of this model can be another than this text's."""
        recovered = self._recovered(document, stored, rounding(judged.fresh))
        if recovered:
            said = {
                Way.PROMPT: f"It is the vector of this text with the prompt {recovered.value!r} before it.",
                Way.RECIPE: f"It is the vector of this document by another text recipe, {recovered.value!r}.",
                Way.LENGTH: f"It is the vector of this text read to {recovered.value} tokens.",
            }[recovered.way]
            proof = (Number("evidence", recovered.way.value), Number("recovered_by", recovered.value))
            return replace(judged, origin=_WAYS[recovered.way], sentence=said, numbers=(*judged.numbers, *proof))
        if self._shift is not Shift.NONE and judged.similarity >= np.nanmin(self._sample.similarity):
            origin, said = _SYSTEMATIC[self._shift]
            numbers = (*judged.numbers, Number("evidence", "common direction"))
            return replace(judged, origin=origin, sentence=said, numbers=numbers)
        said = (
            f"The stored vector is of another text than the one on show: similarity {judged.similarity:.2f} to this "
            "text embedded now, where 1.00 was expected."
        )
        return replace(judged, sentence=said)

    def _recovered(self, document: Document, stored: Float32Array, allowed: float) -> Reading | None:
        """Give the reading that gives the stored vector back, if one of those tried does."""

        def longer() -> tuple[Embedder, ...]:
            found = longer_embedders(self.embedder.name, self.embedder.max_tokens)
            return tuple(as_kept(each, self.collection) for each in found)

        for tried in readings(self.collection.contract, self.embedder, document, stored, longer):
            best = closest(tried)
            if best is not None and cosine_distance(best.similarity) <= allowed:
                return best
        return None


def _agreeing(similarity: float, facts: tuple[Number, ...], fresh: Float32Array) -> Judgement:
    deviation = float(cosine_distance(similarity))
    if deviation <= EQUAL:
        return Judgement(Origin.SAME, similarity, "The stored vector is that of this text.", facts, fresh)
    said = f"The stored vector is that of this text, rounded: it deviates by {deviation:.1g}."
    return Judgement(Origin.PRECISION, similarity, said, facts, fresh)


def _place(sample: Reembedded, row: int) -> int:
    """Give the place of a document in the sample; -1 where it is not among it."""
    found = np.flatnonzero(sample.rows == row)
    return int(found[0]) if len(found) else -1
