"""Beside the answer: when and on what it was made, what could not be looked at, and the files to take along."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from inspector.records.triage import Triage
from inspector.triage.export import as_csv, as_markdown
from inspector.triage.phrases import not_looked_at
from inspector.triage.phrases import queries as in_words
from inspector.ui.components.prose import prose
from inspector.ui.parts.triage.ask import RETRIEVERS


def made(result: Triage) -> str:
    """Say when an answer was made, of what, and how fast."""
    when = datetime.fromisoformat(result.made_at).strftime("%Y-%m-%d %H:%M UTC")
    settings, counts = result.settings, result.counts
    asked = f", asked {counts.traffic:,} times" if counts.traffic > counts.queries else ""
    filtered = "".join(f", only {each.field} = {each.value}" for each in settings.where)
    rate = result.rate.queries_per_second
    speed = f" Answered at {rate:,.0f} a second." if rate is not None and rate >= 1 else ""
    looked_at = f"the first {settings.k} of {RETRIEVERS[settings.retriever]}{filtered}"
    return f"{when}: {in_words(counts.queries)}{asked}, {looked_at}.{speed}"


def remarks(result: Triage) -> tuple[str, ...]:
    """Give what a reader should know beside the answer, one sentence each."""
    left_out = [not_looked_at(each) for each in result.not_checked]
    return (*([result.not_traced] if result.not_traced else []), *result.notes, *left_out)


def show_made(result: Triage) -> None:
    """Draw the remarks and the downloads."""
    said = remarks(result)
    if said:
        st.subheader("What to know", anchor=False)
        for each in said:
            prose(each, "small")
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Table (CSV)",
            lambda: as_csv(result).encode("utf-8", errors="replace"),
            "triage.csv",
            "text/csv",
            key="triage csv",
            icon=":material/table:",
            on_click="ignore",
        )
        st.download_button(
            "Report (Markdown)",
            lambda: as_markdown(result).encode("utf-8", errors="replace"),
            "triage.md",
            "text/markdown",
            key="triage markdown",
            icon=":material/description:",
            on_click="ignore",
        )
