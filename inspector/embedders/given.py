"""A query that is given as a vector: an embedder of this one text, for indexes whose model nobody has.

Invariant: it never makes a vector. It gives the given one for the text of the query, whatever the prompt, and refuses
every other text, so nothing that needs a model can be concluded by mistake.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspector import fingerprint
from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import ModelFacts
from inspector.errors import EmbedderError
from inspector.vectors import Float32Array, IntArray

NO_OTHER = "The query was given as a vector and no model is used, so no text can be embedded."


class GivenVector:
    """The vector of one query. Safe to call from several threads.

    Attributes:
        query: The text that stands for it; keyword search looks for its words.
        origin: Where the vector is from, as it ends a sentence.
        like: Id of the document whose stored vector it is; empty for a vector from elsewhere.
        dim: Its length.
        fingerprint: Fingerprint of text and vector.
        name: What messages call it.
        max_tokens: 1; nothing follows from it, as no text is read.
    """

    def __init__(self, query: str, vector: Float32Array, origin: str, *, like: str = "") -> None:
        """Take a vector.

        Args:
            query: The text that stands for it.
            vector: Shape (dim,), of any length but zero.
            origin: Where it is from, such as 'row 3 of queries.npy'.
            like: Id of the document whose stored vector it is.

        Raises:
            EmbedderError: it has no direction: it holds values that are no numbers, or is all zeros.
        """
        own = np.array(vector, dtype=np.float32)
        if not np.isfinite(own).all() or not own.any():
            wrong = "is all zeros" if np.isfinite(own).all() else "holds values that are no numbers"
            raise EmbedderError(
                f"The query cannot be {origin}, which {wrong}: no document is near to it.", "Give another one."
            )
        own.flags.writeable = False
        self.query, self.origin, self.like = query, origin, like
        self.name, self.max_tokens, self.dim = "the given vector", 1, len(own)
        self.fingerprint = fingerprint.of_values("given", query, like, own.tobytes().hex())
        self._vector = own

    @property
    def facts(self) -> ModelFacts:
        """That nothing is known about how texts are read."""
        return ModelFacts(tokens_estimated=True)

    @property
    def sentence(self) -> str:
        """What the query is, as a sentence."""
        return f"The query is {self.origin}."

    @property
    def effects_refusal(self) -> str:
        """Why nothing can be said about the words of the query, as sentences."""
        return f"{self.sentence} No model is used, so what each word does cannot be measured."

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Give the vector for the query's text.

        Args:
            texts: The query's text, any number of times.
            prompt: Without effect: the vector is what it is.
            batch: Without effect.

        Returns:
            Shape (len(texts), dim).

        Raises:
            EmbedderError: a text is another one.
        """
        if any(text != self.query for text in texts):
            raise EmbedderError(NO_OTHER)
        return np.repeat(self._vector[None, :], len(texts), axis=0)

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        """Give 0 for each text, as none is read; shape (len(texts),)."""
        return np.zeros(len(texts), dtype=np.int64)

    def read_end(self, text: str, *, prompt: str = "") -> int:
        """Give 0: no text is read."""
        return 0


def given_of(embedder: Embedder | None) -> GivenVector | None:
    """Give the vector that takes the place of a model; None where there is a model, or neither."""
    return embedder if isinstance(embedder, GivenVector) else None
