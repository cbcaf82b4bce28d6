"""The queries one by one, worst first: a table to choose from, and the chosen one with its relevant documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from inspector.evaluate.measures import is_judged
from inspector.evaluate.wording import queries_text, spoken
from inspector.records.evaluation import Evaluation
from inspector.stores.collection import Collection
from inspector.text import shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.evaluate.names import heading
from inspector.ui.parts.evaluate.one_query import show_query
from inspector.ui.runtime import state
from inspector.ui.runtime.evaluated import Kept

TABLE = "evaluate queries table"
TEXT_LENGTH = 200
MOST_ROWS = 1000
ROW_HEIGHT, MOST_HEIGHT = 35, 420
CHOOSE = "Choose a query in the table to see its relevant documents and where each search has them."
DIFFERENCE_HELP = "What the best of the other searches reaches for this query, less what this one does."


def show_queries(path: Path, collection: Collection, kept: Kept) -> None:
    """Draw the table and the chosen query.

    Args:
        path: The index folder.
        collection: The index, opened.
        kept: The evaluation.
    """
    found = kept.found
    st.subheader("The queries, worst first", anchor=False)
    left, right = st.columns(2, gap="medium")
    measures = [each for each in found.measures if not is_judged(each)]
    measure = left.selectbox("By", measures, key="evaluate by") or measures[0]
    run = right.selectbox("Of", list(found.retrievers), format_func=heading, key="evaluate of") or found.retrievers[0]
    order = worst_first(found, run, measure)
    perfect = int((found.of(run, measure) >= 1).sum())
    nothing = int((found.of(run, measure) <= 0).sum())
    prose(
        f"Of {queries_text(len(found.queries))}, {spoken(run)} has {measure} 0 for {nothing:,} and 1 for {perfect:,}. "
        f"{CHOOSE}"
    )
    if len(order) > MOST_ROWS:
        prose(f"The worst {MOST_ROWS:,} are shown; all are in the table to download.", "small")
    order = order[:MOST_ROWS]
    st.dataframe(
        [_row(found, run, measure, place) for place in order],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=TABLE,
        height=min(MOST_HEIGHT, ROW_HEIGHT * (len(order) + 1) + 3),
        column_config=_columns(found, run),
    )
    chosen = chosen_row(TABLE)
    show_query(path, collection, kept, order[chosen if chosen is not None and chosen < len(order) else 0], run)


def worst_first(found: Evaluation, run: str, measure: str) -> list[int]:
    """Give the places of the queries, those with the lowest values first; among equals those where others gain most."""
    values = found.of(run, measure)
    return [int(place) for place in np.lexsort((-_gains(found, run, measure), values))]


def _gains(found: Evaluation, run: str, measure: str) -> Any:
    """Give how much more the best of the other runs reaches, shape (queries,); 0 where there is no other."""
    others = [found.of(name, measure) for name in found.retrievers if name != run]
    return np.max(others, axis=0) - found.of(run, measure) if others else np.zeros(len(found.queries))


def chosen_row(table: str) -> int | None:
    """Give the row of a table that was clicked, 0-based; None for none."""
    selection = state.chart_state(table).get("selection", {})
    rows = selection.get("rows", []) if hasattr(selection, "get") else []
    return int(rows[0]) if rows else None


def _row(found: Evaluation, run: str, measure: str, place: int) -> dict[str, Any]:
    query = found.queries[place]
    row: dict[str, Any] = {"query": shortened(query.text or query.id, TEXT_LENGTH)}
    for number, name in enumerate(found.retrievers):
        row[f"run {number}"] = float(found.of(name, measure)[place])
    if len(found.retrievers) > 1:
        others = [float(found.of(name, measure)[place]) for name in found.retrievers if name != run]
        row["gain"] = max(others) - float(found.of(run, measure)[place])
    return row


def _columns(found: Evaluation, run: str) -> dict[str, Any]:
    columns: dict[str, Any] = {"query": st.column_config.TextColumn("Query", width="large")}
    for number, name in enumerate(found.retrievers):
        columns[f"run {number}"] = st.column_config.NumberColumn(heading(name), format="%.2f", width="small")
    columns["gain"] = st.column_config.NumberColumn("Best other", help=DIFFERENCE_HELP, format="%+.2f", width="small")
    return columns
