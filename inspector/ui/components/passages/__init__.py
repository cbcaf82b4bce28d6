"""A document's sentences with what each does for the query, and the line where the model stops reading.

Invariant: sign and number are always printed, colour and bar only repeat them; nothing of the text becomes markup.
Cost: at most `SHOWN` sentences travel, each up to `LENGTH` code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inspector.ui.components.element import element
from inspector.ui.components.segments import segments
from inspector.ui.components.word_chips import Pull

SHOWN = 200
LENGTH = 2_000

_draw = element("passages")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence.

    Attributes:
        text: As written.
        marked: Spans [start, end) in the text that are marked.
        read: How many of its code points the model read; its length where it read all.
        effect: The number beside it, such as "+0.123"; empty where nothing was measured.
        pull: Which way it pulls; NONE below the noise floor.
        share: Its size against the largest of the document, 0 to 1.
        help: The same as one sentence.
        note: What else is to be said of it, such as that it answers best; may be empty.
        open: Whether its words can be looked into.
        chosen: Whether they are.
    """

    text: str
    marked: tuple[tuple[int, int], ...] = ()
    read: int = 0
    effect: str = ""
    pull: Pull = Pull.NONE
    share: float = 0.0
    help: str = ""
    note: str = ""
    open: bool = False
    chosen: bool = False


def passages(rows: tuple[Row, ...], *, cut: str, key: str) -> int | None:
    """Draw sentences, and give the place of the one that was chosen just now.

    Args:
        rows: The sentences in order.
        cut: What stands at the line where the reading ends; empty where all was read.
        key: Unique on the page.

    Returns:
        Its 0-based place; None where nothing was chosen in this run.
    """
    chosen = _draw(key=key, data=data_of(rows, cut), on_chosen_change=_noted).get("chosen")
    return int(chosen) if isinstance(chosen, int | float) and 0 <= chosen < len(rows) else None


def _noted() -> None:
    """Do nothing: a component reports only those events that have a callback."""


def data_of(rows: tuple[Row, ...], cut: str) -> dict[str, Any]:
    """Give what is drawn: at most `SHOWN` sentences, the cut, and how many sentences were left out."""
    left = len(rows) - SHOWN
    rest = f"The first {SHOWN:,} of {len(rows):,} sentences are shown." if left > 0 else ""
    return {"rows": [_row(row) for row in rows[:SHOWN]], "cut": cut, "rest": rest}


def _row(row: Row) -> dict[str, Any]:
    text = row.text if len(row.text) <= LENGTH else f"{row.text[: LENGTH - 1]}…"
    read = min(row.read, len(text))
    behind = tuple((start - read, end - read) for start, end in row.marked)
    return {
        "read": [[piece.text, piece.marked] for piece in segments(text[:read], row.marked)],
        "unread": [[piece.text, piece.marked] for piece in segments(text[read:], behind)],
        "effect": row.effect,
        "pull": row.pull.value,
        "share": row.share,
        "help": row.help,
        "note": row.note,
        "open": row.open,
        "chosen": row.chosen,
    }
