"""The units of a query: its words, or phrases where it has more words than can be tried one at a time.

Every word belongs to exactly one unit, so nothing is skipped: a query of 300 words is explained by its phrases. A
phrase never runs across the end of a sentence unless there are more sentences than units. Spans are those of
`inspector.text.words`; a prompt is no part of the query and is never a unit.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from inspector.errors import RequestError
from inspector.explain.variants import WORD_BUDGET
from inspector.records.units import Span, Unit
from inspector.text import Word, words

_SENTENCE_END = re.compile(r"[.!?…。！？]\s|[。！？]|\n\s*\n")


def query_units(query: str, budget: int = WORD_BUDGET) -> tuple[Unit, ...]:
    """Give the words of a query; where it has more than `budget`, its phrases, as short as they can be.

    Args:
        query: Any text; one without words has no units.
        budget: At most this many units, >= 1. A query of more sentences than that has phrases of several sentences.
    """
    found = words(query)
    if len(found) <= budget:
        return tuple(Unit(word.text, ((word.start, word.end),)) for word in found)
    sentences = _sentences(query, found)
    if len(sentences) > budget:
        return tuple(_phrase(query, group) for group in _cut(found, -(-len(found) // budget)))
    size = -(-len(found) // budget)
    while sum(-(-len(sentence) // size) for sentence in sentences) > budget:
        size += 1
    return tuple(_phrase(query, group) for sentence in sentences for group in _cut(sentence, size))


def grouped_units(query: str, groups: Sequence[Sequence[Span]]) -> tuple[Unit, ...]:
    """Make units of given spans, each group one unit; words outside all groups stay in the query always.

    Args:
        query: The text the spans are of.
        groups: Per unit at least one span.

    Raises:
        RequestError: a group is empty, a span lies outside the query or is empty, or two spans overlap.
    """
    spans = sorted(span for group in groups for span in group)
    if any(not group for group in groups):
        raise RequestError("A group of words to remove is empty.", "Give each group at least one span.")
    for start, end in spans:
        if not 0 <= start < end <= len(query):
            raise RequestError(
                f"The span {start} to {end} is no part of a query of {len(query)} characters.",
                "Give spans as [start, end) in characters of the query.",
            )
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start < end:
            raise RequestError(f"Two spans overlap at character {start}.", "Give each character to one unit only.")
    units = [Unit(" … ".join(query[start:end] for start, end in sorted(g)), tuple(sorted(g))) for g in groups]
    return tuple(sorted(units, key=lambda unit: unit.start))


def _sentences(query: str, found: Sequence[Word]) -> list[list[Word]]:
    """Part words where a sentence ends between two of them."""
    sentences = [[found[0]]]
    for before, word in itertools.pairwise(found):
        if _SENTENCE_END.search(query, before.end, word.start):
            sentences.append([])
        sentences[-1].append(word)
    return sentences


def _cut(found: Sequence[Word], size: int) -> list[Sequence[Word]]:
    """Cut words into groups of nearly equal length, at most `size` each."""
    count = -(-len(found) // size)
    edges = [len(found) * place // count for place in range(count + 1)]
    return [found[start:end] for start, end in itertools.pairwise(edges)]


def _phrase(query: str, group: Sequence[Word]) -> Unit:
    start, end = group[0].start, group[-1].end
    return Unit(query[start:end], ((start, end),))
