"""Other ways in which a text may have been embedded: with another prompt, by another recipe, read to another length.

Each is tried for one document; the one that gives the stored vector says what that vector is of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from inspector.contract import Contract
from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import facts_of
from inspector.embedders.token_embedder import TokenEmbedder, TokenKind
from inspector.errors import InspectorError
from inspector.records.documents import Document
from inspector.stores.recipe import embedded_text
from inspector.vectors import Float32Array, FloatArray, cosine_similarity

COMMON_PROMPTS = (
    "passage: ",
    "query: ",
    "search_document: ",
    "search_query: ",
    "Represent this sentence for searching relevant passages: ",
    "Represent the document for retrieval: ",
)
"""Prompts that public embedding models ask for (E5, nomic-embed, BGE, Instructor model cards)."""

RECIPES = (
    "{text}",
    "{title}",
    "{title} {text}",
    "{title}\n{text}",
    "{title}\n\n{text}",
    "{title}. {text}",
    "{title}: {text}",
    "{text}\n{title}",
    "{text} {title}",
    "# {title}\n{text}",
)
LENGTHS = (8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512)
"""Read lengths that are tried first; then all between the neighbors of the closest."""

FARTHER = (256, 384, 512)
"""Read lengths beyond the contract's that are tried."""


class Way(StrEnum):
    """In what a reading differs from the contract's."""

    PROMPT = "prompt"
    RECIPE = "recipe"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it may have been embedded.

    Attributes:
        way: In what it differs from the contract.
        value: The prompt, the recipe, or the number of tokens, as text.
        similarity: Cosine similarity of its vector to the stored one, in [-1, 1].
    """

    way: Way
    value: str
    similarity: float


def prompts(contract: Contract, embedder: Embedder) -> tuple[str, ...]:
    """Give the prompts a document may have been embedded with, the contract's own left out."""
    facts = facts_of(embedder)
    known = ("", facts.document_prompt, facts.query_prompt, contract.query_prompt, *COMMON_PROMPTS)
    return tuple(prompt for prompt in dict.fromkeys(known) if prompt != contract.document_prompt)


def closest(readings: tuple[Reading, ...]) -> Reading | None:
    """Give the reading whose vector is closest to the stored one; None where none was tried."""
    return max(readings, key=lambda reading: reading.similarity, default=None)


def readings(
    contract: Contract,
    embedder: Embedder,
    document: Document,
    stored: Float32Array,
    longer: Callable[[], Sequence[Embedder]] = tuple,
) -> Iterator[tuple[Reading, ...]]:
    """Try other prompts, then other recipes, then other read lengths, one kind after the other.

    Args:
        contract: What the index says.
        embedder: Its model.
        document: The document, whose text is not empty.
        stored: Its stored vector, shape (1, dim).
        longer: Gives the model with longer read lengths; asked only where the text is cut off.

    Raises:
        EmbedderError: the model failed.
    """
    text = embedded_text(contract.recipe, document)
    tried = prompts(contract, embedder)
    found = [_similarity(embedder.encode([text], prompt=prompt), stored) for prompt in tried]
    yield tuple(Reading(Way.PROMPT, prompt, one) for prompt, one in zip(tried, found, strict=True))
    yield _by_recipe(contract, embedder, document, stored)
    yield _shorter(contract, embedder, text, stored)
    if embedder.read_end(text, prompt=contract.document_prompt) < len(text):
        yield _longer(contract, longer(), text, stored)


def _similarity(vector: Float32Array, stored: Float32Array) -> float:
    return float(cosine_similarity(vector, stored)[0, 0])


def _by_recipe(contract: Contract, embedder: Embedder, document: Document, stored: Float32Array) -> tuple[Reading, ...]:
    own = embedded_text(contract.recipe, document)
    texts = {recipe: embedded_text(recipe, document) for recipe in RECIPES}
    wanted = [recipe for recipe, text in texts.items() if text and text != own]
    if not wanted:
        return ()
    vectors = embedder.encode([texts[recipe] for recipe in wanted], prompt=contract.document_prompt)
    found = cosine_similarity(vectors, stored)[:, 0]
    return tuple(Reading(Way.RECIPE, recipe, float(one)) for recipe, one in zip(wanted, found, strict=True))


def _shorter(contract: Contract, embedder: Embedder, text: str, stored: Float32Array) -> tuple[Reading, ...]:
    """Try to read less of the text; only with a model that shows where its tokens stand."""
    if not isinstance(embedder, TokenEmbedder):
        return ()
    tokens = embedder.read_tokens(text, prompt=contract.document_prompt)
    own = [place for place, kind in enumerate(tokens.kinds) if kind is TokenKind.TEXT]
    around = len(tokens.kinds) - len(own)
    ends = tokens.spans[own, 1]

    def tried(lengths: list[int]) -> FloatArray:
        heads = [text[: int(ends[length - around - 1])] for length in lengths]
        vectors = embedder.encode(heads, prompt=contract.document_prompt)
        found: FloatArray = cosine_similarity(vectors, stored)[:, 0]
        return found

    coarse = [length for length in LENGTHS if around < length < len(tokens.kinds)]
    if not coarse:
        return ()
    known = dict(zip(coarse, tried(coarse), strict=True))
    best = coarse.index(max(known, key=lambda length: known[length]))
    low = coarse[best - 1] if best else around
    high = coarse[best + 1] if best + 1 < len(coarse) else len(tokens.kinds)
    between = [length for length in range(low + 1, high) if length not in known]
    known.update(zip(between, tried(between) if between else np.empty(0), strict=True))
    return tuple(Reading(Way.LENGTH, str(length), float(found)) for length, found in sorted(known.items()))


def _longer(contract: Contract, embedders: Sequence[Embedder], text: str, stored: Float32Array) -> tuple[Reading, ...]:
    """Read more of the text, with each of some embedders that do."""
    found = []
    for other in embedders:
        vector = other.encode([text], prompt=contract.document_prompt)
        found.append(Reading(Way.LENGTH, str(other.max_tokens), _similarity(vector, stored)))
    return tuple(found)


@lru_cache(maxsize=1)
def longer_embedders(model: str, max_tokens: int) -> tuple[Embedder, ...]:
    """Load a model with longer read lengths, as far as it can read; none where it cannot be loaded by its name."""
    found: list[Embedder] = []
    for length in (length for length in FARTHER if length > max_tokens):
        try:
            found.append(load_embedder(model, max_tokens=length))
        except InspectorError:
            break
    return tuple(found)
