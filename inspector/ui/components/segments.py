"""Text cut into marked and unmarked pieces, ready to become text nodes.

The browser counts UTF-16 units and Python counts code points, so offsets are resolved here and never leave Python.
Invariant: the pieces joined are the text, unchanged. Cost: linear in text and spans.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text.

    Attributes:
        text: The piece as written, never empty.
        marked: Whether it lies in one of the spans.
    """

    text: str
    marked: bool


def segments(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """Cut a text at the borders of its spans.

    Args:
        text: Any text.
        spans: Offsets [start, end) in code points of `text`, in any order; they may touch, overlap or reach beyond
            the text.

    Returns:
        The pieces in order; marked and unmarked ones alternate. Nothing for an empty text.
    """
    pieces: list[Segment] = []
    done = 0
    for start, end in _merged(spans, len(text)):
        if done < start:
            pieces.append(Segment(text[done:start], False))
        pieces.append(Segment(text[start:end], True))
        done = end
    if done < len(text):
        pieces.append(Segment(text[done:], False))
    return tuple(pieces)


def split(text: str, spans: Iterable[Span], at: int) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Cut a text into the pieces before and behind an offset; a span across it is marked on both sides.

    Args:
        text: Any text.
        spans: As in `segments`.
        at: Offset in code points, 0 to len(text).
    """
    kept = tuple(spans)
    behind = ((start - at, end - at) for start, end in kept)
    return segments(text[:at], kept), segments(text[at:], behind)


def _merged(spans: Iterable[Span], length: int) -> list[Span]:
    """Give the spans in order, clipped to the text, with touching and overlapping ones joined."""
    merged: list[Span] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
