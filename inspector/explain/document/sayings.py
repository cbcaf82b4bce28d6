"""What an explanation of a document says in sentences: the first one first, then what limits it."""

from __future__ import annotations

import math

from inspector.records.document_explanation import DocumentExplanation
from inspector.records.passages import Answering, Sentence
from inspector.text import quoted, shortened

_LENGTH = 80


def document_headline(found: DocumentExplanation) -> str:
    """Say which sentence pulls the document closest and what is left without it, as far as that is known."""
    if found.effects_refusal:
        return found.effects_refusal
    tried = [each for each in found.sentences if not math.isnan(each.removal)]
    if not tried or math.isnan(found.noise_floor):
        return "What its sentences do has not been measured."
    best = max(tried, key=lambda each: each.removal)
    if best.removal <= found.noise_floor:
        return (
            f"No single sentence brings it here (similarity {found.similarity:.2f}): "
            f"hiding any one lowers it no more than noise does ({found.noise_floor:.3f})."
        )
    return (
        f"Without {_named(best)} its similarity falls from {found.similarity:.2f} "
        f"to {found.similarity - best.removal:.2f}."
    )


def document_notes(found: DocumentExplanation) -> tuple[str, ...]:
    """Say what limits an explanation: what was never read, never tried or went wrong; a sentence each."""
    notes = [_reading_note(found), _answer_note(found)]
    read = sum(1 for each in found.sentences if not math.isnan(each.removal))
    left = sum(1 for each in found.sentences if each.start < found.reach.read_end) - read
    if read and left:
        notes.append(f"Of {read + left} sentences that were read the likeliest {read} were hidden, one at a time.")
    notes += [_passages_note(found.answering_read, "read"), _passages_note(found.answering_unread, "unread")]
    return (*(note for note in notes if note), *found.trouble)


def _reading_note(found: DocumentExplanation) -> str:
    reach = found.reach
    if not reach.unread_characters:
        return ""
    return (
        f"The model reads {reach.tokens_read:,} of its {reach.tokens:,} tokens: "
        f"{_percent(reach.unread_tokens)} of the text was never read and cannot bring it closer."
    )


def _answer_note(found: DocumentExplanation) -> str:
    read, unread = found.answering_read, found.answering_unread
    if not (read and unread and unread.best):
        return ""
    here = read.best.similarity if read.best else -1.0
    if unread.best.similarity <= here:
        return ""
    return (
        f"The passage closest to the query lies where the model never read: {_short(unread.best.text)} "
        f"({unread.best.similarity:.2f}, against {here:.2f} in the part that it read)."
    )


def _passages_note(found: Answering | None, part: str) -> str:
    if found is None or found.tried >= found.passages:
        return ""
    return (
        f"Of {found.passages:,} passages of the {part} part the likeliest {found.tried:,} were compared with the "
        "query; a closer one may exist."
    )


def _named(sentence: Sentence) -> str:
    return f"the sentence {_short(sentence.text)}"


def _short(text: str) -> str:
    return quoted(shortened(text, _LENGTH))


def _percent(share: float) -> str:
    if 0.995 <= share < 1:
        return "more than 99%"
    return f"{share:.0%}" if share >= 0.01 else "less than 1%"
