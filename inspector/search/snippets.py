"""Where a query's words stand in a text, and the stretch of the text that shows most of them.

Invariant: a marked stretch is one that keyword search matched: same stems, same stop list, same identifiers.
Cost: one pass over at most the first 200,000 code points of a text; what matches behind them is not marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.search.keyword_query import KeywordQuery
from inspector.search.tokens import Tokenizer

READ = 200_000
_SPACE = re.compile(r"\s+")
_PART = re.compile(r"\w\w+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a text for a list.

    Attributes:
        text: One line: white space joined, "…" where the text goes on before or after.
        spans: Matched stretches [start, end) in `text`, in Unicode code points, in order, apart from each other.
    """

    text: str
    spans: tuple[Span, ...]


class Marker:
    """Marks a query's words in texts: made once for all texts of a page, it stems each word once.

    Not for use by several threads at once.
    """

    def __init__(self, query: KeywordQuery) -> None:
        """Take a query as keyword search reads it."""
        self._wanted = frozenset(token for term in query.terms for token in term.tokens)
        self._tokenizer = Tokenizer(query.stop_words)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Give the stretches of a text that match a term of the query, in order; those that touch are one.

        An identifier of the query matches where it stands whole, and so do its parts where they stand alone.
        """
        if not self._wanted:
            return ()
        head = text[:READ]
        spans: list[Span] = []
        for piece in self._tokenizer.pieces_with(head, self._wanted):
            whole = len(piece.tokens) == 1 or piece.tokens[0] in self._wanted
            for start, end in [(piece.start, piece.end)] if whole else self._parts(head, piece.start, piece.end):
                if spans and start <= spans[-1][1]:
                    spans[-1] = (spans[-1][0], end)
                else:
                    spans.append((start, end))
        return tuple(spans)

    def _parts(self, text: str, start: int, end: int) -> list[Span]:
        """Give the parts of an identifier that match, where the whole does not."""
        words = ((start + match.start(), start + match.end()) for match in _PART.finditer(text[start:end]))
        return [span for span in words if not self._wanted.isdisjoint(self._tokenizer.tokens(text[slice(*span)]))]


def matched_spans(text: str, query: KeywordQuery) -> tuple[Span, ...]:
    """Give what `Marker` marks in one text."""
    return Marker(query).spans(text)


def snippet(text: str, spans: Sequence[Span], length: int = 160) -> Snippet:
    """Give the stretch of a text with the most different matched words, the earliest of equals.

    Args:
        text: The whole text.
        spans: Matched stretches of it, in order, as `matched_spans` gives them.
        length: Code points to show, "…" not counted, >= 1. Cut at the ends of words; a single longer word is cut.

    Returns:
        The beginning of the text where nothing matches.
    """
    start, last = _best_window(text, spans, length)
    end = _word_end(text, start, last, length)
    kept = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
    return _one_line(text, start, end, kept)


def _best_window(text: str, spans: Sequence[Span], length: int) -> Span:
    """Choose where to begin, and give the end of the last of the matched words that are to be seen together."""
    tokenizer = Tokenizer(())
    terms = [tuple(tokenizer.tokens(text[start:end])) for start, end in spans]
    most, first, last = 0, 0, 0
    for place, (start, end) in enumerate(spans):
        seen, until = {terms[place]}, min(end, start + length)
        for later in range(place + 1, len(spans)):
            if spans[later][1] > start + length:
                break
            seen.add(terms[later])
            until = spans[later][1]
        if len(seen) > most:
            most, first, last = len(seen), start, until
    return _lead(text, first, last, length), last


def _lead(text: str, first: int, last: int, length: int) -> int:
    """Step back from the first matched word by at most half of the room that is left, to the beginning of a word."""
    earliest = first - (length - (last - first)) // 2
    if last <= length or earliest <= 0:
        return 0
    space = _SPACE.search(text, earliest - 1, first)
    return space.end() if space else first


def _word_end(text: str, start: int, last: int, length: int) -> int:
    """Give the last end of a word in the window, behind `last`; the window's own end where no word ends in it."""
    end = min(start + length, len(text))
    if end == len(text) or text[end].isspace():
        return end
    cut = end
    while cut > max(start, last) and not text[cut - 1].isspace():
        cut -= 1
    return cut if text[start:cut].strip() else end


def _one_line(text: str, start: int, end: int, spans: Sequence[Span]) -> Snippet:
    """Join the white space of text[start:end] and carry the spans along."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    line = "…" if text[:start].strip() else ""
    moved = []
    at = start
    for a, b in [*spans, (end, end)]:
        line += _SPACE.sub(" ", text[at:a])
        begin = len(line)
        line += _SPACE.sub(" ", text[a:b])
        moved.append((begin, len(line)))
        at = b
    return Snippet(line + ("…" if text[end:].strip() else ""), tuple(moved[:-1]))
