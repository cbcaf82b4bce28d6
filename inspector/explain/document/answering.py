"""The answering passage: the stretch of about 60 tokens of a document that is closest to the query.

Where a document has more windows than the budget, those with the query's rarest words come first (at most half of the
budget), then an even spread over the document (up to three quarters), then the neighbors of the closest found so far;
what was tried is said. Cost: 96 passes of 60 tokens at most, about a second on two cores.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np

from inspector.explain.document.sentences import Span
from inspector.explain.document.subject import Subject
from inspector.explain.document.windows import windows
from inspector.records.passages import Answering, Passage
from inspector.text import words
from inspector.vectors import Float32Array

BUDGET = 96
ROUND = 8  # windows that are tried before looking again which came out closest
_STEM = 6  # code points of a word that must agree for two words to be taken for one
_MESSAGE = "Looking for the answering passage"


def answering(subject: Subject, query: Float32Array, sentences: Sequence[Span], budget: int = BUDGET) -> Answering:
    """Find the passage within some of a document's sentences that is closest to the query.

    Args:
        subject: Query and document.
        query: The query's vector, shape (1, dim).
        sentences: Spans of the text, ascending; those of the read or of the unread part.
        budget: At most this many passages are embedded, >= 1.

    Raises:
        EmbedderError: the model failed.
        CancelledError: progress asked to stop.
    """
    subject.progress(0, 0, _MESSAGE)
    spans = windows(subject.embedder, subject.text, sentences)
    found: dict[int, float] = {}
    chosen = _first(subject, spans, budget)
    while chosen:
        texts = [subject.text[slice(*spans[row])] for row in chosen]
        found.update(zip(chosen, subject.similarities(query, texts, _MESSAGE).tolist(), strict=True))
        chosen = _around(found, len(spans), min(ROUND, budget - len(found)))
    if not found:
        return Answering(None, 0, 0)
    best = max(found, key=lambda row: (found[row], -row))
    start, end = spans[best]
    return Answering(Passage(subject.text[start:end], start, end, found[best]), len(found), len(spans))


def _first(subject: Subject, spans: Sequence[Span], budget: int) -> list[int]:
    """Choose the windows to begin with: all where the budget allows, else by words and by an even spread."""
    if len(spans) <= budget:
        return list(range(len(spans)))
    shares = _shares(subject.query, subject.text, spans)
    by_words = [row for row in np.argsort(-shares, kind="stable")[: budget // 2].tolist() if shares[row] > 0]
    spread = np.linspace(0, len(spans) - 1, max(1, budget - budget // 4 - len(by_words))).astype(int).tolist()
    return list(dict.fromkeys([*by_words, *spread]))


def _around(found: dict[int, float], count: int, most: int) -> list[int]:
    """Choose windows beside those that came out closest, the closest one's first."""
    chosen: list[int] = []
    for row in sorted(found, key=lambda row: (-found[row], row)):
        beside = (row - 1, row + 1)
        chosen += [near for near in beside if 0 <= near < count and near not in found and near not in chosen]
        if len(chosen) >= most:
            break
    return chosen[: max(0, most)]


def _shares(query: str, text: str, spans: Sequence[Span]) -> np.ndarray:
    """Give how much of the query's words each window has, a word counting the more the fewer windows have it."""
    wanted = {_stem(word.text) for word in words(query)}
    start, end = spans[0][0], spans[-1][1]
    inside = [(start + word.start, stem) for word in words(text[start:end]) if (stem := _stem(word.text)) in wanted]
    places = [place for place, _ in inside]
    held = [
        {stem for _, stem in inside[bisect_left(places, left) : bisect_left(places, right)]} for left, right in spans
    ]
    having = Counter(stem for stems in held for stem in stems)
    return np.array([sum(log(1 + len(spans) / having[stem]) for stem in stems) for stems in held])


def _stem(word: str) -> str:
    return word.casefold()[:_STEM]
