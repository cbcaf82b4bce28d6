"""The document: its sentences with what each does, what was never read, and where the similarity lies."""

from __future__ import annotations

import math

import streamlit as st

from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import tokens_refusal
from inspector.explain.document.places import places
from inspector.explain.document.sayings import document_headline, document_notes
from inspector.records.document_explanation import DocumentExplanation
from inspector.records.documents import Document
from inspector.records.location import WHERE_NOT_WHY
from inspector.records.passages import Answering, Read, Sentence
from inspector.search.snippets import Marker, matched_spans
from inspector.stores.recipe import embedded_text
from inspector.ui import charts
from inspector.ui.components.marked_text import cut_sentence, marked_text
from inspector.ui.components.passages import SHOWN, Row, passages
from inspector.ui.components.prose import prose
from inspector.ui.components.word_chips import Pull, passage_chips, pull_of, signed
from inspector.ui.explanation_charts import location_table
from inspector.ui.parts.details.shown import Shown, Watched
from inspector.ui.runtime import explaining, state
from inspector.ui.theme import current_palette

SENTENCE = "sentence looked into"


def show_document(shown: Shown) -> Watched:
    """Draw the document, with the effects of its sentences as they are measured."""
    embedder = shown.index.embedder
    if embedder is None or shown.inspection.effects_refusal:
        _plain_text(shown)
        _facts(shown.document)
        return ()
    document, query = shown.document, shown.inspection.request.query
    standing = shown.inspection.standing(document.id)
    stored = standing.similarity if standing else float("nan")
    growing = explaining.document(shown.index, embedder, query, document, stored)
    if growing.value is None:
        _plain_text(shown)
        _facts(document)
        return (growing,)
    found = growing.value
    prose(document_headline(found) if growing.steps > 2 or not growing.alive else "Measuring what each sentence does …")
    looked_into = _sentences(shown, found)
    watched: Watched = (growing,)
    if looked_into is not None:
        watched = (*watched, *_words(shown, embedder, found, looked_into))
    for note in document_notes(found):
        prose(note, "small")
    _location(found)
    _facts(document)
    return watched


def _sentences(shown: Shown, found: DocumentExplanation) -> int | None:
    """Draw the sentences; give the one whose words are to be looked into."""
    kept = state.looked_into(SENTENCE, (found.query, shown.document.id))
    marker = Marker(shown.index.keyword.analyze(found.query))
    rows = tuple(_row(marker, found, place, kept) for place in range(len(found.sentences)))
    if not rows:
        prose("This document has no text.", "small")
        return None
    length = len(found.text)
    cut = cut_sentence(found.reach.read_end, length) if found.reach.unread_characters else ""
    chosen = passages(rows, cut=cut, key="sentences")
    if chosen is not None and rows[chosen].open:
        state.look_into(SENTENCE, (found.query, shown.document.id), None if chosen == kept else chosen)
        st.rerun()
    return kept if kept is not None and kept < len(rows) and rows[kept].open else None


def _row(marker: Marker, found: DocumentExplanation, place: int, kept: int | None) -> Row:
    sentence = found.sentences[place]
    known = not math.isnan(sentence.removal) and not math.isnan(found.noise_floor)
    largest = max((abs(each.removal) for each in found.sentences if not math.isnan(each.removal)), default=0.0)
    spans = marker.spans(sentence.text) if place < SHOWN else ()
    return Row(
        text=sentence.text,
        marked=spans,
        read=max(0, found.reach.read_end - sentence.start),
        effect=signed(sentence.removal) if known else "",
        pull=pull_of(sentence.removal, found.noise_floor) if known else Pull.NONE,
        share=abs(sentence.removal) / largest if known and largest else 0.0,
        help=_help(sentence, found) if known else "",
        note=_note(sentence, found),
        open=sentence.read is not Read.NEVER and not found.effects_refusal,
        chosen=place == kept,
    )


