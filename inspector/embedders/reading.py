"""How a model reads a text: its tokens, how many there are, and where the reading stops.

Invariant: nothing here changes after construction, so it is safe in several threads, which the libraries' own tokenizer
objects are not (they set their cut and padding anew in each call). Of a very long text only the head is tokenized,
at most its first million code points; where its tokens are to be counted it goes through in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inspector.embedders.token_embedder import ReadTokens, TokenKind
from inspector.vectors import IntArray, read_only

PIECE = 100_000
LONGEST_HEAD = 1_000_000
_HEAD_PER_TOKEN = 16
_AT_ONCE = 256
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a model reads of one text, special tokens included.

    Attributes:
        ids: Token ids, at most `max_tokens`.
        types: Segment number of each token.
    """

    ids: list[int]
    types: list[int]


class Reader:
    """A tokenizer with a fixed cut."""

    def __init__(self, tokenizer_json: str, max_tokens: int) -> None:
        """Read a tokenizer.

        Args:
            tokenizer_json: The content of a tokenizer.json.
            max_tokens: Where to cut, special tokens included; more than the tokenizer's special tokens.
        """
        from tokenizers import Tokenizer

        self._max_tokens = max_tokens
        self._whole: Any = Tokenizer.from_str(tokenizer_json)
        self._cut: Any = Tokenizer.from_str(tokenizer_json)
        for tokenizer in (self._whole, self._cut):
            tokenizer.no_truncation()
            tokenizer.no_padding()
        self._cut.enable_truncation(max_length=max_tokens)
        self._specials: int = self._whole.num_special_tokens_to_add(False)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Tokenize texts up to the cut, in order."""
        heads = [self._head(_unicode(text)) for text in texts]
        return [Tokens(found.ids, found.type_ids) for found in self._cut.encode_batch_fast(heads)]

    def placed(self, text: str, prompt: str) -> tuple[Tokens, ReadTokens]:
        """Tokenize a text up to the cut, and say where in the text, without its prompt, each token stands."""
        whole = _unicode(prompt + text)
        found = self._cut.encode(self._head(whole))
        spans = np.zeros((len(found.ids), 2), dtype=np.int64)
        kinds = []
        for row, (start, end) in enumerate(found.offsets):
            start, end = _without_space(whole, start, end)
            if found.special_tokens_mask[row]:
                kinds.append(TokenKind.SPECIAL)
            elif start < len(prompt):
                kinds.append(TokenKind.PROMPT)
            else:
                kinds.append(TokenKind.TEXT)
                spans[row] = start - len(prompt), end - len(prompt)
        return Tokens(found.ids, found.type_ids), ReadTokens(tuple(found.tokens), read_only(spans), tuple(kinds))

    def counts(self, texts: Sequence[str]) -> IntArray:
        """Count the tokens of whole texts, special tokens included.

        A text over 100,000 code points is counted in pieces cut at white space; where it has none for that long, or
        with the rare tokenizers that join words across white space, the count may be off by a token or two a piece.

        Args:
            texts: Any texts, prompts already before them.

        Returns:
            Shape (len(texts),), >= 0.
        """
        counts = np.full(len(texts), self._specials, dtype=np.int64)
        rows: list[int] = []
        waiting: list[str] = []
        length = 0
        for row, text in enumerate(texts):
            for piece in _pieces(_unicode(text)):
                rows.append(row)
                waiting.append(piece)
                length += len(piece)
                if len(waiting) == _AT_ONCE or length >= PIECE // 2:
                    self._add_counts(counts, rows, waiting)
                    rows, waiting, length = [], [], 0
        self._add_counts(counts, rows, waiting)
        return counts

    def read_end(self, text: str, prompt: str) -> int:
        """Give the offset behind the last code point that is read; the whole length where nothing is cut off."""
        whole = _unicode(prompt + text)
        head = self._head(whole)
        if len(head) == len(whole) and len(self._whole.encode(head).ids) <= self._max_tokens:
            return len(text)
        found = self._cut.encode(head)
        ends = [end for (_, end), special in zip(found.offsets, found.special_tokens_mask, strict=True) if not special]
        return max(0, max(ends, default=0) - len(prompt))

    def prompt_length(self, prompt: str) -> int:
        """Count the tokens that stand before the text: the prompt's own and the leading special ones."""
        found = self._whole.encode(_unicode(prompt))
        return len(found.ids) - (1 if found.special_tokens_mask and found.special_tokens_mask[-1] else 0)

    def _add_counts(self, counts: IntArray, rows: list[int], pieces: list[str]) -> None:
        found = self._whole.encode_batch_fast(pieces, add_special_tokens=False)
        np.add.at(counts, rows, [len(one.ids) for one in found])

    def _head(self, text: str) -> str:
        """Give so much of a long text that its first `max_tokens` tokens are those of the whole.

        Twice as many tokens as are read put the cut far behind the last one that counts. A text without white space
        may be one token however long it is: the search for a cut ends at a million code points.
        """
        size = _HEAD_PER_TOKEN * max(self._max_tokens, 64)
        while 4 * size < len(text) and size < LONGEST_HEAD:
            head = text[: _space_before(text, size)]
            if len(self._whole.encode(head, add_special_tokens=False).ids) >= 2 * self._max_tokens:
                return head
            size *= 4
        return text[:LONGEST_HEAD]


def _unicode(text: str) -> str:
    """Replace halves of surrogate pairs, which tokenizers refuse, one for one, so that offsets stay."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Take white space off the edges of a token: some tokenizers count the space before a word as part of it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _space_before(text: str, place: int) -> int:
    """Give the last white space in the second half of text[:place], else `place` itself."""
    tail = text[place // 2 : place]
    last = max((match.start() for match in _SPACE.finditer(tail)), default=-1)
    return place if last < 0 else place // 2 + last


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= PIECE else start + _space_before(text[start : start + PIECE], PIECE)
        yield text[start:end]
        start = end
