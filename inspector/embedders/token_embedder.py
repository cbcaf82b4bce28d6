"""What some models give beside whole vectors: what each token adds to a text's vector, and vectors without some tokens.

An embedder may fulfil `TokenEmbedder`; one that does not still embeds, and whoever needs its tokens says why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from inspector.embedders.embedder import Embedder
from inspector.vectors import Float32Array, FloatArray, IntArray

Spans = Sequence[tuple[int, int]]


class TokenKind(StrEnum):
    """What a token stands for. Only tokens of the text can be removed."""

    TEXT = "text"
    PROMPT = "prompt"
    SPECIAL = "special"
    BIAS = "bias"


@dataclass(frozen=True, slots=True)
class ReadTokens:
    """The tokens of one text that the model reads, in order.

    Attributes:
        names: Each token as the tokenizer writes it, such as "##ing" or "[CLS]".
        spans: Shape (tokens, 2): start and end of each token in the text without its prompt, in code points, white
            space at its edges left out. Empty at 0 for tokens that are none of the text's. Several tokens may share a
            code point (the bytes of an emoji).
        kinds: What each token stands for; a token that the prompt and the text share is the prompt's.
    """

    names: tuple[str, ...]
    spans: IntArray
    kinds: tuple[TokenKind, ...]


@dataclass(frozen=True, slots=True)
class TokenParts:
    """What each token adds to a text's vector.

    Attributes:
        tokens: The tokens. A layer with a bias adds one more, of kind BIAS, at the end.
        parts: Shape (tokens, dim), float64. Their sum is the text's vector, but for a positive factor: it points where
            the vector of `encode` points.
    """

    tokens: ReadTokens
    parts: FloatArray


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """A model whose tokens can be looked at and hidden."""

    @property
    def split_refusal(self) -> str:
        """Why its vectors are no sums over tokens, as a sentence; empty where they are."""

    def read_tokens(self, text: str, *, prompt: str = "") -> ReadTokens:
        """Say which tokens of a text it reads."""

    def token_parts(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> list[TokenParts]:
        """Split the vector of each text over its tokens.

        Raises:
            EmbedderError: its vectors are no sums over tokens, or the model failed.
        """

    def encode_without(self, text: str, removed: Sequence[Spans], *, prompt: str = "", batch: int = 32) -> Float32Array:
        """Embed a text with some of its tokens hidden: no token attends to them and the pooling leaves them out.

        All other tokens keep their places, so nothing from behind the place where the model stops reading slides in.
        Prompt and special tokens are never hidden.

        Args:
            text: The text; what exceeds `max_tokens` is not read.
            removed: Groups of spans [start, end) in code points of the text; a token that overlaps a span is hidden.
                An empty group gives the text's own vector.
            prompt: Put before the text.
            batch: Groups in one forward pass, >= 1.

        Returns:
            Shape (groups, dim). Zero where a group leaves nothing to be read.

        Raises:
            EmbedderError: the model failed.
        """


def token_refusal(embedder: Embedder) -> str:
    """Say why an embedder's tokens cannot be looked at; empty where they can."""
    if isinstance(embedder, TokenEmbedder):
        return ""
    return f"{embedder.name} gives vectors of whole texts only, so none of its tokens can be looked at or hidden."
