"""Why a result is here: the sentence, the query's words as chips, words by results, the rest behind one switch.

Invariant: the first answer's numbers are there at once, and better ones replace them as they are measured; changing the
document, the view or k encodes nothing that was encoded before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

import streamlit as st

from inspector.explain.headline import headline
from inspector.explain.neutral import with_floor
from inspector.explain.unknown import unknown_sentence, unknown_words
from inspector.inspection import OpenIndex
from inspector.records.documents import Document
from inspector.records.inspection import Inspection
from inspector.records.query_explanation import QueryExplanation
from inspector.text import ordinal, quoted
from inspector.ui.components.prose import prose
from inspector.ui.components.word_chips import word_chips
from inspector.ui.parts.details.comparison import show_comparison
from inspector.ui.parts.details.keyword_beside import show_keyword_beside
from inspector.ui.parts.details.passages import show_document
from inspector.ui.parts.details.shown import Shown, Watched, name_of
from inspector.ui.parts.details.together import show_together, show_trust
from inspector.ui.parts.details.what_would import show_what_would
from inspector.ui.parts.details.words_by_results import show_words_by_results
from inspector.ui.runtime import explaining
from inspector.ui.runtime.refinements import Growing


class View(StrEnum):
    """The details that can be shown about a result."""

    DOCUMENT = "Document"
    KEYWORD = "Keyword beside embedding"
    TOGETHER = "Words together"
    WHAT_WOULD = "What would change it"
    COMPARE = "Compare with…"


def show_why(index: OpenIndex, inspection: Inspection, document: Document) -> None:
    """Draw why a document stands where it stands."""
    growing = _words(index, inspection, document.id)
    shown = _shown(index, inspection, document, growing.value if growing else None)
    prose(title_of(inspection, document), "title")
    first = inspection if shown.effects is None else _with_effects(inspection, shown)
    prose(headline(first, document.id), "lead")
    measuring = st.container()
    if inspection.effects_refusal:
        st.warning(inspection.effects_refusal, icon=":material/block:")
    if shown.effects:
        word_chips(shown.effects, document.id, key="chips")
        _unknown(index, inspection)
        show_trust(shown.words, document.id)
        show_words_by_results(shown)
    views = list(VIEWS) if shown.effects else [View.DOCUMENT, View.KEYWORD]
    view = st.segmented_control(
        "Details", views, default=View.DOCUMENT, required=True, key="details", label_visibility="collapsed", wrap=True
    )
    watched = VIEWS[View(view or View.DOCUMENT)](shown)
    with measuring:
        explaining.watch((growing, *watched) if growing else watched)


def _unknown(index: OpenIndex, inspection: Inspection) -> None:
    """Say which words of the query the model does not know."""
    if index.embedder is None:
        return
    prompt = index.collection.contract.query_prompt
    said = unknown_sentence(unknown_words(index.embedder, inspection.request.query, prompt))
    if said:
        prose(said, "small")


def _words(index: OpenIndex, inspection: Inspection, document_id: str) -> Growing[QueryExplanation] | None:
    """Give what is known of the query's words; the neighbors' trust comes first, or that of another selected result."""
    if index.embedder is None or inspection.contributions is None:
        return None
    ids = [each.id for each in inspection.documents]
    if document_id in ids[len(inspection.neighbors) :]:
        ids = [document_id, *(each for each in ids if each != document_id)]
    return explaining.query_words(index, index.embedder, inspection.request, tuple(ids))


def _shown(index: OpenIndex, inspection: Inspection, document: Document, words: QueryExplanation | None) -> Shown:
    effects = inspection.contributions
    if effects and words and words.noise:
        effects = with_floor(effects, words.noise)
    return Shown(index, inspection, document, effects, words)


def _with_effects(inspection: Inspection, shown: Shown) -> Inspection:
    return replace(inspection, contributions=shown.effects)


def title_of(inspection: Inspection, document: Document) -> str:
    """Say which document it is about and where the embedding has it."""
    name = quoted(name_of(document))
    place = next((hit.rank for hit in inspection.neighbors if hit.id == document.id), None)
    if place:
        return f"Why {name} is {ordinal(place)}"
    standing = inspection.standing(document.id)
    if standing and standing.neighbor_rank:
        return f"Why {name} is only {ordinal(standing.neighbor_rank)} for the embedding"
    return f"What is known about {name}"


VIEWS: dict[View, Callable[[Shown], Watched]] = {
    View.DOCUMENT: show_document,
    View.KEYWORD: show_keyword_beside,
    View.TOGETHER: show_together,
    View.WHAT_WOULD: show_what_would,
    View.COMPARE: show_comparison,
}
