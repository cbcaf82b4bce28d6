"""What every model gives: vectors for texts, and how it reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from inspector.vectors import Float32Array, IntArray


class Embedder(Protocol):
    """A model that turns texts into vectors, in float32, the same for a text whatever batch it stands in (1e-6).

    Safe to call from several threads; calls wait for each other.
    """

    @property
    def name(self) -> str:
        """The model's name, as in a contract."""

    @property
    def fingerprint(self) -> str:
        """Fingerprint of weights and reading settings; equal fingerprints give equal vectors."""

    @property
    def dim(self) -> int:
        """Length of its vectors."""

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text it reads, special tokens included."""

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed texts, each with the prompt before it.

        Args:
            texts: Any texts, the empty one included; what exceeds `max_tokens` is not read.
            prompt: Put before every text.
            batch: Texts in one forward pass, >= 1.

        Returns:
            Shape (len(texts), dim), row i for text i, as the model gives them.

        Raises:
            EmbedderError: the model failed.
        """

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        """Count the tokens of each text before any cut, special tokens and prompt included; shape (len(texts),)."""

    def read_end(self, text: str, *, prompt: str = "") -> int:
        """Say where the model stops reading: the offset in `text` behind the last code point that it reads."""
