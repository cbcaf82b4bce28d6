"""The passages of a text that may answer a query: windows of about 60 tokens, each beginning about 30 behind the last.

A window is made of whole sentences; one of more than 30 tokens is taken apart at its words, so that windows overlap by
about half in any text. Linear in the text; the tokens of each word are counted once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.explain.document.sentences import Span
from inspector.text import words

WINDOW_TOKENS = 60
STRIDE_TOKENS = WINDOW_TOKENS // 2

Piece = tuple[int, int, int]
"""Start, end and tokens of a sentence or a part of one."""


def windows(embedder: Embedder, text: str, sentences: Sequence[Span]) -> tuple[Span, ...]:
    """Give the spans of a text's windows, in order.

    Args:
        embedder: Counts tokens.
        text: The text.
        sentences: Spans in the text, ascending, not overlapping.

    Returns:
        Spans that begin and end with no white space, whose union covers all words of the sentences. Of at most 60
        tokens, but for a single word of more.
    """
    pieces = _pieces(embedder, text, sentences)
    spans: list[Span] = []
    end_row = behind = first = 0
    tokens = 0  # of the pieces from `first` up to `end_row`
    while first < len(pieces):
        while end_row < len(pieces) and (end_row == first or tokens + pieces[end_row][2] <= WINDOW_TOKENS):
            tokens += pieces[end_row][2]
            end_row += 1
        if end_row > behind:
            start, end = pieces[first][0], pieces[end_row - 1][1]
            spans.append((start, start + len(text[start:end].rstrip())))
            behind = end_row
        skipped = 0
        while first < end_row and (not skipped or skipped + pieces[first][2] <= STRIDE_TOKENS):
            skipped += pieces[first][2]
            tokens -= pieces[first][2]
            first += 1
    return tuple(spans)


def _pieces(embedder: Embedder, text: str, sentences: Sequence[Span]) -> list[Piece]:
    """Part sentences into pieces of at most 30 tokens where they have more."""
    chunks = [_chunks(text, span) for span in sentences]
    counts = iter(_counts(embedder, [text[start:end] for some in chunks for start, end in some]))
    pieces: list[Piece] = []
    for some in chunks:
        sized = [(start, end, next(counts)) for start, end in some]
        pieces += _merged(sized)
    return pieces


def _chunks(text: str, sentence: Span) -> list[Span]:
    """Part a sentence before each of its words but the first, so that marks stay with the word before them."""
    start, end = sentence
    inside = words(text[start:end])
    if not inside:
        return []
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return list(pairwise([start, *(sentence[0] + word.start for word in inside[1:]), end]))


def _merged(chunks: Sequence[Piece]) -> list[Piece]:
    """Join the words of a sentence into one piece, or into pieces of at most 30 tokens."""
    pieces: list[Piece] = []
    for start, end, tokens in chunks:
        if pieces and pieces[-1][2] + tokens <= STRIDE_TOKENS:
            pieces[-1] = (pieces[-1][0], end, pieces[-1][2] + tokens)
        else:
            pieces.append((start, end, tokens))
    return pieces


def _counts(embedder: Embedder, texts: Sequence[str]) -> list[int]:
    """Count the tokens of texts without special ones, each distinct text once; at least one each."""
    bare = [text.strip() for text in texts]
    places = {text: row for row, text in enumerate(dict.fromkeys(bare))}
    found = embedder.token_counts(["", *places])
    own = np.maximum(1, found[1:] - found[0])
    return [int(own[places[text]]) for text in bare]
