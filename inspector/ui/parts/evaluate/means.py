"""What every way of searching reached, measure by measure, and what the differences are worth."""

from __future__ import annotations

from typing import Any

import streamlit as st

from inspector.evaluate.measures import is_judged
from inspector.evaluate.significance import LEVEL
from inspector.evaluate.wording import ONE_QUERY, capitalized, p_text, queries_text, short, with_interval
from inspector.records.evaluation import Comparison, Evaluation
from inspector.ui.charts import STILL
from inspector.ui.components.prose import prose
from inspector.ui.parts.evaluate.figures import mean_dots
from inspector.ui.parts.evaluate.names import heading
from inspector.ui.parts.evaluate.summary import first_measure
from inspector.ui.theme import current_palette

MEANS_HELP = (
    "Each measure is the mean over the queries, 0 to 1, larger is better; in brackets its 95 % interval. Judged@k is "
    "the share of the first k places that anybody judged; where it is low, the other numbers are too."
)
DIFFERENCES_HELP = (
    "First less second, over the same queries. p is the chance of such a difference if both were equally good, "
    "corrected by Holm for all comparisons of this evaluation; up to 0.05 a difference counts as shown."
)
MEASURE_WIDTH, RUN_WIDTH = 110, 190


def show_means(found: Evaluation) -> None:
    """Draw measures by runs."""
    st.subheader("What each way of searching reached", anchor=False, help=MEANS_HELP)
    prose(
        f"{capitalized(queries_text(len(found.queries)))}, lists of {found.depth:,}. "
        f"Drawn is {first_measure(found)}{' with its interval' if len(found.queries) > 1 else ''}."
        f"{'' if len(found.queries) > 1 else f' {ONE_QUERY}'}",
        "small",
    )
    st.plotly_chart(
        mean_dots(found, first_measure(found), current_palette()),
        theme=None,
        config=STILL,
        key="evaluate means chart",
        width="stretch",
    )
    columns: dict[str, Any] = {"measure": st.column_config.TextColumn("Measure", width=MEASURE_WIDTH, pinned=True)}
    columns |= {
        f"run {place}": st.column_config.TextColumn(heading(name), width=RUN_WIDTH)
        for place, name in enumerate(found.retrievers)
    }
    st.dataframe(
        [
            {"measure": measure, **{f"run {place}": cell(found, name, measure) for place, name in _runs(found)}}
            for measure in found.measures
        ],
        hide_index=True,
        column_config=columns,
        key="evaluate means",
    )


def cell(found: Evaluation, run: str, measure: str) -> str:
    """Write one value with its interval: "0.702 [0.651, 0.749]"."""
    each = found.estimate(run, measure)
    return with_interval(each.mean, each.low, each.high) if each else "–"


def show_differences(found: Evaluation) -> None:
    """Draw what the differences are worth: sentences by the first measure, a table by the others."""
    first = first_measure(found)
    told = [each for each in found.comparisons if each.measure == first]
    if not told:
        return
    st.subheader("What the differences are worth", anchor=False, help=DIFFERENCES_HELP)
    for each in told:
        prose(each.sentence)
    others = [each for each in found.comparisons if not is_judged(each.measure)]
    with st.expander(f"All {len(others)} comparisons", key="evaluate comparisons"):
        st.dataframe(
            [_row(each) for each in others],
            hide_index=True,
            column_config=_COLUMNS,
            key="evaluate differences",
        )


_COLUMNS: dict[str, Any] = {
    "measure": st.column_config.TextColumn("Measure", width="small"),
    "pair": st.column_config.TextColumn("First less second", width="medium"),
    "difference": st.column_config.TextColumn("Difference", width="medium"),
    "p": st.column_config.TextColumn("p after Holm", width="small"),
    "said": st.column_config.TextColumn("So", width="medium"),
    "won": st.column_config.NumberColumn("Won", help="Queries for which the first is better.", width="small"),
    "lost": st.column_config.NumberColumn("Lost", help="Queries for which the second is better.", width="small"),
    "smallest": st.column_config.TextColumn(
        "Seen from", help="The smallest true difference that so many queries would mostly show.", width="small"
    ),
}


def _row(each: Comparison) -> dict[str, Any]:
    return {
        "measure": each.measure,
        "pair": f"{heading(each.a)} – {heading(each.b)}",
        "difference": with_interval(each.difference, each.low, each.high),
        "p": p_text(each.p_holm).removeprefix("p = "),
        "said": verdict(each),
        "won": each.won,
        "lost": each.lost,
        "smallest": short(each.smallest_detectable),
    }


def verdict(each: Comparison) -> str:
    """Say what a difference is worth in two or three words."""
    if each.p_holm > LEVEL:
        return "not to be told apart"
    return f"{heading(each.a if each.difference > 0 else each.b)} is better"


def _runs(found: Evaluation) -> list[tuple[int, str]]:
    return list(enumerate(found.retrievers))
