"""A finding of the whole index as a card: what, with evidence, why, what to do, how to verify, and examples to open."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from inspector.records.documents import Document
from inspector.records.findings import Finding, Severity
from inspector.search.pseudo_queries import pseudo_query
from inspector.stores.collection import Collection
from inspector.text import shortened
from inspector.ui.components.prose import prose
from inspector.ui.parts.missing.answer import explain
from inspector.ui.parts.missing.causes import cause_word
from inspector.ui.runtime import links, state
from inspector.ui.runtime.boundary import plain

LOOKS = {
    Severity.FAILURE: ("failure", ":material/error:", "red"),
    Severity.WARNING: ("warning", ":material/warning:", "orange"),
    Severity.NOTE: ("note", ":material/info:", "gray"),
}
TITLE_LENGTH = 40
EXAMPLES_HELP = "Opens Inspect with a question made from this document, and says where the document comes."


def show_finding(path: Path, collection: Collection, finding: Finding, place: int) -> None:
    """Draw a finding.

    Args:
        path: The index folder.
        collection: The index, opened.
        finding: What was found.
        place: Its place on the page, 0-based.
    """
    label, icon, colour = LOOKS[finding.severity]
    with st.container(border=True, gap="small", key=f"finding {place}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(label, icon=icon, color=colour)  # type: ignore[arg-type]
            if finding.cause is not None:
                with st.popover(cause_word(finding.cause), icon=":material/help:", type="tertiary"):
                    explain(finding.cause)
        prose(finding.summary, "lead")
        evidence, advice = st.columns([1, 1], gap="small")
        with evidence, st.container(gap="xsmall"):
            for fact in finding.evidence:
                prose(f"{fact.label}: {fact.value}", "small")
        with advice, st.container(gap="small"):
            prose(f"Likely: {finding.likely_cause}")
            prose(f"What to try: {finding.try_this}")
            prose(f"How to verify: {finding.verify_by}")
        _examples(path, collection, finding.ids)


def _examples(path: Path, collection: Collection, ids: tuple[str, ...]) -> None:
    """Offer the documents that a finding names, each in its own search."""
    home = state.home()
    known = [each for each, row in zip(ids, collection.rows_of(ids), strict=True) if row >= 0]
    if not known or home is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption("Such as", width="content", help=EXAMPLES_HELP)
        for document in collection.documents(known):
            view = links.view_of(path, query=question(document), expected=document.id)
            st.page_link(home, label=plain(name(document)), query_params=view)


def name(document: Document) -> str:
    """Give what a document is called on a link: its id, with the title where there is one."""
    return shortened(f"{document.id} · {document.title}" if document.title else document.id, TITLE_LENGTH)


def question(document: Document) -> str:
    """Give a question that should find a document; its id where it has no words."""
    return pseudo_query(document)[: links.MAX_QUERY] or document.id
