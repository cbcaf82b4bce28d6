"""The contract of an index: what made its vectors, and how sure we are of each field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Metric(StrEnum):
    """How an index ranks. The distance on show is the cosine distance whatever the metric."""

    COSINE = "cosine"
    INNER_PRODUCT = "ip"
    L2 = "l2"


class Source(StrEnum):
    """Where a field of the contract comes from.

    Declared: written by the build that made the vectors. Stated: said by a user about vectors made elsewhere.
    Inferred: read off the data. Verified: re-embedding agreed.
    """

    DECLARED = "declared"
    STATED = "stated"
    INFERRED = "inferred"
    VERIFIED = "verified"


DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
DEFAULT_RECIPE = "{title}\n{text}"


@dataclass(frozen=True, slots=True)
class Contract:
    """What made the vectors of an index.

    Attributes:
        model: Name of the model; empty where unknown.
        weights_sha256: SHA-256 of its weight files; empty where unknown.
        dim: Length of each vector.
        pooling: How token vectors become one ("mean", "cls", …); empty where unknown.
        normalized: Whether every non-zero vector has length 1 within 1e-3.
        metric: What the index ranks by.
        max_tokens: How many tokens of a document the model read, special tokens included; 0 where unknown.
        query_prompt: Put before every query.
        document_prompt: Put before every document.
        recipe: How title, text and metadata become the embedded text.
        tokenizer: Name of its tokenizer class; empty where unknown.
        made_at: ISO 8601 time in UTC.
        tools: Versions of the libraries that made it, as "name version".
        stated: Names of the fields that a user stated rather than the build declared.
        inferred: Names of the fields that were read off the data.
    """

    model: str
    dim: int
    weights_sha256: str = ""
    pooling: str = ""
    normalized: bool = False
    metric: Metric = Metric.COSINE
    max_tokens: int = 0
    query_prompt: str = ""
    document_prompt: str = ""
    recipe: str = DEFAULT_RECIPE
    tokenizer: str = ""
    made_at: str = ""
    tools: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()

    def source(self, field: str) -> Source:
        """Say where the value of a field comes from."""
        if field in self.stated:
            return Source.STATED
        return Source.INFERRED if field in self.inferred else Source.DECLARED
