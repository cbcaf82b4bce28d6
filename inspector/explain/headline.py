"""The one sentence about a result: which word it hangs on, and what keyword search says to it."""

from __future__ import annotations

import numpy as np

from inspector.records.explanation import Contributions
from inspector.records.inspection import Inspection
from inspector.records.results import KeywordHit
from inspector.text import listed, ordinal, quoted
from inspector.vectors import cosine_distance


def headline(inspection: Inspection, document_id: str) -> str:
    """Say which word pulls a document closest, its place and distance without that word, and its keyword rank.

    Args:
        inspection: With contributions for the document; without them only the keyword part is said.
        document_id: One of the inspection's documents.
    """
    effects = inspection.contributions
    column = effects.column(document_id) if effects else -1
    parts = [embedding_sentence(effects, column)] if effects and column >= 0 else []
    return " ".join([*parts, keyword_sentence(inspection, document_id)])


def embedding_sentence(effects: Contributions, column: int) -> str:
    """Say which word pulls the document in a column closest, and what is left of it without that word."""
    if np.isnan(effects.similarity[column]):
        return "Its stored vector is not finite, so it has no distance."
    distance = float(cosine_distance(effects.similarity[column]))
    floor = float(effects.noise_floor[column])
    if not effects.words:
        return f"Its distance is {distance:.2f}; the query has no word to remove."
    row = int(np.argmax(effects.removal[:, column]))
    effect = float(effects.removal[row, column])
    if effect >= floor and effect > 0:
        return f"Without {_without(effects, row, column)}."
    row = int(np.argmin(effects.removal[:, column]))
    effect = float(effects.removal[row, column])
    if effect <= -floor and effect < 0:
        return f"No single word holds it here; without {_without(effects, row, column)}."
    return (
        f"No single word holds it here (distance {distance:.2f}): "
        f"removing any one changes no more than noise does ({floor:.3f})."
    )


def _without(effects: Contributions, row: int, column: int) -> str:
    """Say where a document would be without a word, and how far away."""
    before = effects.similarity[column]
    near, far = (float(cosine_distance(each)) for each in (before, before - effects.removal[row, column]))
    place = _place_without(int(effects.rank[column]), int(effects.rank_without[row, column]))
    return f"{quoted(effects.words[row].text)} {place}; distance {near:.2f} → {far:.2f}"


def _place_without(rank: int, without: int) -> str:
    if not rank or not without:
        return "its rank cannot be known"
    if rank == without:
        return f"it would still be {ordinal(rank)}"
    return f"it would be {ordinal(without)} instead of {ordinal(rank)}"


def keyword_sentence(inspection: Inspection, document_id: str) -> str:
    """Say where keyword search has a document, and by which words where it is one of the shown hits."""
    hit = next((hit for hit in inspection.keyword if hit.id == document_id), None)
    if hit:
        return f"Keyword search has it {ordinal(hit.rank)}, by {_leading_terms(hit)}."
    standing = inspection.standing(document_id)
    if standing and standing.keyword_rank:
        return f"Keyword search has it {ordinal(standing.keyword_rank)}."
    return "Keyword search does not have it: no word of the query that it uses stands in it."


def _leading_terms(hit: KeywordHit) -> str:
    return listed([quoted(term.term) for term in hit.terms[:3]])
