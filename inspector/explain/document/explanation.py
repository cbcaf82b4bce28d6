"""Explains one document for one query, step by step: the first step can be drawn at once, each later one adds to it.

Steps: how far it was read and where the similarity lies (a pass or three) · the noise floor (four passes) · what each
sentence does (a pass for each) · each sentence alone and the answering passage of the read part · the
answering passage of the unread part. Words inside a sentence are measured on demand (`explain_words`).
A model that fails in a later step leaves what was measured before and a sentence about the rest; a stop goes through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from inspector.embedders.token_embedder import TokenEmbedder, TokenParts, token_refusal
from inspector.errors import CancelledError, EmbedderError, InspectorError
from inspector.explain.document.answering import answering
from inspector.explain.document.effects import Measured, passage_effects, word_effects
from inspector.explain.document.matrix import location_matrix, matrix_refusal, sum_refusal
from inspector.explain.document.noise import document_floor
from inspector.explain.document.sentences import document_sentences, read_state
from inspector.explain.document.subject import Subject
from inspector.records.document_explanation import DocumentExplanation, DocumentReach
from inspector.records.passages import FieldSpan, Read, Sentence, WordEffects

NOTHING = "The document's embedded text is empty, so no part of it can do anything for the query."
MOST_ALONE = 64
"""Sentences that are compared with the query by themselves, the first ones of the read part."""


def explain_document(
    subject: Subject, fields: Sequence[FieldSpan] = (), stored_similarity: float = float("nan")
) -> DocumentExplanation:
    """Explain a document completely; arguments and errors as for `explanation_steps`."""
    *_, last = explanation_steps(subject, fields, stored_similarity)
    return last


def explanation_steps(
    subject: Subject, fields: Sequence[FieldSpan] = (), stored_similarity: float = float("nan")
) -> Iterator[DocumentExplanation]:
    """Explain a document, giving all that is known after each step; the last one is complete.

    Args:
        subject: Query and document.
        fields: Where the document's fields stand in its embedded text (`fields.placed_fields`).
        stored_similarity: Of the query and the document's vector in the index; NaN where it is not known.

    Raises:
        EmbedderError: the model failed in the first step; later it is told in `trouble`.
        CancelledError: progress asked to stop.
    """
    measured, found = _first(subject, tuple(fields), stored_similarity)
    yield found
    for name, step in STEPS:
        try:
            found = step(subject, measured, found)
        except CancelledError:
            raise
        except InspectorError as error:
            found = replace(found, trouble=(*found.trouble, f"{name} could not be measured: {error.message}"))
        yield replace(found, complete=name == STEPS[-1][0])


def explain_words(subject: Subject, start: int, end: int) -> WordEffects:
    """Measure what each word of a passage does: a pass over the document for each, for when somebody asks.

    Args:
        subject: Query and document; its embedder must be a `TokenEmbedder`.
        start: Where the passage begins in the embedded text.
        end: Where it ends.

    Raises:
        EmbedderError: the model failed, or shows no tokens.
        CancelledError: progress asked to stop.
    """
    refusal = token_refusal(subject.embedder)
    if refusal:
        raise EmbedderError(refusal)
    measured, _ = measure(subject)
    return word_effects(subject, measured, start, end)


def measure(subject: Subject) -> tuple[Measured, str]:
    """Measure what every explanation of a subject stands on; and say why its tokens' parts cannot be had, if so.

    Raises:
        EmbedderError: the model failed, or gave a vector that is not finite.
        CancelledError: progress asked to stop.
    """
    query = subject.query_vector()
    similarity = float(subject.similarities(query, [subject.text], "Reading the document")[0])
    refusal = matrix_refusal(subject.embedder)
    parts = None if refusal else _parts(subject)
    read_end = subject.embedder.read_end(subject.text, prompt=subject.document_prompt)
    return Measured(query, similarity, read_end, parts), refusal


def _parts(subject: Subject) -> tuple[TokenParts, TokenParts] | None:
    if not isinstance(subject.embedder, TokenEmbedder):
        return None
    (query,) = subject.embedder.token_parts([subject.query], prompt=subject.query_prompt)
    (document,) = subject.embedder.token_parts([subject.text], prompt=subject.document_prompt)
    return query, document


def _first(subject: Subject, fields: tuple[FieldSpan, ...], stored: float) -> tuple[Measured, DocumentExplanation]:
    measured, refusal = measure(subject)
    matrix = location_matrix(subject.query, subject.text, measured.parts) if measured.parts else None
    refusal = refusal or (sum_refusal(matrix, measured.similarity) if matrix else "")
    matrix = None if refusal else matrix
    sentences = []
    for start, end in document_sentences(subject.text, fields):
        state = read_state(start, end, measured.read_end)
        located = matrix.within(start, end) if matrix and state is not Read.NEVER else float("nan")
        text = subject.text[start:end]
        sentences.append(Sentence(text, start, end, state, float("nan"), float("nan"), located))
    found = DocumentExplanation(
        query=subject.query,
        text=subject.text,
        fields=fields,
        similarity=measured.similarity,
        stored_similarity=stored,
        reach=_reach(subject, measured.read_end),
        matrix=matrix,
        matrix_refusal=refusal,
        sentences=tuple(sentences),
        effects_refusal=token_refusal(subject.embedder) if subject.text.strip() else NOTHING,
    )
    return measured, found


def _reach(subject: Subject, read_end: int) -> DocumentReach:
    tokens, read = subject.tokens(), subject.tokens_read()
    own = tokens - int(subject.embedder.token_counts([""], prompt=subject.document_prompt)[0])
    length = len(subject.text)
    return DocumentReach(
        read_end=read_end,
        tokens=tokens,
        tokens_read=read,
        unread_characters=(length - read_end) / length if length else 0.0,
        unread_tokens=min(1.0, (tokens - read) / own) if own > 0 else 0.0,
    )


def _floor(subject: Subject, measured: Measured, found: DocumentExplanation) -> DocumentExplanation:
    if found.effects_refusal:
        return found
    return replace(found, noise_floor=document_floor(subject, measured.query, measured.similarity))


def _effects(subject: Subject, measured: Measured, found: DocumentExplanation) -> DocumentExplanation:
    if found.effects_refusal:
        return found
    rows = [row for row, sentence in enumerate(found.sentences) if sentence.read is not Read.NEVER]
    spans = [(found.sentences[row].start, found.sentences[row].end) for row in rows]
    effects = passage_effects(subject, measured, spans, "Hiding sentences")
    sentences = list(found.sentences)
    for row, effect in zip(rows, effects, strict=True):
        sentences[row] = replace(sentences[row], removal=float(effect))
    tried = int(np.count_nonzero(~np.isnan(effects)))
    return replace(found, sentences=tuple(sentences), sentences_tried=tried)


def _read_part(subject: Subject, measured: Measured, found: DocumentExplanation) -> DocumentExplanation:
    rows = [row for row, sentence in enumerate(found.sentences) if sentence.read is not Read.NEVER][:MOST_ALONE]
    texts = [found.sentences[row].text for row in rows]
    alone = subject.similarities(measured.query, texts, "Reading sentences alone")
    sentences = list(found.sentences)
    for row, similarity in zip(rows, alone, strict=True):
        sentences[row] = replace(sentences[row], alone=float(similarity))
    spans = [(each.start, min(each.end, measured.read_end)) for each in sentences if each.read is not Read.NEVER]
    return replace(found, sentences=tuple(sentences), answering_read=answering(subject, measured.query, spans))


def _unread_part(subject: Subject, measured: Measured, found: DocumentExplanation) -> DocumentExplanation:
    spans = [(max(each.start, measured.read_end), each.end) for each in found.sentences if each.read is not Read.WHOLE]
    return replace(found, answering_unread=answering(subject, measured.query, spans))


STEPS: tuple[tuple[str, Callable[[Subject, Measured, DocumentExplanation], DocumentExplanation]], ...] = (
    ("The noise floor", _floor),
    ("What sentences do", _effects),
    ("The answering passage of the read part", _read_part),
    ("The answering passage of the unread part", _unread_part),
)
"""The steps behind the first, and what each measures."""
