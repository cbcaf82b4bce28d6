"""A toy encoder whose answers can be done by hand: a text's vector is the sum of its words' fixed vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspector import fingerprint
from inspector.text import words
from inspector.vectors import Float32Array, IntArray


class ToyEmbedder:
    """Bag of words: each lower-cased word has one seeded Gaussian vector; a text is their sum, scaled to length 1.

    The empty text is the zero vector. Reads `max_tokens` words; `calls` counts encoded texts.
    """

    name = "toy/bag-of-words"

    def __init__(self, dim: int = 32, max_tokens: int = 1000, seed: int = 0) -> None:
        self.dim = dim
        self.max_tokens = max_tokens
        self.seed = seed
        self.calls = 0
        self.fingerprint = fingerprint.of_values("toy", dim, max_tokens, seed)

    def vector_of(self, word: str) -> np.ndarray:
        digest = int(fingerprint.of_values(self.seed, word.lower())[:8], 16)
        return np.random.default_rng(digest).normal(size=self.dim)

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        self.calls += len(texts)
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            read = words(prompt + text)[: self.max_tokens]
            total = sum((self.vector_of(word.text) for word in read), np.zeros(self.dim))
            length = np.linalg.norm(total)
            out[row] = total / length if length else total
        return out

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        return np.array([len(words(prompt + text)) for text in texts], dtype=np.int64)

    def read_end(self, text: str, *, prompt: str = "") -> int:
        read = words(text)[: max(0, self.max_tokens - len(words(prompt)))]
        return read[-1].end if read else 0
