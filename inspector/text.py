"""Text as people see it: words with exact character spans, and a text without one of its words.

Offsets count Unicode code points of the given text, end exclusive, so `text[start:end]` is always the word itself, and
what stands between two words is white space and punctuation only. A word is a run without white space, less the
punctuation around it: "list?" is the word "list", while E-1042, C++, --dry-run, os.path.join, __init__, f(x), $5, 100%,
e.g. and don't stay whole. Dashes (—), dots (…, ...) and commas between words part them. Each Han character and each
emoji is a word of its own, hiragana and katakana change places at a word's border; a run of another script that is
written without spaces (Thai, Lao, Khmer, Burmese) is one word. Linear in the length of the text, 1 to 2 MB/s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA: Final = "\u3041-\u3096\u309d-\u309f"
_KATAKANA: Final = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_FLAG: Final = "\U0001f1e6-\U0001f1ff"
_PICTURE: Final = "\u231a-\u231b\u23e9-\u23fa\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff"
_MARK: Final = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_EMOJI: Final = rf"[{_PICTURE}][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_RUN: Final = re.compile(
    rf"[{_HAN}][{_MARK}]*"
    rf"|[{_HIRAGANA}][{_HIRAGANA}\u30fc{_MARK}]*"
    rf"|[{_KATAKANA}][{_KATAKANA}{_MARK}]*"
    rf"|[{_FLAG}]{{2}}|{_EMOJI}(?:\u200d{_EMOJI})*"
    rf"|(?P<plain>[^\s\u200b{_HAN}{_HIRAGANA}{_KATAKANA}{_PICTURE}]+)"
)
_BREAK_IN_CODE: Final = re.compile(r"[—―⸺⸻…،؛؟।、。，；！？]+|\.{3,}")
_BREAK: Final = re.compile(_BREAK_IN_CODE.pattern + r"|;|(?<!\d),|,(?!\d)")
_DOTTED_NAME: Final = re.compile(r"(?<!\.)\.(?=\w|\.?[/\\])")
_ABBREVIATION: Final = re.compile(r"(?:[^\W\d_]\.){2,}")
_PAIRED: Final = {"*": "*", "<": ">"}
_REACH: Final = 100  # code points within which a bracket's partner is looked for, so that time stays linear
_STRAY: Final = frozenset("`´")
_STAYS: Final = frozenset("#@&%/\\*_-‐‑‰§†‡¶\u05f3\u05f4")
_NO_WORD: Final = frozenset({"Cc", "Cf", "Cs"})

_SPACE: Final = re.compile(r"\s+")
_CLOSING: Final = re.compile(r'(?<=[^\s(\[{<])"')
_SENTENCE_END: Final = re.compile(r"[.!?…؟।]+[\"'”’»)\]]*(?=\s)|[。！？]|\n\s*\n")
_NOT_AN_END: Final = re.compile(r"(?:\b(?:[^\W\d_]|mrs?|ms|dr|prof|st|no|vs|cf|fig|eq|al|approx))\.$", re.IGNORECASE)


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
    for run in _RUN.finditer(text):
        for start, end in _spans(text, run):
            if start < end:
                found.append(Word(text[start:end], start, end))
    return tuple(found)


def _spans(text: str, run: re.Match[str]) -> Iterable[tuple[int, int]]:
    """Give the words of a run, the common kinds first: a bare word, or one with a mark behind it."""
    piece, (start, end) = run.group(), run.span()
    if not run.lastgroup or piece.isalnum():
        return ((start, end),)
    if piece[-1] in ".,:;!?)" and piece[:-1].isalnum():
        return ((start, end - 1),)
    return _parts(text, start, end)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part a run at its dashes, dots and commas, and take the punctuation off each part."""
    pattern = _BREAK_IN_CODE if any(unicodedata.category(char) == "Ps" for char in text[start:end]) else _BREAK
    for cut in pattern.finditer(text, start, end):
        yield _bare(text, start, cut.start())
        start = cut.end()
    yield _bare(text, start, end)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the punctuation off both ends of a span; an empty span where nothing else is in it."""
    if not any(_makes_a_word(char) for char in text[start:end]):
        return start, start
    named = any(char.isalnum() for char in text[start:end])
    while start < end:
        if named and text[end - 1] == _PAIRED.get(text[start], ""):
            start, end = start + 1, end - 1
        elif _is_stray(text[end - 1], named) and not _is_partnered(text, start, end, end - 1):
            end -= 1
        elif _leads_astray(text, start, named) and not _is_partnered(text, start, end, start):
            start += 1
        else:
            break
    return start, end + 1 if _ABBREVIATION.fullmatch(text, start, end + 1) else end


def _makes_a_word(char: str) -> bool:
    """Letters, digits and symbols make a word; punctuation, marks and invisible characters alone do not."""
    category = unicodedata.category(char)
    return category[0] in "LNSC" and category not in _NO_WORD and char not in _STRAY


def _leads_astray(text: str, start: int, named: bool) -> bool:
    """Whether the first character is no part of the word: .gitignore and ./run keep their dots, != its mark."""
    char = text[start]
    if not named and unicodedata.category(char) == "Po" and char not in "\"'":
        return False
    return _is_stray(char, named) and not _DOTTED_NAME.match(text, start)


def _is_stray(char: str, named: bool) -> bool:
    """Whether a character at a word's edge is no part of it."""
    category = unicodedata.category(char)
    if category[0] == "P":
        return char not in _STAYS
    return char in _STRAY or (category == "Cf" and char not in "\u200c\u200d")


