"""Text as people see it: words with exact character spans, and a text without one of its words.

Offsets count Unicode code points of the given text, end exclusive, so `text[start:end]` is always the word itself.
A word is a run without white space, less the punctuation around it: "list?" is the word "list", while E-1042, C++,
--dry-run, os.path.join and don't stay whole. Each Han character is a word of its own, as encoders read them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"[{_HAN}]|[^\s{_HAN}]+")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？]|\n\s*\n")
_OPENING = frozenset("\"'`([{<¿¡«“‘‚„‹*_,;:.!?…、。，；：！？「『（【《〈")
_CLOSING = frozenset("\"'`)]}>»”’›*_,;:.!?…、。，；：！？」』）】》〉")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands.

    Attributes:
        text: The word as written.
        start: Offset of its first code point.
        end: Offset behind its last code point.
    """

    text: str
    start: int
    end: int


def words(text: str) -> tuple[Word, ...]:
    """Split a text into its words, in order; pieces of punctuation alone are no words."""
    found = []
    for piece in _PIECE.finditer(text):
        start, end = piece.span()
        while start < end and text[start] in _OPENING and not _starts_identifier(text, start, end):
            start += 1
        while start < end and text[end - 1] in _CLOSING:
            end -= 1
        if start < end and not all(unicodedata.category(char).startswith("P") for char in text[start:end]):
            found.append(Word(text[start:end], start, end))
    return tuple(found)


def _starts_identifier(text: str, start: int, end: int) -> bool:
    """Tell .gitignore, _private and *args from a word behind stray punctuation."""
    following = text[start + 1 : start + 2] if start + 1 < end else ""
    return text[start] in "._*" and (following.isalnum() or following in ("_", "*")) and text[end - 1] not in "_*"


def without(text: str, start: int, end: int) -> str:
    """Give the text without the span [start, end): the span cut out, runs of white space joined, ends trimmed."""
    return join_spaces(text[:start] + " " + text[end:])


def join_spaces(text: str) -> str:
    """Give the text with every run of white space turned into one space, ends trimmed."""
    return _SPACE.sub(" ", text).strip()


def first_sentence(text: str, limit: int = 300) -> str:
    """Give the first sentence of a text, white space joined, cut at `limit` code points at a word's end."""
    match = _SENTENCE_END.search(text.strip() + " ")
    sentence = join_spaces(text.strip()[: match.end()] if match else text)
    if len(sentence) <= limit:
        return sentence
    head = sentence[:limit].rsplit(" ", 1)[0]
    return head or sentence[:limit]


def ordinal(number: int) -> str:
    """Write a place as people say it: 1st, 2nd, 3rd, 11th, 1,021st."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Join parts as a sentence does: "a", "a and b", "a, b and c"."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
