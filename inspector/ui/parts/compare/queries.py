"""The queries one by one, worst first: a table to choose from, and the chosen one's two lists side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from inspector.records.comparison import AskedWith, IndexComparison, QueryComparison
from inspector.text import counted, listed, shortened
from inspector.ui.charts import STILL
from inspector.ui.components.prose import prose
from inspector.ui.parts.compare.figures import overlap_bars
from inspector.ui.parts.compare.side_by_side import show_query
from inspector.ui.runtime import comparing
from inspector.ui.theme import current_palette

TABLE = "compare queries table"
TEXT_LENGTH = 200
ROW_HEIGHT, MOST_HEIGHT = 35, 420
COUNT_WIDTH, JUDGED_WIDTH = 78, 52
"""Pixels: on a phone the numbers stand before the query, which takes what is left."""
AGREEMENT_HELP = (
    "How many of a query's first documents are in both lists. On the left the queries that keep all of them."
)
CHOOSE = "Choose a query in the table to see its two lists side by side."


def show_agreement(found: IndexComparison) -> None:
    """Draw how many queries keep how much of their list."""
    blast = found.blast
    st.subheader("How much of a list stays", anchor=False, help=AGREEMENT_HELP)
    whole, none = blast.overlaps[-1], blast.overlaps[0]
    documents = found.asked_with is AskedWith.DOCUMENTS
    asked = counted(blast.queries, "document") if documents else f"{blast.queries:,} queries"
    asked = "1 query" if not documents and blast.queries == 1 else asked
    prose(f"Of {asked}, {whole:,} keep all their documents, {none:,} keep none.")
    st.plotly_chart(
        overlap_bars(blast, found.retriever, current_palette()),
        theme=None,
        config=STILL,
        key="compare overlaps",
        width="stretch",
    )


def show_queries(pair: tuple[Path, Path], found: IndexComparison, where: tuple[str, ...]) -> None:
    """Draw the table and the chosen query.

    Args:
        pair: The two index folders.
        found: The answer.
        where: The filter, each "field=value".
    """
    st.subheader("The queries, worst first", anchor=False)
    changed = [each for each in found.queries if not each.same]
    if not changed:
        prose("Every one of them shows the same list in both.")
        return
    prose(f"{CHOOSE}{_left_out(found, len(changed))}", "small")
    judged = found.blast.judged > 0
    st.dataframe(
        [_row(each, judged=judged) for each in changed],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=TABLE,
        height=min(MOST_HEIGHT, ROW_HEIGHT * (len(changed) + 1) + 3),
        column_config=_columns(found.blast.k, judged=judged),
    )
    chosen = comparing.chosen_row(TABLE)
    show_query(pair, found, changed[chosen if chosen is not None and chosen < len(changed) else 0], where)


def _left_out(found: IndexComparison, shown: int) -> str:
    """Say which queries the table leaves out; nothing where it has all."""
    same, less = len(found.queries) - shown, found.blast.queries - len(found.queries)
    parts = [f"{counted(same, 'list')} that did not change"] if same else []
    parts += [f"{less:,} that changed less"] if less else []
    return f" Left out: {listed(parts)}." if parts else ""


def _row(each: QueryComparison, *, judged: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"places": each.places}
    if judged:
        row |= {"lost": len(each.lost), "won": len(each.won)}
    row |= {"query": shortened(each.query.text or each.query.id, TEXT_LENGTH), "rbo": each.rbo}
    return row | {"ndcg": each.ndcg_difference} if judged else row


def _columns(k: int, *, judged: bool) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "places": st.column_config.NumberColumn(
            "Changed", help=f"Of {k} places, how many hold a document that the other list lacks.", width=COUNT_WIDTH
        ),
    }
    if judged:
        columns |= {
            "lost": st.column_config.NumberColumn("Lost", help="Judged documents that left.", width=JUDGED_WIDTH),
            "won": st.column_config.NumberColumn("Won", help="Judged documents that came.", width=JUDGED_WIDTH),
        }
    columns |= {
        "query": st.column_config.TextColumn("Query", width="large"),
        "rbo": st.column_config.NumberColumn(
            "RBO", help="1: the same order; 0: nothing in common. The top counts most.", format="%.2f", width="small"
        ),
    }
    if judged:
        columns["ndcg"] = st.column_config.NumberColumn(
            "nDCG@10", help="After, less before.", format="%+.3f", width="small"
        )
    return columns
