"""The question: query box, filter, and the settings of the lists, all of them bound to the link.

Cost: asks the collection for the values of its fields once per index.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from inspector.errors import InspectorError
from inspector.inspection import OpenIndex
from inspector.records.documents import FieldType
from inspector.records.results import Fusion, Request
from inspector.search.given import like
from inspector.search.parents import has_parents
from inspector.stores.collection import Collection
from inspector.ui.parts.expected import choose_expected
from inspector.ui.runtime import cases, first_run, links, memo
from inspector.ui.runtime.boundary import plain
from inspector.ui.runtime.left_filter import settle_filter
from inspector.ui.runtime.links import Param

MAX_K = 50
VALUES_PER_FIELD = 20
LINKED = "This query is too long for a link; the link names the case that keeps it."
FUSIONS = {Fusion.RRF: "by rank", Fusion.WEIGHTED: "by score"}


@dataclass(frozen=True, slots=True)
class Settings:
    """How the lists are made.

    Attributes:
        k: Length of each list.
        fusion: How the hybrid list is made.
        weight: Share of the embedding in it, 0 to 1.
        exact: Search all vectors instead of the ANN structure.
    """

    k: int
    fusion: Fusion
    weight: float
    exact: bool


def ask(index: OpenIndex, *, expecting: bool = True) -> Request:
    """Draw the question and give it as a request.

    Args:
        index: What is asked.
        expecting: Whether the choice of the expected document belongs to the question; a page may draw its own.

    Raises:
        RequestError: the link's filter cannot be read.
    """
    first_run.give_back_first()
    query = st.text_input(
        "Query",
        key=Param.QUERY,
        bind=links.query_binding(),
        persist_state="session",
        placeholder="Type the query that went wrong",
        label_visibility="collapsed",
        icon=":material/search:",
    )
    _like(index)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        where = _filter(index.collection)
        settings = _settings(index.collection)
        if expecting:
            choose_expected(index)
            _collapse(index.collection)
        _share()
    first_run.keep_first()
    if links.query_is_too_long():
        st.caption(LINKED if cases.named() else links.TOO_LONG)
    return Request(
        query=query,
        k=settings.k,
        where=links.request_where(where),
        exact=settings.exact,
        fusion=settings.fusion,
        weight=settings.weight,
    )


def _like(index: OpenIndex) -> None:
    """Offer a document's stored vector as the query, where no model can make one, or the link names a document."""
    if index.model_refusal or links.liked_document():
        st.text_input(
            "Search like a document",
            key=Param.LIKE,
            bind="query-params",
            persist_state="session",
            placeholder="Search like a document: its id",
            label_visibility="collapsed",
            icon=":material/near_me:",
            help="Its stored vector takes the place of the query's; no model is used. Keyword search keeps the words "
            "of the query, or takes the document's title where none are typed.",
        )


def asked_like(index: OpenIndex, request: Request) -> tuple[OpenIndex, Request]:
    """Give index and request with the vector of the document that is searched like; both as they are without one.

    Args:
        index: The index, with or without a model.
        request: What was asked; an empty query takes the document's title.
    """
    liked = links.liked_document()
    if not liked:
        return index, request
    try:
        given = like(index.collection, liked, request.query)
    except InspectorError as error:
        st.warning(plain(error.message), icon=":material/link_off:")
        return index, request
    st.caption(plain(f"{given.sentence} No model is used."))
    return index.asked_with(given), replace(request, query=given.query)


def _filter(collection: Collection) -> list[str]:
    """Offer the collection's own fields and values; others can be typed as field=value."""
    settle_filter()
    options = memo.remembered("filter values", (collection.fingerprint,), lambda: filter_options(collection))
    chosen = links.widget_list(Param.WHERE)
    label = f"Filter: {len(chosen)}" if chosen else "Filter"
    with st.popover(label, icon=":material/filter_list:", disabled=not options and not chosen):
        st.caption("Holds for all three lists. Different fields must all fit; of several values of one field, any.")
        return st.multiselect(
            "Filter",
            options=list(dict.fromkeys([*options, *chosen])),
            key=Param.WHERE,
            bind="query-params",
            persist_state="session",
            accept_new_options=True,
            placeholder="field=value",
            label_visibility="collapsed",
        )


def filter_options(collection: Collection) -> tuple[str, ...]:
    """Give the filters to offer, "field=value", the most frequent values of each field first.

    Fields of numbers are left to typing: their values are too many to list.
    """
    fields = [field.name for field in collection.fields if field.type in (FieldType.TEXT, FieldType.BOOLEAN)]
    return tuple(f"{field}={value}" for field in fields for value in collection.values(field, VALUES_PER_FIELD))


def _settings(collection: Collection) -> Settings:
    with st.popover("Settings", icon=":material/tune:"):
        k = st.number_input(
            "Results in each list (k)", 1, MAX_K, 10, key=Param.K, bind="query-params", persist_state="session"
        )
        fusion = st.segmented_control(
            "Hybrid list fused",
            options=list(FUSIONS),
            format_func=FUSIONS.__getitem__,
            default=Fusion.RRF,
            required=True,
            key=Param.FUSION,
            bind="query-params",
            persist_state="session",
            help="By rank: reciprocal rank fusion. By score: both scores scaled to 0–1 and added.",
        )
        weight = st.slider(
            "Share of the embedding in the hybrid list",
            0.0,
            1.0,
            0.5,
            0.05,
            key=Param.WEIGHT,
            bind="query-params",
            persist_state="session",
        )
        exact = collection.has_ann and st.toggle(
            "Search all vectors",
            key=Param.EXACT,
            bind="query-params",
            persist_state="session",
            help="This index answers from an ANN structure, which can miss neighbors. Compare with an exact search.",
        )
    return Settings(int(k), Fusion(fusion or Fusion.RRF), float(weight), bool(exact))


def collapses(collection: Collection) -> bool:
    """Say whether each list shows one result per parent; after `ask` has drawn the toggle for it."""
    return _has_parents(collection) and links.widget_flag(Param.COLLAPSE)


def _collapse(collection: Collection) -> None:
    """Offer one result per parent, where documents are chunks of something."""
    if _has_parents(collection):
        st.toggle(
            "One result per parent",
            key=Param.COLLAPSE,
            bind="query-params",
            persist_state="session",
            help="Of several chunks of one parent, each list shows the best, at its place in the whole list.",
        )


def _has_parents(collection: Collection) -> bool:
    return memo.remembered("has parents", (collection.fingerprint,), lambda: has_parents(collection))


def _share() -> None:
    with st.popover("Link", icon=":material/link:"):
        st.caption("Opens this view: index, query, settings and the selected document.")
        st.code(links.whole_link(), language=None, wrap_lines=True)
