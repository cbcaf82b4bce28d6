"""The groups, worst first: what the queries have in common, how many they are, and the queries on a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from inspector.records.triage import Group, GroupKind, Triage, TriageRow, TriageSettings
from inspector.text import counted, ordinal, quoted, shortened
from inspector.triage.phrases import percent
from inspector.triage.phrases import queries as in_words
from inspector.ui.components.prose import prose
from inspector.ui.parts.elsewhere import link_to
from inspector.ui.parts.missing.answer import explain
from inspector.ui.parts.missing.between import RETRIEVER
from inspector.ui.parts.missing.causes import TITLES
from inspector.ui.runtime import links, state, triage
from inspector.ui.runtime.links import Param, View

MISSING = "missing"
QUERY_LENGTH = 160
OF = {GroupKind.SIGN: "of queries without an expected document", GroupKind.UNANSWERED: "of all queries"}


def show_groups(path: Path, result: Triage) -> None:
    """Draw all groups.

    Args:
        path: The index folder.
        result: The answer.
    """
    rows = {row.query.id: row for row in result.rows}
    failing = [group for group in result.groups if group.kind is not GroupKind.SIGN]
    signs = [group for group in result.groups if group.kind is GroupKind.SIGN]
    for title, groups in (("What they have in common", failing), ("What the others show", signs)):
        if groups:
            st.subheader(title if failing else "What they show", anchor=False)
            for group in groups:
                _draw(path, result, group, rows)


def title_of(group: Group) -> str:
    """Give the heading of a group: the cause's title, or the sentence of what there is instead."""
    if group.kind is GroupKind.CAUSE and group.cause is not None:
        return TITLES[group.cause]
    return group.sentence[:1].upper() + group.sentence[1:]


def weight_of(group: Group) -> str:
    """Say how many queries a group has and what part of the traffic that is."""
    asked = f", asked {group.traffic:,} times" if group.traffic > group.queries else ""
    return f"{in_words(group.queries)}{asked} · {percent(group.share)} {OF.get(group.kind, 'of what fails')}"


def _draw(path: Path, result: Triage, group: Group, rows: Mapping[str, TriageRow]) -> None:
    name = f"{group.kind} {group.cause or group.check}"
    with st.container(border=True, gap="xsmall", key=f"triage group {name}"):
        prose(title_of(group), "lead")
        st.progress(min(1.0, group.share), text=weight_of(group))
        opened = st.expander("Which ones", key=f"triage queries {name}", on_change="rerun", type="compact")
        if opened.open:
            with opened:
                if group.kind is GroupKind.CAUSE and group.cause is not None:
                    with st.popover("What is this?", icon=":material/help:", type="tertiary"):
                        explain(group.cause)
                _queries(path, result, name, [rows[each] for each in group.ids if each in rows])


def _queries(path: Path, result: Triage, name: str, rows: Sequence[TriageRow]) -> None:
    """Draw the worst queries of a group, each with its way into the other pages."""
    many = triage.shown(name)
    for row in rows[:many]:
        with st.container(gap=None, key=f"triage query {name} {row.query.id}"):
            prose(quoted(shortened(row.query.text, QUERY_LENGTH)))
            facts = facts_of(row)
            if facts:
                prose(facts, "small")
            if row.summary:
                prose(row.summary, "small")
            _links(path, result, row)
    if len(rows) > many:
        left = f"{len(rows) - many:,} more; all are in the table (CSV) at the end of the page."
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button("Show more", key=f"triage more {name}", on_click=triage.show_more, args=(name,))
            prose(left, "small")


def facts_of(row: TriageRow) -> str:
    """Say how often a query was asked, what it should find, and where that stands; empty where nothing is known."""
    parts = [f"asked {row.query.count:,} times"] if row.query.count > 1 else []
    if row.expected:
        more = f" or {counted(len(row.expected) - 1, 'other')}" if len(row.expected) > 1 else ""
        parts.append(f"should find {quoted(row.doc or row.expected[0])}{more}")
        parts.append(f"which stands {ordinal(row.rank)}" if row.rank else "which is not in the list")
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _links(path: Path, result: Triage, row: TriageRow) -> None:
    home = state.home()
    if home is None:
        return
    view = view_of(path, result, row)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if row.expected:
            retriever = {RETRIEVER: result.settings.retriever.value} if result.settings.retriever else {}
            link_to(MISSING, "Why it is missing", {**view, **retriever})
        st.page_link(home, label="Inspect", icon=":material/troubleshoot:", query_params=view)


def view_of(path: Path, result: Triage, row: TriageRow) -> View:
    """Give the query parameters of a view of one query as it was triaged.

    Raises:
        StoreError: the index cannot be opened.
    """
    settings = result.settings
    view = links.view_of(
        path, query=row.query.text, expected=row.doc or (row.expected or ("",))[0], where=settings.where
    )
    if not view[Param.EXPECTED]:
        del view[Param.EXPECTED]
    if len(row.query.text) > links.MAX_QUERY:
        del view[Param.QUERY]
    if settings.k != TriageSettings().k:
        view[Param.K] = str(settings.k)
    if settings.exact:
        view[Param.EXACT] = "true"
    return view
