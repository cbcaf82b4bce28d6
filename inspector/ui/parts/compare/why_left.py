"""Why documents left lists, counted by reason, each with what was tried and an example."""

from __future__ import annotations

import streamlit as st

from inspector.compare.sentence import REASONS
from inspector.records.comparison import IndexComparison, ReasonCount
from inspector.text import counted, quoted, shortened
from inspector.ui.components.prose import prose

HELP = (
    "The reasons are tried in a fixed order, and the first that holds is named. A document counts once for each query."
)
QUERY_LENGTH = 60


def show_reasons(found: IndexComparison) -> None:
    """Draw the reasons, most frequent first."""
    st.subheader("Why documents left", anchor=False, help=HELP)
    if not found.reasons:
        prose("No document left a list.")
        return
    total = sum(each.count for each in found.reasons)
    texts = {each.query.id: each.query.text for each in found.queries}
    for each in found.reasons:
        with st.container(border=True, gap="xsmall", key=f"compare reason {each.reason}"):
            meaning = REASONS[each.reason]
            prose(f"{meaning.title[:1].upper()}{meaning.title[1:]}", "lead")
            st.progress(each.count / total, text=_count(each, total))
            prose(f"{meaning.help} {_example(each, texts)}", "small")


def _count(each: ReasonCount, total: int) -> str:
    judged = f", {each.relevant:,} of them judged relevant" if each.relevant else ""
    return f"{counted(each.count, 'document')} of {total:,}{judged}"


def _example(each: ReasonCount, texts: dict[str, str]) -> str:
    query = texts.get(each.query, "") or each.query
    return f"Such as {quoted(shortened(each.document, QUERY_LENGTH))} for {quoted(shortened(query, QUERY_LENGTH))}."
