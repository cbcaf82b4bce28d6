"""The ways from a case into the living pages, its permalink, and its files to take along."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from inspector.cases.file import case_bytes
from inspector.cases.page import report_html
from inspector.cases.redaction import redacted
from inspector.records.cases import Case, Part
from inspector.records.replays import Replay
from inspector.records.results import Request
from inspector.text import shortened
from inspector.ui.pages import PAGES
from inspector.ui.parts.elsewhere import link_to
from inspector.ui.parts.missing.between import RETRIEVER
from inspector.ui.parts.query_bar import FUSIONS
from inspector.ui.runtime import cases, links, state
from inspector.ui.runtime.boundary import plain
from inspector.ui.runtime.cases import Told
from inspector.ui.runtime.links import Param, View

SLUG = "cases"
MISSING = "missing"
NOTE_HELP = "What its author wrote. With texts or metadata left out only what it quotes from them goes; the rest stays."
GIVEN = "Its query was given as a vector, so it cannot be typed again; replay it instead."


def permalink(case_id: str) -> str:
    """Give the link of a case as the browser opens it."""
    address = (st.context.url or "").rstrip("/")
    for page in PAGES:
        if page.slug and address.endswith(f"/{page.slug}"):
            address = address.removesuffix(f"/{page.slug}")
    return f"{address}/{SLUG}?{urlencode([(Param.CASE, case_id)])}"


def link_to_case(case_id: str, label: str) -> None:
    """Draw a link to a case, on another page."""
    link_to(SLUG, label, {Param.CASE: case_id})


def link_to_presentation(what: Told, label: str) -> None:
    """Draw a link to the presentation, on another page."""
    link_to(SLUG, label, {Param.PRESENT: what.value})


def turn_to_case(case_id: str, label: str) -> None:
    """Draw what opens a case, on the page Cases itself, where a link would be drawn as the page that is open."""
    st.button(
        f"**{plain(label)}**", key=f"open {case_id}", type="tertiary", on_click=cases.name, args=(case_id,), wrap=True
    )


def turn_to_list() -> None:
    """Draw what leads back to the list, on the page Cases itself."""
    st.button(
        "All cases", key="open list", type="tertiary", icon=":material/arrow_back:", on_click=cases.name, args=("",)
    )


def turn_to_presentation(what: Told, label: str, case_id: str = "") -> None:
    """Draw what begins the presentation, on the page Cases itself.

    Args:
        what: What is presented.
        label: What it says.
        case_id: With which case it begins; empty for the first.
    """
    st.button(
        label,
        key=f"open presentation {what}",
        icon=":material/present_to_all:",
        on_click=cases.present,
        args=(what, case_id),
    )


def view_of(case: Case, path: Path) -> View:
    """Give the query parameters that ask the question of a case on an index; a long query is named by its case.

    Raises:
        StoreError: the index cannot be opened.
    """
    asked, usual = case.request, Request("")
    expected = next(iter(case.expectation.ids), "")
    view = links.view_of(path, query=asked.query, expected=expected, where=asked.where)
    if not expected:
        del view[Param.EXPECTED]
    if len(asked.query) > links.MAX_QUERY:
        del view[Param.QUERY]
        view[Param.CASE] = case.id
    settings = {
        Param.K: (asked.k, usual.k),
        Param.FUSION: (FUSIONS[asked.fusion], FUSIONS[usual.fusion]),  # bound widgets put their labels into the link
        Param.WEIGHT: (asked.weight, usual.weight),
    }
    view |= {param: str(value) for param, (value, ordinary) in settings.items() if value != ordinary}
    if asked.exact:
        view[Param.EXACT] = "true"
    if asked.like:
        view[Param.LIKE] = asked.like
    return view


def show_ways(case: Case, path: Path) -> None:
    """Draw the links to Inspect and to Missing document, with everything filled in."""
    home = state.home()
    if home is None:
        return
    if case.request.given and not case.request.like:
        st.caption(GIVEN)
        return
    view = view_of(case, path)
    st.page_link(home, label="Open live in Inspect", icon=":material/troubleshoot:", query_params=view)
    if case.expectation.ids:
        link_to(MISSING, "Why is it missing today?", {**view, RETRIEVER: case.request.retriever.value})


def show_share(case: Case, replay: Replay | None, *, linked: bool = True) -> None:
    """Draw the button behind which are the link and the files.

    Args:
        case: The case.
        replay: What became of it, for the report; None where it was not asked again.
        linked: Whether the case lies here, so that a link opens it.
    """
    with st.popover("Share", icon=":material/share:"):
        if linked:
            st.caption("Opens this case for whoever can open this app.")
            st.code(permalink(case.id), language=None, wrap_lines=True)
        texts, metadata = draw_leaving_out(f"share {case.id}", case.left_out)
        note = bool(case.note) and st.toggle("Leave the note out", key=f"share {case.id} note", help=NOTE_HELP)

        def shared() -> Case:
            return redacted(case, texts=texts, metadata=metadata, note=note)

        st.download_button(
            "Case (JSON)",
            lambda: case_bytes(shared()),
            f"{case.id}.json",
            "application/json",
            key=f"json {case.id}",
            icon=":material/data_object:",
            help="Everything the case keeps. Import it elsewhere, or replay it in CI: python -m inspector case replay.",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            "Report (HTML)",
            lambda: report_html(shared(), replay).encode("utf-8", "replace"),
            f"{case.id}.html",
            "text/html",
            key=f"html {case.id}",
            icon=":material/description:",
            help="One page for a ticket or a printer; it needs neither this app nor a network.",
            on_click="ignore",
            width="stretch",
        )


def draw_leaving_out(key: str, already: tuple[Part, ...] = ()) -> tuple[bool, bool]:
    """Draw the two toggles of what is left out, and give them: texts, metadata.

    Args:
        key: Tells them from those elsewhere on the page.
        already: What is not in the case any more.
    """
    texts = Part.TEXTS not in already and st.toggle(
        "Leave texts out",
        key=f"{key} texts",
        help="Texts, titles and vectors of documents, and what our sentences quote from them. Ids and ranks stay.",
    )
    metadata = Part.METADATA not in already and st.toggle(
        "Leave metadata out", key=f"{key} metadata", help="The documents' other fields, and where the index lies."
    )
    return texts, metadata


def name_of(case: Case) -> str:
    """Give what a case is called in a line."""
    return shortened(case.title or case.request.query or case.id, 80)
