"""Ranked lists side by side, the same document joined by lines: the signature view.

Invariant: what is drawn is exactly what was given, in the order given; nothing is ranked, matched or counted here.
Texts travel as data and become text nodes. Cost: one message of about half a kilobyte a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inspector.records.results import Badge, Retriever
from inspector.ui.components.element import element
from inspector.ui.components.segments import Span, segments

TITLE_LIMIT = 300
SNIPPET_LIMIT = 300

_draw = element("joined_lists")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One document in one list.

    Attributes:
        id: The document's id, the same in every list.
        rank: Place in this list, 1-based.
        title: One line; where it is empty the id is shown instead.
        snippet: The piece of the text to show, best begun shortly before its first match; one line is visible.
        spans: Matched words in `snippet`, as offsets [start, end) in code points.
        value: The distance or score as shown, such as "0.487".
        bar: Length of the value bar, 0 to 1; None draws none.
        badges: Remarks on this row.
        elsewhere: Where the document stands in each other list, as a short label: "1st", "37th", "not in 5,183".
            The label stands at the end of the row's line where the neighboring list does not show the document.
        movement: Places gained against the embedding list (negative: lost); None shows nothing.
        grade: What people judged about it, such as "grade 2"; empty for nothing.
    """

    id: str
    rank: int
    title: str
    snippet: str
    spans: tuple[Span, ...] = ()
    value: str = ""
    bar: float | None = None
    badges: tuple[Badge, ...] = ()
    elsewhere: tuple[tuple[Retriever, str], ...] = ()
    movement: int | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One ranked list.

    Attributes:
        retriever: Whose list it is; decides the colour.
        heading: Its name, such as "Embedding".
        unit: What the values are, such as "cosine distance".
        rows: The documents, best first; 0 to 50 are comfortable.
        empty: The sentence in place of rows, such as "No document contains any word of this query."
        value_help: How to read value and bar, one or two sentences.
    """

    retriever: Retriever
    heading: str
    unit: str
    rows: tuple[ListRow, ...]
    empty: str = "Nothing was found."
    value_help: str = ""


def joined_lists(
    lists: tuple[ListColumn, ...], *, selected: str | None, expected: str | None = None, key: str
) -> str | None:
    """Draw the lists, and give the id of the document that was chosen just now.

    A choice is reported once, in the run it starts. Whoever draws the page keeps it, and runs the page again so that
    everything above and the lists themselves are drawn with it: `if chosen: remember(chosen); st.rerun()`.

    Args:
        lists: One to three lists; neighbors in this order are joined.
        selected: Id of the document marked as selected in every list, or None.
        expected: Id of the document marked by a diamond, or None.
        key: Unique on the page; the same key keeps focus and scroll position between runs.

    Returns:
        The chosen id, or None where nothing was chosen in this run.
    """
    data = {"lists": [_column(column) for column in lists], "selected": selected, "expected": expected}
    chosen = _draw(key=key, data=data, on_chosen_change=_noted).get("chosen")
    return chosen if isinstance(chosen, str) else None


def _noted() -> None:
    """Do nothing: a component reports only those events that have a callback."""


def _column(column: ListColumn) -> dict[str, Any]:
    return {
        "retriever": column.retriever.value,
        "heading": column.heading,
        "unit": column.unit,
        "help": column.value_help,
        "empty": column.empty,
        "rows": [_row(row) for row in column.rows],
    }


def _row(row: ListRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "rank": row.rank,
        "title": row.title.strip()[:TITLE_LIMIT],
        "snippet": [[piece.text, piece.marked] for piece in segments(row.snippet[:SNIPPET_LIMIT], row.spans)],
        "value": row.value,
        "bar": None if row.bar is None else min(1.0, max(0.0, row.bar)),
        "badges": [{"kind": badge.kind.value, "label": badge.label, "help": badge.help} for badge in row.badges],
        "elsewhere": [[retriever.value, label] for retriever, label in row.elsewhere],
        "movement": row.movement,
        "grade": row.grade,
    }
