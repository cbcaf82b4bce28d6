"""A toy encoder that shows its tokens: one token a word or mark, its vector the sum of fixed word vectors.

Opens with "<s>" and closes with "</s>", whose vectors are fixed too, and reads `max_tokens` tokens, these two included.
The vector of a text is the plain sum of its tokens' vectors, not scaled, so every answer can be done by hand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from inspector import fingerprint
from inspector.embedders.token_embedder import ReadTokens, Spans, TokenKind, TokenParts
from inspector.errors import EmbedderError
from inspector.vectors import Float32Array, IntArray

_TOKEN = re.compile(r"\w+|[^\w\s]")


class TokenToy:
    """Known words have the vectors given, all others are zero; `calls` counts forward passes over a text.

    Words of `unknown` are read as the token "<unk>".
    """

    name = "toy/tokens"

    def __init__(
        self,
        vectors: Mapping[str, Sequence[float]],
        *,
        max_tokens: int = 1000,
        fails_after: int | None = None,
        unknown: Collection[str] = (),
    ) -> None:
        self.unknown = frozenset(unknown)
        self.vectors = {name: np.array(vector, dtype=np.float64) for name, vector in vectors.items()}
        self.dim = len(next(iter(self.vectors.values())))
        self.max_tokens = max_tokens
        self.fails_after = fails_after
        self.calls = 0
        self.split_refusal = ""
        self.fingerprint = fingerprint.of_values("token toy", max_tokens, sorted(self.vectors))

    def read_tokens(self, text: str, *, prompt: str = "") -> ReadTokens:
        found = list(_TOKEN.finditer(prompt + text))[: self.max_tokens - 2]
        names, kinds, spans = ["<s>"], [TokenKind.SPECIAL], [(0, 0)]
        for match in found:
            inside = match.start() >= len(prompt)
            names.append("<unk>" if match.group() in self.unknown else match.group())
            kinds.append(TokenKind.TEXT if inside else TokenKind.PROMPT)
            spans.append((match.start() - len(prompt), match.end() - len(prompt)) if inside else (0, 0))
        names, kinds, spans = [*names, "</s>"], [*kinds, TokenKind.SPECIAL], [*spans, (0, 0)]
        return ReadTokens(tuple(names), np.array(spans, dtype=np.int64), tuple(kinds))

    def token_parts(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> list[TokenParts]:
        self._count(len(texts))
        read = [self.read_tokens(text, prompt=prompt) for text in texts]
        return [TokenParts(tokens, np.vstack([self._of(name) for name in tokens.names])) for tokens in read]

    def encode_without(self, text: str, removed: Sequence[Spans], *, prompt: str = "", batch: int = 32) -> Float32Array:
        self._count(len(removed))
        tokens = self.read_tokens(text, prompt=prompt)
        out = np.zeros((len(removed), self.dim), dtype=np.float32)
        for row, spans in enumerate(removed):
            for name, (start, end) in zip(tokens.names, tokens.spans, strict=True):
                if not any(start < stop and end > begin for begin, stop in spans):
                    out[row] += self._of(name)
        return out

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        self._count(len(texts))
        read = [self.read_tokens(text, prompt=prompt) for text in texts]
        rows = [np.sum([self._of(name) for name in tokens.names], axis=0) for tokens in read]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dim)

    def token_counts(self, texts: Sequence[str], *, prompt: str = "") -> IntArray:
        return np.array([len(_TOKEN.findall(prompt + text)) + 2 for text in texts], dtype=np.int64)

    def read_end(self, text: str, *, prompt: str = "") -> int:
        if len(_TOKEN.findall(prompt + text)) + 2 <= self.max_tokens:
            return len(text)
        return int(self.read_tokens(text, prompt=prompt).spans[:, 1].max(initial=0))

    def _of(self, name: str) -> np.ndarray:
        return self.vectors.get(name, np.zeros(self.dim))

    def _count(self, texts: int) -> None:
        self.calls += texts
        if self.fails_after is not None and self.calls > self.fails_after:
            raise EmbedderError("The toy broke down.", "Mend it.")
