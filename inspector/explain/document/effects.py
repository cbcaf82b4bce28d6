"""What sentences and words of a document do for the query: the similarity with and without them.

effect = similarity(q, d) - similarity(q, d with the passage hidden); positive: the passage pulls the document closer.
Hidden is not deleted: the model's attention leaves the passage's tokens out and all others keep their places, so the
read part stays what it is and text behind its end never slides in. Cost: one pass over the document for each passage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.embedders.token_embedder import TokenParts
from inspector.explain.document.screening import likeliest
from inspector.explain.document.sentences import Span
from inspector.explain.document.subject import Subject
from inspector.records.passages import WordEffects
from inspector.text import Word, words
from inspector.vectors import Float32Array, FloatArray, read_only

PASS_TOKENS = 12_288
FEWEST = 8
"""Passages of one document that are hidden, one at a time: as many as make 12,288 tokens of reading, 8 at least. That
is 48 for a model that reads 256 tokens, about two seconds on two cores."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What has been measured of a subject before its passages are.

    Attributes:
        query: The query's vector, shape (1, dim).
        similarity: Of the query and the document.
        read_end: Where the model stops reading, in code points of the embedded text.
        parts: What tokens add to the two texts, query first; None where they cannot be had.
    """

    query: Float32Array
    similarity: float
    read_end: int
    parts: tuple[TokenParts, TokenParts] | None


def passage_effects(subject: Subject, measured: Measured, spans: list[Span], message: str) -> FloatArray:
    """Measure the removal effects of passages, the likeliest ones where there are too many.

    Args:
        subject: Query and document; its embedder must be a `TokenEmbedder`.
        measured: What is known already.
        spans: The passages, each at least partly read.
        message: What is being done, for the progress.

    Returns:
        Shape (passages,), in [-2, 2]; NaN for those that were not tried.

    Raises:
        EmbedderError: the model failed.
        CancelledError: progress asked to stop.
    """
    groups = [[span] for span in spans]
    most = max(FEWEST, PASS_TOKENS // max(1, subject.tokens_read()))
    tried = likeliest(measured.parts, groups, most)
    out = np.full(len(spans), np.nan)
    found = subject.similarities_without(measured.query, [groups[row] for row in tried], message)
    out[tried] = measured.similarity - found
    return out


def word_effects(subject: Subject, measured: Measured, start: int, end: int) -> WordEffects:
    """Measure what each word of a passage does, for those that the model read.

    Args:
        subject: Query and document; its embedder must be a `TokenEmbedder`.
        measured: What is known already.
        start: Where the passage begins in the embedded text.
        end: Where it ends.

    Raises:
        EmbedderError: the model failed, or shows no tokens.
        CancelledError: progress asked to stop.
    """
    stop = min(end, measured.read_end)
    inside = words(subject.text[start:end])
    found = [Word(word.text, start + word.start, start + word.end) for word in inside if start + word.start < stop]
    effects = passage_effects(subject, measured, [(word.start, word.end) for word in found], "Hiding words")
    tried = [row for row in range(len(found)) if not np.isnan(effects[row])]
    return WordEffects(
        start, end, tuple(found[row] for row in tried), read_only(effects[tried]), len(found) - len(tried)
    )
