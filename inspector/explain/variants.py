"""The variants of a query that one encoder pass answers together: whole, without each word, neutral edits, empty.

Invariant: every distinct text is encoded once, however often it occurs. Cost: words + 5 short texts at most.
"""

from __future__ import annotations

from dataclasses import dataclass

from inspector.explain.neutral import neutral_variants
from inspector.text import Word, without, words

WORD_BUDGET = 64
"""Words that are removed, one at a time; a longer query says how many were not tried."""


@dataclass(frozen=True, slots=True)
class Variants:
    """The texts to encode, and which of them plays which part.

    Attributes:
        texts: Distinct texts; the first is the query itself.
        words: The words of the query that are tried.
        skipped: How many further words are not.
        word_rows: For each word, the place in `texts` of the query without it.
        neutral_rows: For each neutral edit, its place in `texts`.
        empty_row: Place of the empty text.
    """

    texts: tuple[str, ...]
    words: tuple[Word, ...]
    skipped: int
    word_rows: tuple[int, ...]
    neutral_rows: tuple[int, ...]
    empty_row: int


def variants(query: str, budget: int = WORD_BUDGET) -> Variants:
    """Plan the variants of a query.

    Args:
        query: Any text.
        budget: At most this many words are removed, the first ones.
    """
    found = words(query)
    tried = found[:budget]
    places: dict[str, int] = {query: 0}

    def place(text: str) -> int:
        return places.setdefault(text, len(places))

    word_rows = tuple(place(without(query, word.start, word.end)) for word in tried)
    neutral_rows = tuple(place(text) for text in neutral_variants(query))
    empty_row = place("")
    return Variants(tuple(places), tried, len(found) - len(tried), word_rows, neutral_rows, empty_row)


def only_query(query: str) -> Variants:
    """Plan the query alone, for when nothing is asked about its words."""
    return Variants((query,), (), 0, (), (), 0)
