"""Passages of a document: where they stand, how much of them was read, and what they do for a query.

Spans are [start, end) in code points of the document's embedded text. Similarities are cosine similarities in [-1, 1].
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.text import Word
from inspector.vectors import FloatArray


class Read(StrEnum):
    """How much of a passage the model read."""

    WHOLE = "read"
    PARTLY = "partly read"
    NEVER = "never read"


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """A part of one of a document's fields within the embedded text.

    Attributes:
        field: Name of the field, such as "title".
        start: Where it begins in the embedded text.
        end: Where it ends there.
        offset: Where it begins in the field's own value; the two are the same, character by character.
    """

    field: str
    start: int
    end: int
    offset: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the embedded text, or a part of a very long one, and what it does for the query.

    Attributes:
        text: As written.
        start: Where it begins.
        end: Where it ends.
        read: How much of it was read.
        removal: similarity(q, d) - similarity(q, d with the sentence hidden), in [-2, 2]; positive: the sentence pulls
            the document closer. Of a partly read sentence what was read. NaN where it was not measured or never read.
        alone: Similarity of the query and the sentence by itself; NaN where it was not measured.
        location: How much of the similarity lies in its tokens, "where, not why"; NaN where that is not known.
    """

    text: str
    start: int
    end: int
    read: Read
    removal: float
    alone: float
    location: float


@dataclass(frozen=True, slots=True)
class WordEffects:
    """What the words of one passage do for the query.

    Attributes:
        start: Where the passage begins.
        end: Where it ends.
        words: Its words that were read and tried, spans in the embedded text.
        removal: Shape (words,): as for a sentence, with one word hidden.
        skipped: How many further words were read but not tried.
    """

    start: int
    end: int
    words: tuple[Word, ...]
    removal: FloatArray
    skipped: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the embedded text, embedded by itself.

    Attributes:
        text: As written.
        start: Where it begins.
        end: Where it ends.
        similarity: Of the query and the passage by itself.
    """

    text: str
    start: int
    end: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Answering:
    """The passage of a part of a document that is closest to the query.

    Attributes:
        best: The closest of the tried passages; None where the part has none.
        tried: How many passages were embedded.
        passages: How many there are; where more than tried, a closer one may exist.
    """

    best: Passage | None
    tried: int
    passages: int
