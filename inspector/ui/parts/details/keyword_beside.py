"""Keyword beside embedding: by which word each search finds the document."""

from __future__ import annotations

import numpy as np
import streamlit as st

from inspector.explain.aligned import aligned, alignment_sentence
from inspector.records.alignment import Alignment
from inspector.records.results import TermScore
from inspector.records.units import Unit
from inspector.ui import charts
from inspector.ui.components.prose import prose
from inspector.ui.explanation_charts import aligned_bars
from inspector.ui.parts.details.shown import Shown, Watched
from inspector.ui.theme import current_palette


def show_keyword_beside(shown: Shown) -> Watched:
    """Draw the words of the query with what they give to each search; without effects, the keyword terms alone."""
    index, inspection = shown.index, shown.inspection
    scores = index.keyword.score(inspection.request.query)
    terms = scores.terms(index.collection.rows_of([shown.document.id]))[0]
    found = alignment(shown, terms)
    if found:
        prose(alignment_sentence(found))
        measured = "share of the similarity" if _shared(shown) else "removal effect"
        figure = aligned_bars(found, current_palette(), measured)
        st.plotly_chart(figure, key="aligned", theme=None, config=charts.STILL)
        prose(beside_note(found, shared=_shared(shown)), "small")
    elif terms:
        prose(f"BM25 score {sum(term.score for term in terms):.2f}, word by word:")
        st.plotly_chart(charts.term_bars(terms, current_palette()), key="terms", theme=None, config=charts.STILL)
    if not terms:
        prose("No word of the query that keyword search uses stands in this document.", "small" if found else "body")
    if inspection.ignored:
        prose(f"Ignored, because they are on the stop list: {', '.join(inspection.ignored)}.", "small", literal=True)
    if scores.query.unknown:
        prose(f"In no document at all: {', '.join(scores.query.unknown)}.", "small", literal=True)
    return ()


def alignment(shown: Shown, terms: tuple[TermScore, ...]) -> Alignment | None:
    """Align fair shares, or removal effects until those are known; None without either."""
    query = shown.index.keyword.analyze(shown.inspection.request.query)
    shares = shown.words.shares if shown.words else None
    if shares and _shared(shown):
        values = shares.shares[:, shares.column(shown.document.id)]
        return aligned(shown.document.id, shares.units, values, shown.floor, query, terms)
    effects = shown.effects
    if effects is None or not effects.words or effects.column(shown.document.id) < 0:
        return None
    units = tuple(Unit(word.text, ((word.start, word.end),)) for word in effects.words)
    column = np.asarray(effects.removal[:, effects.column(shown.document.id)])
    return aligned(shown.document.id, units, column, shown.floor, query, terms)


def _shared(shown: Shown) -> bool:
    """Say whether the document's fair shares are known."""
    shares = shown.words.shares if shown.words else None
    return bool(shares and shares.units and shares.column(shown.document.id) >= 0)


def beside_note(found: Alignment, *, shared: bool) -> str:
    """Say what the two scales are.

    Args:
        found: The words.
        shared: Whether the right side has fair shares, else removal effects.
    """
    right = "parts of the similarity" if shared else "what leaving the word out costs"
    rest = f" {found.rest:.2f} of it comes from what is no word of the query." if found.rest >= 0.005 else ""
    return (
        f"Left, parts of the BM25 score {found.keyword_score:.2f}.{rest} Right, {right}; grey: no more "
        f"than noise ({found.floor:.3f}). The two scales cannot be compared, the words can."
    )
