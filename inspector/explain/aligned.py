"""Keyword beside embedding, word by word: which of the two searches finds a document by which word.

The terms of keyword search are not the words of the explanation: two spellings of a stem are one term, an identifier is
a term with parts. A term's score is shared among the places where it stands in the query, and the score of a place goes
to the units it overlaps, by the share of its characters. Invariant: the parts and the rest sum to the BM25 score. No
encodes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspector.records.alignment import AlignedWord, Alignment, WordBadge
from inspector.records.results import TermScore
from inspector.records.units import Span, Unit
from inspector.search.keyword_query import KeywordQuery
from inspector.text import listed, quoted
from inspector.vectors import FloatArray


def aligned(
    document_id: str,
    units: Sequence[Unit],
    effects: FloatArray,
    floor: float,
    query: KeywordQuery,
    terms: Sequence[TermScore],
) -> Alignment:
    """Put what keyword search and the embedding make of each word side by side.

    Args:
        document_id: The document.
        units: The words of the explanation, in query order.
        effects: Shape (units,): fair shares or removal effects for the document.
        floor: Its noise floor, >= 0.
        query: The query as keyword search reads it.
        terms: What each term adds to the document's BM25 score; an empty list where it is no hit.
    """
    scores = {term.term: term.score for term in terms}
    keyword = np.zeros(len(units))
    for term in query.terms:
        for span in term.spans:
            keyword += scores.get(term.text, 0.0) / term.occurrences * _overlaps(span, units)
    searched = [span for term in query.terms for span in term.spans]
    words = tuple(
        AlignedWord(
            unit=unit,
            keyword=float(keyword[place]),
            ignored=not any(_overlap(span, unit) for span in searched),
            embedding=float(effects[place]),
            badge=badge(float(keyword[place]), float(effects[place]), floor),
        )
        for place, unit in enumerate(units)
    )
    total = sum(scores.values())
    return Alignment(document_id, words, total, max(0.0, total - float(keyword.sum())), floor)


def badge(keyword: float, effect: float, floor: float) -> WordBadge:
    """Say by which search a word speaks for a document.

    Args:
        keyword: Its part of the BM25 score, >= 0.
        effect: What it gives to the similarity; only what exceeds the floor counts, NaN does not.
        floor: The noise floor, >= 0.
    """
    lexical, semantic = keyword > 0, effect > floor
    if lexical and semantic:
        return WordBadge.BOTH
    if lexical:
        return WordBadge.LEXICAL
    return WordBadge.SEMANTIC if semantic else WordBadge.NEITHER


def _overlaps(span: Span, units: Sequence[Unit]) -> FloatArray:
    """Give the share of a span's characters that stand in each unit, shape (units,), summing to at most 1."""
    length = span[1] - span[0]
    return np.array([_overlap(span, unit) / length for unit in units], dtype=np.float64)


def _overlap(span: Span, unit: Unit) -> int:
    return sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in unit.spans)


def alignment_sentence(found: Alignment) -> str:
    """Say by which words each search finds the document."""
    named = {
        kind: [quoted(word.unit.text) for word in found.words if word.badge is kind]
        for kind in (WordBadge.BOTH, WordBadge.LEXICAL, WordBadge.SEMANTIC)
    }
    said = [
        f"{start} {listed(words)}"
        for start, words in zip(
            ("both searches find it by", "only keyword search by", "only the embedding by"), named.values(), strict=True
        )
        if words
    ]
    if not said:
        return "No word of the query speaks for this document in either search."
    sentence = "; ".join(said)
    return f"{sentence[0].upper()}{sentence[1:]}."