def _is_partnered(text: str, start: int, end: int, place: int) -> bool:
    """Whether the bracket at `place` has its partner inside the span and does not just enclose it: f(x), word(s)."""
    kinds = {"Ps": 1, "Pe": -1}
    step = kinds.get(unicodedata.category(text[place]), 0)
    if not step:
        return False
    depth = 0
    far = min(end, place + _REACH) if step > 0 else max(start, place - _REACH) - 1
    for at in range(place, far, step):
        depth += kinds.get(unicodedata.category(text[at]), 0)
        if depth == 0:
            return at not in (start, end - 1)
    return False


def without(text: str, start: int, end: int) -> str:
    """Give the text without the span [start, end): the span cut out, runs of white space joined, ends trimmed."""
    return without_spans(text, [(start, end)])


def without_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Give the text without several spans that do not overlap, in any order; white space as in `without`."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return join_spaces(text)


def join_spaces(text: str) -> str:
    """Give the text with every run of white space turned into one space, ends trimmed."""
    return _SPACE.sub(" ", text).strip()


def first_sentence(text: str, limit: int = 300) -> str:
    """Give the first sentence of a text, white space joined, cut at `limit` code points at a word's end.

    A dot ends no sentence behind an abbreviation, a single letter or a leading number, nor before a small letter.
    A sentence longer than the limit that has no space within it is cut there.
    """
    body = text.strip()
    sentence = join_spaces(body[: next(_sentence_ends(body), None)])
    if len(sentence) <= limit:
        return sentence
    head, space, _ = sentence[: limit + 1].rpartition(" ")
    return head if space else sentence[:limit]


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Give the spans [start, end) of a text's sentences, in order, in code points; only white space stands between.

    They end where `first_sentence` ends one: also at a blank line, not at a single line break.
    """
    spans = []
    start = 0
    for end in (*_sentence_ends(text), len(text)):
        left, right = start, end
        while left < right and text[left].isspace():
            left += 1
        while left < right and text[right - 1].isspace():
            right -= 1
        if left < right:
            spans.append((left, right))
        start = end
    return tuple(spans)


def _sentence_ends(text: str) -> Iterator[int]:
    """Give the offset behind each sentence of a text, but for one that the text's own end closes."""
    start = seen = 0
    started = False
    for match in _SENTENCE_END.finditer(text):
        started = started or any(char.isalnum() for char in text[seen : match.start()])
        seen = match.end()
        if started and not _goes_on(text, start, match):
            yield match.end()
            start, started = match.end(), False


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the sentence goes on behind a dot: an abbreviation's, a list number's, or before a small letter."""
    if text[match.start()] != ".":
        return False
    following = text[match.end() : match.end() + 80].lstrip()
    if following[:1].islower() or _NOT_AN_END.search(text, max(start, match.start() - 20), match.end()):
        return True
    return match.start() - start < 20 and text[start : match.start()].strip().isdecimal()


def ordinal(number: int) -> str:
    """Write a place as people say it: 1st, 2nd, 3rd, 11th, 1,021st."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Join parts as a sentence does: "a", "a and b", "a, b and c"."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def with_sign(number: float, digits: int = 2) -> str:
    """Write a number with its sign: "+0.12", "−0.10"."""
    return f"{number:+.{digits}f}".replace("-", "−")


def shortened(text: str, limit: int = 60) -> str:
    """Give a text on one line, cut with "…" where it has more than `limit` code points."""
    line = join_spaces(text)
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def quoted(words: str) -> str:
    """Give people's words in double quotes for a sentence of ours, their own double quotes turned into curly ones.

    So a pair of straight double quotes always encloses words of other people, whole.
    """
    inside = _CLOSING.sub("”", words).replace('"', "“")
    return f'"{inside}"'


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: "1 check", "12 encodes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
