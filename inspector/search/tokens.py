r"""What keyword search reads in a text: stemmed words, and identifiers whole beside their parts.

Words are bm25s' defaults: runs of two or more letters, digits or underscores, lower-cased, less the English stop list,
stemmed by Snowball. An identifier is a word with something other than letters and digits in it, by this rule:

* it begins with a sign (--dry-run, -v, .gitignore, @property, #1042, $HOME, ./run.sh), or ends with one (C++, C#);
* or its parts are joined by one of . / \ : :: -> # @ + & (os.path.join, foo_bar/baz, std::vector, R&D, 3.11), but
  stop words joined by slashes (and/or) are none;
* or they are joined by hyphens and it has a digit (E-1042, gpt-4o), but a number before words (10-year-old) is none.

So hyphenated prose (state-of-the-art) stays what it was. A whole form is never stemmed and never on the stop list.
Invariant: the tokens of a text are those of its pieces, and depend on its lower case alone.
Cost: two regular expressions over the text, each word stemmed once and then looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

RULES = 1
"""Version of these rules; an index made under other rules is refused."""

STEMMER = "english"
WORD_PATTERN = r"(?u)\b\w\w+\b"

_WORD = re.compile(WORD_PATTERN)
_LONE = re.compile(r"(?<![\w'’])\w(?![\w'’])")
_FRONT = r"(?<![^\s(\[{<\"'`“‘|=,;])(?:--?(?=[^\W\d_])|(?!\.\.+\w)[.~@#$/]{1,3})"
_JOINT = r"(?::[/\\]{1,3}|::|->|/\.{0,2}/?|[-.:#@+&\\])"
_TAIL = r"(?:\+\+?|\#)(?!\w)"
_CANDIDATE = re.compile(
    rf"{_FRONT}\w++(?:{_JOINT}\w++)*+(?:{_TAIL})?|(?<!\w)\w++(?:(?:{_JOINT}\w++)++(?:{_TAIL})?|{_TAIL})"
)
_HYPHENATED = re.compile(r"\w+(?:-\w+)+")
_COUNTED_WORDS = re.compile(r"\d+(?:-[^\W\d_]+)+")
_ALTERNATIVES = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)+")
_DIGIT = re.compile(r"\d")
_HYPHENS = ("\u2010", "\u2011")
_CACHED = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or an identifier of a text, and what keyword search makes of it.

    Attributes:
        start: Offset of its first code point.
        end: Offset behind its last code point.
        tokens: An identifier's whole form first, then its parts; empty for a word that is not searched.
    """

    start: int
    end: int
    tokens: tuple[str, ...]


class Tokenizer:
    """Turns texts into tokens. Not for use by several threads at once; making one costs microseconds."""

    def __init__(self, stop_words: Iterable[str]) -> None:
        import Stemmer

        self._stop_words = frozenset(stop_words)
        self._stem = Stemmer.Stemmer(STEMMER).stemWord
        self._known: dict[str, str] = {}

    def tokens(self, text: str) -> list[str]:
        """Give all tokens of a text, repeated as often as they occur: first the words, then the whole identifiers."""
        lowered = _lower(text)
        stems = [self._token(word) for word in _WORD.findall(lowered)]
        wholes = [found for found in _CANDIDATE.findall(lowered) if self._is_whole(found)]
        return [stem for stem in stems if stem] + wholes

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Give the words and identifiers of a text in order, an identifier as one piece with its parts.

        A lone letter or digit is a piece without tokens, unless an apostrophe ties it to a word.
        """
        return self._pieces(text, None)

    def pieces_with(self, text: str, wanted: frozenset[str]) -> tuple[Piece, ...]:
        """Give those pieces of a text that have one of some tokens, in order; faster than to look through all."""
        return self._pieces(text, wanted)

    def _pieces(self, text: str, wanted: frozenset[str] | None) -> tuple[Piece, ...]:
        lowered = _lower(text)
        wholes = [match for match in _CANDIDATE.finditer(lowered) if self._is_whole(match.group())]
        pieces = [Piece(*match.span(), (match.group(), *self._words(match.group()))) for match in wholes]
        if wanted is not None:
            pieces = [piece for piece in pieces if not wanted.isdisjoint(piece.tokens)]
        inside = bytearray(len(lowered) + 1)
        for start, end in (match.span() for match in wholes):
            inside[start:end] = b"\1" * (end - start)
        known = self._known  # looked up here: a call for each word of a page takes as long as all else
        for match in _WORD.finditer(lowered):
            token = known.get(match.group())
            if token is None:
                token = self._token(match.group())
            if (wanted is None or token in wanted) and not inside[match.start()]:
                pieces.append(Piece(*match.span(), (token,) if token else ()))
        if wanted is None:
            lone = (match.span() for match in _LONE.finditer(lowered))
            pieces += [Piece(*span, ()) for span in lone if not inside[span[0]]]
        pieces.sort(key=lambda piece: piece.start)
        return tuple(pieces) if len(lowered) == len(text) else _moved(text, pieces)

    def _is_whole(self, candidate: str) -> bool:
        """Tell an identifier from prose; "and/or", stop words alone, is prose too."""
        if _ALTERNATIVES.fullmatch(candidate) and self._stop_words.issuperset(candidate.split("/")):
            return False
        return is_identifier(candidate)

    def _words(self, lowered: str) -> list[str]:
        return [stem for word in _WORD.findall(lowered) if (stem := self._token(word))]

    def _token(self, word: str) -> str:
        """Stem a lower-cased word; "" for one on the stop list."""
        token = self._known.get(word)
        if token is None:
            if len(self._known) >= _CACHED:
                self._known.clear()
            token = "" if word in self._stop_words else str(self._stem(word))
            self._known[word] = token
        return token


def is_identifier(candidate: str) -> bool:
    """Tell an identifier from hyphenated prose; the candidate is a word with signs at its ends or between its parts."""
    if not _HYPHENATED.fullmatch(candidate):
        return True
    return bool(_DIGIT.search(candidate)) and not _COUNTED_WORDS.fullmatch(candidate)


def _lower(text: str) -> str:
    """Lower-case a text as bm25s does; the two typographic hyphens become the plain one."""
    lowered = text.lower()
    for hyphen in _HYPHENS:
        lowered = lowered.replace(hyphen, "-")
    return lowered


def _moved(text: str, pieces: list[Piece]) -> tuple[Piece, ...]:
    """Give the pieces with offsets into the text itself, where lower-casing made it longer (the Turkish dotted I)."""
    origin: list[int] = []
    for place, char in enumerate(text):
        origin.extend([place] * len(char.lower()))
    return tuple(Piece(origin[piece.start], origin[piece.end - 1] + 1, piece.tokens) for piece in pieces)
