"""The sentences of a document's embedded text, and how much of each was read.

A sentence never runs over the end of a field, so that a title stands by itself. One of more than 60 words is cut into
parts of nearly equal length, at a line break or a comma where there is one about there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from inspector.records.passages import FieldSpan, Read
from inspector.text import Word, sentences, words

Span = tuple[int, int]
MOST_WORDS = 60
_SHORT = MOST_WORDS  # code points: too few for more than 60 words, whatever the script


def document_sentences(text: str, fields: Sequence[FieldSpan] = ()) -> tuple[Span, ...]:
    """Give the spans of a document's sentences, in order.

    Args:
        text: The embedded text.
        fields: Where the document's fields stand in it.
    """
    ends = sorted({0, *(field.end for field in fields), len(text)})
    found: list[Span] = []
    for start, end in pairwise(ends):
        for left, right in sentences(text[start:end]):
            found += _cut(text, start + left, start + right)
    return tuple(found)


def read_state(start: int, end: int, read_end: int) -> Read:
    """Say how much of a span was read, from where the reading ends."""
    if end <= read_end:
        return Read.WHOLE
    return Read.PARTLY if start < read_end else Read.NEVER


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a sentence that is too long at the starts of words."""
    found = words(text[start:end]) if end - start > _SHORT else ()
    if len(found) <= MOST_WORDS:
        yield start, end
        return
    sentence = text[start:end]
    parts = -(-len(found) // MOST_WORDS)
    left = 0
    for part in range(1, parts):
        place = _near(sentence, found, len(found) * part // parts, len(found) // (4 * parts))
        right = found[place - 1].end
        right += _marks(sentence, right)
        yield start + left, start + right
        left = right
        while sentence[left].isspace():
            left += 1
    yield start + left, end


def _near(sentence: str, found: Sequence[Word], place: int, reach: int) -> int:
    """Give the word near a place before which a reader would rather pause."""

    def pause(row: int) -> tuple[int, int]:
        between = sentence[found[row - 1].end : found[row].start]
        kind = 0 if "\n" in between else 1 if any(mark in between for mark in ",;:，；：、،") else 2
        return kind, abs(row - place)

    return min(range(max(1, place - reach), min(len(found) - 1, place + reach) + 1), key=pause)


def _marks(sentence: str, end: int) -> int:
    """Count the marks that follow a word without a space."""
    size = 0
    while end + size < len(sentence) and not (sentence[end + size].isspace() or sentence[end + size].isalnum()):
        size += 1
    return size
