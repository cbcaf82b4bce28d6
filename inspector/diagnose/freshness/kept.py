"""A model as a store keeps its vectors: what codes give back is compared with fresh vectors that went through them.

Without this every vector that was decoded from codes would look like one of another text.
"""

from __future__ import annotations

from collections.abc import Sequence

from inspector import fingerprint
from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import facts_of
from inspector.stores.collection import Collection
from inspector.vectors import Float32Array, IntArray, cosine_distance, cosine_similarity

BORDER = 1e-3
"""How much farther than its own code, relatively, another code may be that stands for the same vector."""


class KeptEmbedder:
    """An embedder whose vectors went through the codes of a store."""

    def __init__(self, embedder: Embedder, collection: Collection) -> None:
        self.name = embedder.name
        self.dim = embedder.dim
        self.max_tokens = embedder.max_tokens
        self.fingerprint = fingerprint.of_values(embedder.fingerprint, "as kept by", collection.fingerprint)
        self.facts = facts_of(embedder)
        self._embedder = embedder
        self._collection = collection

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed texts as the model does, then as the store keeps them; see `Embedder.encode`."""
        return self._collection.as_kept(self._embedder.encode(texts, prompt=prompt, batch=batch))

    def codes_as_well(self, text: str, prompt: str, stored: Float32Array, fresh: Float32Array) -> bool:
        """Say whether a stored vector is as good a code of a text as its fresh one, shape (1, dim) each.

        A value near the border of two codes falls on either side with a rounding error of the model; then the two codes
        are nearly equally far from the vector they stand for.

        Raises:
            EmbedderError: the model failed.
        """
        raw = self._embedder.encode([text], prompt=prompt)
        far, own = (cosine_distance(cosine_similarity(raw, each))[0, 0] for each in (stored, fresh))
        return bool(far <= (1 + BORDER) * own)

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        """Count the tokens of each text; see `Embedder.token_counts`."""
        return self._embedder.token_counts(texts, prompt=prompt)

    def read_end(self, text: str, *, prompt: str = "") -> int:
        """Say where the model stops reading; see `Embedder.read_end`."""
        return self._embedder.read_end(text, prompt=prompt)


def as_kept(embedder: Embedder, collection: Collection) -> Embedder:
    """Give a model as a collection keeps its vectors: itself, unless those are decoded from codes."""
    origin = collection.origin
    decoded = origin is not None and origin.decoded
    return KeptEmbedder(embedder, collection) if decoded and not isinstance(embedder, KeptEmbedder) else embedder
