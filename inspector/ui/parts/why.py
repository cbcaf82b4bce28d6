"""Why a result is here: the sentence, the query's words as chips, and the details behind one switch.

Invariant: every number is read off the inspection, so changing the document or the view encodes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import StrEnum

import streamlit as st

from inspector.build.recipe import embedded_text
from inspector.embedders.embedder import Embedder
from inspector.explain.headline import headline
from inspector.explain.margin import Margin, margin, margin_sentence
from inspector.inspection import OpenIndex
from inspector.records.documents import Document
from inspector.records.explanation import Contributions
from inspector.records.inspection import Inspection
from inspector.search.snippets import matched_spans
from inspector.text import ordinal, quoted, shortened
from inspector.ui import charts
from inspector.ui.components.marked_text import marked_text
from inspector.ui.components.prose import prose
from inspector.ui.components.word_chips import signed, word_chips
from inspector.ui.theme import current_palette

TITLE_LENGTH = 120


class View(StrEnum):
    """The details that can be shown about a result."""

    DOCUMENT = "Document"
    TERMS = "Keyword terms"
    COMPARE = "Compare with…"
    WORDS = "All words × results"


def show_why(index: OpenIndex, inspection: Inspection, document: Document) -> None:
    """Draw why a document stands where it stands."""
    prose(title_of(inspection, document), "title")
    prose(headline(inspection, document.id), "lead")
    effects = inspection.contributions
    if effects:
        word_chips(effects, document.id, key="chips")
    views = list(VIEWS) if effects else [View.DOCUMENT, View.TERMS]
    view = st.segmented_control(
        "Details", views, default=View.DOCUMENT, required=True, key="details", label_visibility="collapsed", wrap=True
    )
    VIEWS[View(view or View.DOCUMENT)](index, inspection, document)


def title_of(inspection: Inspection, document: Document) -> str:
    """Say which document it is about and where the embedding has it."""
    name = quoted(shortened(document.title or document.id, TITLE_LENGTH))
    place = next((hit.rank for hit in inspection.neighbors if hit.id == document.id), None)
    if place:
        return f"Why {name} is {ordinal(place)}"
    standing = inspection.standing(document.id)
    if standing and standing.neighbor_rank:
        return f"Why {name} is only {ordinal(standing.neighbor_rank)} for the embedding"
    return f"What is known about {name}"


def _show_document(index: OpenIndex, inspection: Inspection, document: Document) -> None:
    spans = matched_spans(document.text, index.keyword.analyze(inspection.request.query))
    contract = index.collection.contract
    prompt = contract.document_prompt
    read_end = reading_ends(index.embedder, contract.recipe, prompt, document) if index.embedder else None
    marked_text(document.text, key="text", spans=spans, read_end=read_end)
    facts = [
        f"id {document.id}",
        *(f"{name}: {value}" for name, value in document.metadata.items() if value is not None),
    ]
    prose(" · ".join(facts), "small", literal=True)


def reading_ends(embedder: Embedder, recipe: str, prompt: str, document: Document) -> int | None:
    """Say where in the document's text the model stops reading; None where it reads all, or none of it was embedded."""
    text = embedded_text(recipe, document)
    body = document.text.strip()
    before = text.find(body) if body else -1
    if before < 0:
        return None
    end = embedder.read_end(text, prompt=prompt)
    if end >= len(text.rstrip()):
        return None
    lead = len(document.text) - len(document.text.lstrip())
    return min(max(0, end - before) + lead, len(document.text))


def _show_terms(index: OpenIndex, inspection: Inspection, document: Document) -> None:
    scores = index.keyword.score(inspection.request.query)
    terms = scores.terms(index.collection.rows_of([document.id]))[0]
    if terms:
        prose(f"BM25 score {sum(term.score for term in terms):.2f}, word by word:")
        st.plotly_chart(charts.term_bars(terms, current_palette()), key="terms", theme=None, config=charts.STILL)
    else:
        prose("No word of the query that keyword search uses stands in this document.")
    if inspection.ignored:
        prose(f"Ignored, because they are on the stop list: {', '.join(inspection.ignored)}.", "small", literal=True)
    if scores.query.unknown:
        prose(f"In no document at all: {', '.join(scores.query.unknown)}.", "small", literal=True)


def _show_comparison(index: OpenIndex, inspection: Inspection, document: Document) -> None:
    effects = inspection.contributions
    others = [each for each in inspection.documents if each.id != document.id]
    if effects is None or not others:
        prose("There is no other result to compare with.")
        return
    labels = choice_labels(others)
    chosen = st.selectbox("Compare with", list(labels), format_func=lambda each: labels.get(each, each), key="other")
    other = next((each for each in others if each.id == chosen), others[0])
    found = margin(effects, effects.column(document.id), effects.column(other.id))
    prose(f"{_gap_sentence(found, document, other)} {margin_sentence(found)}")
    st.dataframe(_margin_rows(effects, found, document, other), hide_index=True, key="margin")
    prose(f"A difference below {found.floor:.3f} is not told from noise.", "small")


def choice_labels(documents: list[Document]) -> dict[str, str]:
    """Give what each document is called in a list to choose from, by id; those of one title get their ids beside it."""
    titles = Counter(each.title for each in documents)
    return {
        each.id: shortened(each.title, TITLE_LENGTH) + (f" · {each.id}" if titles[each.title] > 1 else "")
        if each.title
        else each.id
        for each in documents
    }


def _gap_sentence(found: Margin, document: Document, other: Document) -> str:
    first, second = (quoted(shortened(each.title or each.id, TITLE_LENGTH)) for each in (document, other))
    if found.margin == 0:
        return f"{first} and {second} are equally close."
    nearer, farther = (first, second) if found.margin > 0 else (second, first)
    return f"{nearer} is closer than {farther} by {abs(found.margin):.3f}."


def _margin_rows(effects: Contributions, found: Margin, document: Document, other: Document) -> dict[str, list[str]]:
    columns = effects.column(document.id), effects.column(other.id)
    return {
        "word": [word.text for word in found.words],
        "effect here": [signed(value) for value in effects.removal[:, columns[0]]],
        "effect there": [signed(value) for value in effects.removal[:, columns[1]]],
        "difference": [signed(value) for value in found.parts],
        "gap without it": [signed(value) for value in found.without],
    }


def _show_words(index: OpenIndex, inspection: Inspection, document: Document) -> None:
    effects = inspection.contributions
    if effects is None or not effects.words:
        prose("The query has no word to remove.")
        return
    prose("Each cell: what the word does to the result's similarity. Grey: below the result's noise floor.", "small")
    figure = charts.words_by_documents(effects, inspection.neighbors, current_palette())
    st.plotly_chart(figure, key="words", theme=None, config=charts.STILL)


VIEWS: dict[View, Callable[[OpenIndex, Inspection, Document], None]] = {
    View.DOCUMENT: _show_document,
    View.TERMS: _show_terms,
    View.COMPARE: _show_comparison,
    View.WORDS: _show_words,
}
