"""What each word of a query gives to the keyword score and to the similarity of one document, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.records.units import Unit


class WordBadge(StrEnum):
    """By which of the two searches a word speaks for a document."""

    LEXICAL = "lexical"
    SEMANTIC = "semantic"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class AlignedWord:
    """A word and what it gives to each search.

    Attributes:
        unit: The word or phrase.
        keyword: Its part of the BM25 score, >= 0; 0 where the document does not have it, or it is not searched.
        ignored: Whether keyword search does not look for it at all (the stop list, lone letters).
        embedding: Its fair share of the similarity (or its removal effect), in [-2, 2]; NaN where there is none.
        badge: Lexical where only the keyword score has it, semantic where only the similarity has it by more than
            noise, both, or neither.
    """

    unit: Unit
    keyword: float
    ignored: bool
    embedding: float
    badge: WordBadge


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of a query for one document.

    Attributes:
        id: The document.
        words: In query order.
        keyword_score: Its BM25 score, >= 0; the words' parts and `rest` sum to it.
        rest: What terms give that stand in no unit, >= 0: punctuation that is searched, words outside all groups.
        floor: The noise floor the similarity parts were held against, >= 0.
    """

    id: str
    words: tuple[AlignedWord, ...]
    keyword_score: float
    rest: float
    floor: float
