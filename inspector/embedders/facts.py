"""What a model says about itself, for the contract of an index.

An embedder may carry `facts`; one without them is described by the protocol alone, and the contract leaves the rest
empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from inspector.embedders.embedder import Embedder


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What made the vectors, beyond name, dimension and read length.

    Attributes:
        weights_sha256: SHA-256 of the weight file, or of the list of their hashes where there are several; empty where
            unknown.
        pooling: How token vectors become one ("mean", "cls", …); empty where unknown.
        normalized: Whether the model scales its vectors to length 1.
        tokenizer: Name of its tokenizer class; empty where unknown.
        query_prompt: The prompt that the model's own configuration puts before queries.
        document_prompt: The prompt that the model's own configuration puts before documents.
        tools: Versions of the libraries that run it, as "name version".
        tokens_estimated: Whether its token counts, and so where it stops reading, are estimates: nothing may be
            concluded from them.
    """

    weights_sha256: str = ""
    pooling: str = ""
    normalized: bool = False
    tokenizer: str = ""
    query_prompt: str = ""
    document_prompt: str = ""
    tools: tuple[str, ...] = ()
    tokens_estimated: bool = False


@runtime_checkable
class DescribedEmbedder(Protocol):
    """An embedder that can say what it is."""

    @property
    def facts(self) -> ModelFacts:
        """What the model says about itself."""


def facts_of(embedder: Embedder) -> ModelFacts:
    """Give what is known about a model; empty facts for an embedder that carries none."""
    return embedder.facts if isinstance(embedder, DescribedEmbedder) else ModelFacts()


def tokens_refusal(embedder: Embedder) -> str:
    """Say why nothing can be said about how far a model reads a text, as a sentence; empty where it can."""
    if not facts_of(embedder).tokens_estimated:
        return ""
    return f"Nothing says how {embedder.name} cuts a text into tokens."
