"""A document's text with marked words, and the line where the model stops reading.

Invariant: what is shown is the text itself, white space and all, up to a stated length; nothing of it becomes markup.
Cost: at most `SHOWN` code points travel, whatever the document's length.
"""

from __future__ import annotations

from typing import Any

from inspector.ui.components.element import element
from inspector.ui.components.segments import Segment, Span, segments, split

SHOWN = 20_000

_draw = element("marked_text")


def marked_text(
    text: str, *, key: str, spans: tuple[Span, ...] = (), read_end: int | None = None, label: str = "Text"
) -> None:
    """Draw a document's text in a box that scrolls inside when it is long.

    Args:
        text: The text as stored; may be empty.
        key: Unique on the page.
        spans: Marked words, as offsets [start, end) in code points.
        read_end: Offset behind the last code point the model reads; None, or the end of the text, draws no line.
        label: What the box is called for those who hear the page.
    """
    _draw(key=key, data={"label": label, **parts_of(text, spans, read_end)})


def parts_of(text: str, spans: tuple[Span, ...], read_end: int | None) -> dict[str, Any]:
    """Give what is drawn: pieces that are read, the cut, pieces that are not, and what was left out.

    Args:
        text: The text as stored.
        spans: Marked words, as offsets [start, end) in code points.
        read_end: Offset behind the last code point the model reads; None where all is read.

    Returns:
        "read" and "unread" as lists of [text, marked], "cut" and "rest" as sentences, empty where there is none.
    """
    shown = text[:SHOWN]
    kept = tuple(span for span in spans if span[0] < SHOWN)
    rest = "" if len(text) <= SHOWN else f"The first {SHOWN:,} of {len(text):,} characters are shown."
    if not text.strip():
        return {"read": [], "unread": [], "cut": "", "rest": "This document has no text."}
    if read_end is None or not text[max(0, read_end) :].strip():
        return {"read": _pieces(segments(shown, kept)), "unread": [], "cut": "", "rest": rest}
    at = max(0, read_end)
    before, behind = split(shown, kept, min(at, SHOWN))
    return {"read": _pieces(before), "unread": _pieces(behind), "cut": cut_sentence(at, len(text)), "rest": rest}


def cut_sentence(read_end: int, length: int) -> str:
    """Say where the model stops and how much of the text lies behind, in whole per cent of its characters."""
    below = 100 * (length - read_end) / length
    share = "less than 1" if below < 1 else "more than 99" if 99 < below < 100 else f"{below:.0f}"
    return f"the model stops reading here · {share} % of the text is below"


def _pieces(made: tuple[Segment, ...]) -> list[list[str | bool]]:
    return [[piece.text, piece.marked] for piece in made]