def _help(sentence: Sentence, found: DocumentExplanation) -> str:
    numbers = f"similarity {found.similarity:.3f} → {found.similarity - sentence.removal:.3f}"
    if abs(sentence.removal) < found.noise_floor:
        return f"With this sentence hidden: {numbers}; no measurable effect (below {found.noise_floor:.3f})."
    return f"With this sentence hidden: {numbers}. Choose it to look into its words."


def _note(sentence: Sentence, found: DocumentExplanation) -> str:
    """Say where the answering passage begins."""
    parts = (("read", found.answering_read), ("unread", found.answering_unread))
    return " ".join(
        f"The closest passage of the {part} part begins here (similarity {answer.best.similarity:.2f} by itself)."
        for part, answer in parts
        if _begins_in(answer, sentence) and answer and answer.best and _more_than_one(found, part)
    )


def _begins_in(answer: Answering | None, sentence: Sentence) -> bool:
    return bool(answer and answer.best and sentence.start <= answer.best.start < sentence.end)


def _more_than_one(found: DocumentExplanation, part: str) -> bool:
    """Say whether it is worth naming a passage: the read part has several sentences, or the model never read it."""
    return part == "unread" or sum(each.read is not Read.NEVER for each in found.sentences) > 1


def _words(shown: Shown, embedder: Embedder, found: DocumentExplanation, place: int) -> Watched:
    """Draw what the words of a sentence do."""
    sentence = found.sentences[place]
    growing = explaining.sentence_words(
        shown.index, embedder, found.query, shown.document, (sentence.start, sentence.end)
    )
    if growing.value is not None:
        floor = 0.0 if math.isnan(found.noise_floor) else found.noise_floor
        prose(f"Each word of sentence {place + 1} hidden, one at a time:", "small")
        passage_chips(growing.value, found.similarity, floor, key="sentence words")
    return (growing,)


def _location(found: DocumentExplanation) -> None:
    """Draw where the similarity lies, behind a fold."""
    with st.expander("Where it matches", key="where it matches", icon=":material/grid_on:"):
        if found.matrix is None:
            prose(found.matrix_refusal or "There is nothing to split.", "small")
            return
        sums = places(found.matrix, [(each.start, each.end) for each in found.sentences])
        prose(WHERE_NOT_WHY, "small")
        st.plotly_chart(location_table(sums, current_palette()), key="location", theme=None, config=charts.STILL)
        prose(
            f"All cells sum to the similarity, {found.similarity:.3f}; {sums.beside:.2f} of it lies beside words and "
            "sentences, in special tokens, marks and the like.",
            "small",
        )


def _plain_text(shown: Shown) -> None:
    """Draw the text alone, with the words that keyword search found."""
    document = shown.document
    spans = matched_spans(document.text, shown.index.keyword.analyze(shown.inspection.request.query))
    contract, embedder = shown.index.collection.contract, shown.index.embedder
    read_end = reading_ends(embedder, contract.recipe, contract.document_prompt, document) if embedder else None
    marked_text(document.text, key="text", spans=spans, read_end=read_end)


def _facts(document: Document) -> None:
    facts = [
        f"id {document.id}",
        *(f"{name}: {value}" for name, value in document.metadata.items() if value not in (None, "")),
    ]
    prose(" · ".join(facts), "small", literal=True)


def reading_ends(embedder: Embedder, recipe: str, prompt: str, document: Document) -> int | None:
    """Say where in the document's text the model stops reading; None where it reads all, or none of it was embedded."""
    text = embedded_text(recipe, document)
    body = document.text.strip()
    before = text.find(body) if body else -1
    if before < 0:
        return None
    if tokens_refusal(embedder):
        return None
    end = embedder.read_end(text, prompt=prompt)
    if end >= len(text.rstrip()):
        return None
    lead = len(document.text) - len(document.text.lstrip())
    return min(max(0, end - before) + lead, len(document.text))
