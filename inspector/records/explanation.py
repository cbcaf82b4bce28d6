"""What the words of a query do to the documents on show."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.text import Word
from inspector.vectors import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Contributions:
    """The removal effect of every query word on every shown document.

    Removal effect = similarity(q, d) - similarity(q without the word, d), unitless, in [-2, 2]. Positive: the word
    pulls the document closer. Effects need not add up to the similarity: words act together.

    Attributes:
        words: The words that were removed, one at a time, in query order.
        skipped: How many further words were not tried, because the query has more than the budget.
        ids: The shown documents.
        similarity: Shape (documents,): similarity of the whole query.
        rank: Shape (documents,): exact rank under the whole query, 1-based; 0 = cannot be known.
        removal: Shape (words, documents).
        rank_without: Shape (words, documents): exact rank without the word, 1-based; 0 = cannot be known.
        noise_floor: Shape (documents,), >= 0: the largest |effect| of the meaning-neutral edits that were tried.
            An effect whose absolute value is below it is "no measurable effect".
        neutral_edits: The texts of those edits.
        empty_similarity: Shape (documents,): measured similarity of the empty text.
    """

    words: tuple[Word, ...]
    skipped: int
    ids: tuple[str, ...]
    similarity: FloatArray
    rank: IntArray
    removal: FloatArray
    rank_without: IntArray
    noise_floor: FloatArray
    neutral_edits: tuple[str, ...]
    empty_similarity: FloatArray

    def column(self, document_id: str) -> int:
        """Give the column of a document in the arrays, or -1 where it is not among them."""
        return self.ids.index(document_id) if document_id in self.ids else -1
