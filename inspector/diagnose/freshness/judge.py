"""What a stored vector is the vector of: this text by this model, the same in other words, another text, another model.

The rules, each against the collection's own background and none with a fixed cosine:

- *same*, and *precision*: the fresh vector lies within what storing a vector in 8 bits can move it at most, which is
  reckoned from its own components;
- *foreign*: the stored vector is likelier any direction than one of the model's vectors (`space`);
- *prompt*, *recipe*, *read length*: embedding the text with that one thing changed gives the stored vector back;
- *systematic*: nearly all documents of the sample deviate, each is still closest to its own text, and to a good part
  they deviate in one common direction, which changed texts do not. If putting an instruction before the texts brings
  them closer, something stood before them (prompt); if not, the model was run in another precision;
- else *stale*: the vector of another text, by this model.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from inspector.build.recipe import embedded_text
from inspector.diagnose.freshness.readings import COMMON_PROMPTS, Reading, Way, closest, longer_embedders, readings
from inspector.diagnose.freshness.sample import Reembedded
from inspector.diagnose.freshness.space import Space
from inspector.embedders.embedder import Embedder
from inspector.explain.vector_cache import Encoding, VectorCache, encode_cached, sound
from inspector.records.documents import Document
from inspector.records.trace import Number
from inspector.search.pseudo_queries import documents_at
from inspector.stores.collection import Collection
from inspector.vectors import Float32Array, FloatArray, cosine_similarity, directions

EQUAL = 1e-6
"""Two batches of one model agree within this (a text's vector may depend on the batch by so much)."""

COMMON = 0.15
"""Share of the deviation that is common to all documents from which on it is systematic. Measured on three collections:
other texts .02 to .06, a left-out title .02, an instruction before each text .16 to .51, 8-bit weights .22 to .43."""

NEARLY_ALL = 0.95
TRIED_FOR_PROMPT = 24


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
        deviation: 1 - cosine similarity to the fresh vector, in [0, 2].
        sentence: What was seen, for a person who is no specialist.
        numbers: The evidence.
        fresh: Shape (1, dim): the text's vector by the contract, now.
    """

    origin: Origin
    deviation: float
    sentence: str
    numbers: tuple[Number, ...]
    fresh: Float32Array


_SYSTEMATIC = {
    Origin.PROMPT: "Something stood before this text when it was embedded, an instruction that the contract lacks.",
    Origin.PRECISION: "All vectors deviate alike: the same model, run in another precision.",
}
_WAYS = {Way.PROMPT: Origin.PROMPT, Way.RECIPE: Origin.RECIPE, Way.LENGTH: Origin.READ_LENGTH}


class Freshness:
    """Judges vectors of one collection; its sample is loaded when a vector first deviates."""

    def __init__(
        self,
        collection: Collection,
        embedder: Embedder,
        sample: Reembedded | None = None,
        cache: VectorCache | None = None,
    ) -> None:
        """Take a collection and the model of its contract.

        Args:
            collection: Any.
            embedder: Of the same dimension.
            sample: The re-embedded sample; without it, whatever needs one is not decided.
            cache: Keeps vectors, so that the next document of the collection encodes less.
        """
        self.collection = collection
        self.embedder = embedder
        self.sample = sample
        self._cache = VectorCache() if cache is None else cache

    def _longer(self) -> tuple[Embedder, ...]:
        return longer_embedders(self.embedder.name, self.embedder.max_tokens)

    @cached_property
    def _space(self) -> Space:
        assert self.sample is not None
        return Space(self.sample.fresh)

    def fresh(self, document: Document) -> Float32Array:
        """Embed a document's text as the contract says, shape (1, dim).

        Raises:
            EmbedderError: the model failed, or gave a vector that is not finite.
        """
        contract = self.collection.contract
        text = embedded_text(contract.recipe, document)
        return sound(self.embedder, [text], self.embedder.encode([text], prompt=contract.document_prompt))

    def agrees(self, fresh: Float32Array, stored: Float32Array) -> bool:
        """Whether two vectors, each of shape (1, dim), differ by no more than rounding to 8 bits can move them."""
        return _deviation(fresh, stored) <= rounding(fresh)

    def judge(self, row: int, fresh: Float32Array | None = None) -> Judgement:
        """Say what the stored vector of a document is of.

        Args:
            row: Its place; it has a text, and a finite vector that is not zero.
            fresh: Its fresh vector, where that is known.

        Raises:
            EmbedderError: the model failed.
            ValueError: the vector deviates and there is no sample to hold it against.
        """
        rows = np.array([row])
        (document,) = documents_at(self.collection, rows)
        stored, fresh = self.collection.vectors(rows), self.fresh(document) if fresh is None else fresh
        deviation = _deviation(fresh, stored)
        facts = (Number("similarity_to_fresh", 1 - deviation), Number("rounding", rounding(fresh)))
        if deviation <= rounding(fresh):
            return _agreeing(deviation, facts, fresh)
        if self.sample is None:
            raise ValueError("a vector that deviates is judged against a sample")
        return self._deviating(row, document, stored, fresh, facts)

    def _deviating(
        self, row: int, document: Document, stored: Float32Array, fresh: Float32Array, facts: tuple[Number, ...]
    ) -> Judgement:
        assert self.sample is not None
        deviation = _deviation(fresh, stored)
        strange = self._space.strangeness(stored, fresh, _place(self.sample, row))
        facts = (
            *facts,
            Number("closest_text", strange.closest),
            Number("closest_text_of_sample", strange.background),
            Number("closest_text_at_random", strange.random),
        )
        if not strange.inside:
            said = (
                f"The stored vector is not of this model: it comes no closer to any text than {strange.closest:.2f}. "
                f"This model's own come to about {strange.background:.2f}, random ones to {strange.random:.2f}."
            )
            return Judgement(Origin.FOREIGN, deviation, said, facts, fresh)
        recovered = self._recovered(document, stored, fresh)
        if recovered:
            said = {
                Way.PROMPT: f"It is the vector of this text with the prompt {recovered.value!r} before it.",
                Way.RECIPE: f"It is the vector of this document by another text recipe, {recovered.value!r}.",
                Way.LENGTH: f"It is the vector of this text read to {recovered.value} tokens.",
            }[recovered.way]
            found = (*facts, Number("evidence", recovered.way.value), Number("recovered_by", recovered.value))
            return Judgement(_WAYS[recovered.way], deviation, said, found, fresh)
        if self._systematic is not None and deviation <= 1 - np.nanmin(self.sample.similarity):
            found = (*facts, Number("evidence", "common direction"))
            return Judgement(self._systematic, deviation, _SYSTEMATIC[self._systematic], found, fresh)
        said = (
            f"The stored vector is of another text than the one on show: similarity {1 - deviation:.2f} to this text "
            "embedded now, where 1.00 was expected."
        )
        return Judgement(Origin.STALE, deviation, said, facts, fresh)

    def _recovered(self, document: Document, stored: Float32Array, fresh: Float32Array) -> Reading | None:
        """Give the reading that gives the stored vector back, if one of those tried does."""
        for tried in readings(self.collection.contract, self.embedder, document, stored, self._longer):
            best = closest(tried)
            if best is not None and 1 - best.similarity <= rounding(fresh):
                return best
        return None

    @cached_property
    def _systematic(self) -> Origin | None:
        """What moved nearly all vectors one way, each still closest to its own text; None where nothing did."""
        assert self.sample is not None
        fresh, stored = directions(self.sample.fresh), directions(self.sample.stored)
        sound = np.isfinite(self.sample.similarity)
        if not sound.any() or (1 - self.sample.similarity[sound] > rounding(self.sample.fresh)).mean() < NEARLY_ALL:
            return None
        own = (stored[sound] @ fresh.T).argmax(axis=1) == np.flatnonzero(sound)
        if own.mean() < NEARLY_ALL or common_share(stored - fresh) < COMMON:
            return None
        return Origin.PROMPT if self._instructed() else Origin.PRECISION

    def _instructed(self) -> bool:
        """Whether putting an instruction before the sample's texts brings them closer to their stored vectors."""
        assert self.sample is not None
        sound_places = np.flatnonzero(np.isfinite(self.sample.similarity))
        places = sound_places[:: max(1, len(sound_places) // TRIED_FOR_PROMPT)]
        contract = self.collection.contract
        some = documents_at(self.collection, self.sample.rows[places])
        texts = [embedded_text(contract.recipe, document) for document in some]
        before = self.sample.similarity[places]
        unit = directions(self.sample.stored[places])
        for prompt in COMMON_PROMPTS:
            vectors = encode_cached(Encoding(self.embedder, prompt, self._cache), texts)
            now = np.sum(directions(vectors) * unit, axis=1)
            if (now > before).mean() >= NEARLY_ALL:
                return True
        return False


def rounding(vectors: Float32Array) -> float:
    """Give the most by which storing vectors in 8 bits can move them, as 1 - cosine similarity.

    With steps of a 127th of the largest component, no component moves by more than half a step, so the vector moves by
    at most half a step times the root of its length, and 1 - cos is at most half the square of that, relatively.
    Of several vectors the largest.
    """
    unit = directions(vectors)
    step = np.abs(unit).max(axis=1) / 127
    return float(np.max(unit.shape[1] * step**2 / 8, initial=EQUAL))


def common_share(moves: FloatArray) -> float:
    """Give the share of some moves, shape (n, dim), that is common to all: |mean|² / mean of |move|², in [0, 1]."""
    finite = moves[np.isfinite(moves).all(axis=1)]
    size = float(np.mean(np.sum(finite**2, axis=1))) if len(finite) else 0.0
    return float(np.sum(finite.mean(axis=0) ** 2)) / size if size else 0.0


def _deviation(fresh: Float32Array, stored: Float32Array) -> float:
    return max(0.0, 1 - float(cosine_similarity(fresh, stored)[0, 0]))


def _agreeing(deviation: float, facts: tuple[Number, ...], fresh: Float32Array) -> Judgement:
    if deviation <= EQUAL:
        return Judgement(Origin.SAME, deviation, "The stored vector is that of this text.", facts, fresh)
    said = f"The stored vector is that of this text, rounded: it deviates by {deviation:.1g}."
    return Judgement(Origin.PRECISION, deviation, said, facts, fresh)


def _place(sample: Reembedded, row: int) -> int:
    """Give the place of a document in the sample; -1 where it is not among it."""
    found = np.flatnonzero(sample.rows == row)
    return int(found[0]) if len(found) else -1
