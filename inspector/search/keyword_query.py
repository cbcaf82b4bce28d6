"""What keyword search makes of a query: its terms, and the words it ignores or does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector.search.tokens import Piece, Tokenizer


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One thing a query asks for: the words that share a stem, or an identifier with its parts.

    Attributes:
        text: The first of its words as written; no two terms of a query have the same.
        words: All its different spellings in the query, in order.
        spans: Where it stands in the query: [start, end) in Unicode code points.
        tokens: What is looked up: the stem, or the identifier's whole form followed by its parts.
        known: Whether any of the tokens occurs in the collection.
    """

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    tokens: tuple[str, ...]
    known: bool

    @property
    def occurrences(self) -> int:
        """How often it stands in the query; BM25 counts each."""
        return len(self.spans)


@dataclass(frozen=True, slots=True)
class KeywordQuery:
    """A query as keyword search reads it.

    Attributes:
        text: The query as typed.
        terms: In order of first appearance.
        ignored: Words that are not searched, as written, each once: the stop list ("not" among it), lone letters.
        unknown: Terms no document has anything of, as written.
        stop_words: The stop list of the index.
    """

    text: str
    terms: tuple[QueryTerm, ...]
    ignored: tuple[str, ...]
    unknown: tuple[str, ...]
    stop_words: frozenset[str]


def read_query(text: str, stop_words: frozenset[str], occurs: Callable[[str], bool]) -> KeywordQuery:
    """Take a query apart.

    Args:
        text: As typed.
        stop_words: The stop list of the index.
        occurs: Says whether any document has a token; asked about every token.
    """
    pieces = Tokenizer(stop_words).pieces(text)
    grouped: dict[tuple[str, ...], list[Piece]] = {}
    for piece in pieces:
        grouped.setdefault(piece.tokens, []).append(piece)
    ignored: dict[str, str] = {}
    for piece in grouped.pop((), []):
        word = text[piece.start : piece.end]
        ignored.setdefault(word.lower(), word)
    terms = tuple(
        _term(text, tokens, group, any([occurs(token) for token in tokens])) for tokens, group in grouped.items()
    )
    return KeywordQuery(
        text=text,
        terms=terms,
        ignored=tuple(ignored.values()),
        unknown=tuple(term.text for term in terms if not term.known),
        stop_words=stop_words,
    )


def _term(text: str, tokens: tuple[str, ...], pieces: list[Piece], known: bool) -> QueryTerm:
    spans = tuple((piece.start, piece.end) for piece in pieces)
    words = tuple(dict.fromkeys(text[start:end] for start, end in spans))
    return QueryTerm(words[0], words, spans, tokens, known)
