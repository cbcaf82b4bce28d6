"""Files to take along: the values of every query, the ranked lists, and what was asked with."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path

import streamlit as st

from inspector.records.evaluation import Evaluation
from inspector.ui.parts.evaluate.names import label
from inspector.ui.runtime import evaluated
from inspector.ui.runtime.evaluated import Kept


def show_files(kept: Kept) -> None:
    """Draw the downloads of an evaluation."""
    st.subheader("Take it along", anchor=False)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Every query (CSV)",
            lambda: per_query_csv(kept.found).encode("utf-8", errors="replace"),
            "evaluation.csv",
            "text/csv",
            key="evaluate csv",
            icon=":material/table:",
            on_click="ignore",
        )
        for name in kept.found.retrievers:
            st.download_button(
                f"TREC run: {label(name)}",
                partial(evaluated.run_bytes, kept, name),
                f"{name}.run",
                "text/plain",
                key=f"evaluate run {name}",
                icon=":material/format_list_numbered:",
                on_click="ignore",
            )
        for title, name in (("Queries", kept.asked.queries), ("Judgements", kept.asked.judged)):
            st.download_button(
                title,
                partial(_content, Path(kept.asked.folder) / name),
                name,
                "text/plain",
                key=f"evaluate given {title}",
                icon=":material/download:",
                on_click="ignore",
            )


def per_query_csv(found: Evaluation) -> str:
    """Give all values of all queries as a table: one line a query, one column for each run and measure."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    pairs = [(run, measure) for run in found.retrievers for measure in found.measures]
    rows.writerow(["query", "text", *(f"{run} {measure}" for run, measure in pairs)])
    values = [found.of(run, measure).tolist() for run, measure in pairs]
    for place, query in enumerate(found.queries):
        rows.writerow([_cell(query.id), _cell(query.text), *(each[place] for each in values)])
    return out.getvalue()


def _cell(text: str) -> str:
    """Keep a spreadsheet from reading a person's words as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
