"""The line above every page: which index, how many documents, which model, and a way to another.

Invariant: drawing it starts the model and the background on their way and never waits for them.
"""

from __future__ import annotations

import streamlit as st

from inspector.embedders.embedder import Embedder
from inspector.embedders.spending import paid_service, spent_tokens
from inspector.stores.collection import Collection
from inspector.ui.parts.open_dialog import draw_dialog, open_button
from inspector.ui.parts.sign_in import draw_sign_out
from inspector.ui.runtime import engine
from inspector.ui.runtime.boundary import boundary, plain
from inspector.ui.runtime.links import Choice, Standing
from inspector.ui.runtime.warming import WarmState

POLL_SECONDS = 0.5
MEASURING = ":material/hourglass_top: Measuring what counts as close in this collection."


def draw_header(choice: Choice) -> None:
    """Draw the header of a page about an index."""
    collection = None
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with boundary("The index"):
            if choice.standing is Standing.OPEN and choice.path:
                collection = engine.collection(choice.path)
            st.markdown(describe(collection), width="stretch")
        open_button("Open", "open", help_text="Open another index, or a corpus.")
        draw_sign_out()
    draw_dialog()
    if collection is not None:
        with boundary("The model's service"):
            sent = spending(collection.contract.model)
            if sent:
                st.caption(f":material/payments: {plain(sent)}")
        _draw_model(collection)


def describe(collection: Collection | None) -> str:
    """Say in one line which index this is, as Markdown."""
    if collection is None:
        return "**Neighbor Inspector**"
    model = collection.contract.model.rsplit("/", 1)[-1]
    parts = [f"**{plain(collection.name)}**", f"{collection.population:,} documents", plain(model)]
    if collection.count < collection.population:
        parts.append(f"keyword search, map and health look at {collection.count:,} of them, drawn at random")
    return " · ".join(part for part in parts if part)


def spending(model: str) -> str:
    """Say what asking a model sends over the network, to whom, the limit and what is spent; empty for one that is here.

    Raises:
        RequestError: the address or the limit in the environment cannot be used.
    """
    service = paid_service(model)
    if service is None:
        return ""
    return (
        f"Queries, their variants and first sentences of some documents are sent to the embedding service at "
        f"{service.host}, which may cost money: {service.limit}, {spent_tokens():,} so far."
    )


def _draw_model(collection: Collection) -> None:
    """Offer to try a failed model again, and run the page once more when the background is measured."""
    model, contract = engine.model_of(collection), collection.contract
    if model.state is WarmState.FAILED and contract.model:
        again = (contract.model, contract.max_tokens)
        st.button("Try the model again", icon=":material/refresh:", on_click=engine.forget_embedder, args=again)
    elif model.value and engine.background(collection, model.value).loading:
        _wait(collection, model.value)


@st.fragment(run_every=POLL_SECONDS)
def _wait(collection: Collection, model: Embedder) -> None:
    """Say what is being measured, and run the page again as soon as it is there."""
    if not engine.background(collection, model).loading:
        st.rerun()
    st.caption(MEASURING)
