"""What would change it: the smallest set of words that does, and a box to try other wordings."""

from __future__ import annotations

import streamlit as st

from inspector import fingerprint
from inspector.embedders.embedder import Embedder
from inspector.explain.counterfactual import counterfactual_sentence
from inspector.explain.game import Game, game_of
from inspector.explain.what_if import what_if, what_if_sentence
from inspector.records.results import RanksAre
from inspector.records.what_if import Moved, WhatIf
from inspector.text import shortened
from inspector.ui.charts import rank_move
from inspector.ui.components.prose import prose
from inspector.ui.parts.details.shown import Shown, Watched, name_of
from inspector.ui.runtime import explaining, links
from inspector.ui.runtime.boundary import plain

TITLE = 80


def show_what_would(shown: Shown) -> Watched:
    """Draw what would take this document out of the results or bring it in, and the box to try."""
    embedder = shown.index.embedder
    if embedder is None or shown.effects is None:
        prose("Without a model nothing can be tried.")
        return ()
    growing = explaining.smallest_change(shown.index, embedder, shown.inspection.request, shown.document.id)
    if growing.value:
        prose(counterfactual_sentence(growing.value))
    elif growing.alive:
        prose("Looking for the smallest set of words that would change it …")
    _box(shown, embedder)
    return (growing,)


def _box(shown: Shown, embedder: Embedder) -> None:
    query = shown.inspection.request.query
    game = game_of(query)
    own = fingerprint.of_values(query)[:8]
    labels = [plain(shortened(unit.text, 40)) for unit in game.units]
    struck = st.pills(
        "Strike words",
        list(range(len(labels))),
        format_func=lambda place: labels[place] if place < len(labels) else "",
        selection_mode="multi",
        key=f"struck {own}",
        help="The words that are chosen are left out of the query.",
    )
    added = st.text_input("Add words", key=f"added {own}", placeholder="Put behind the query")
    text = wording(game, tuple(struck), added)
    if text == query:
        return
    if not text.strip():
        prose("Without any word there is nothing to search for.")
        return
    request = shown.inspection.request
    asked = explaining.evaluator(shown.index, embedder, request, ())
    found = what_if(asked, query, text, shown.document.id, request.k)
    prose(what_if_sentence(found, name_of(shown.document)), "lead")
    st.dataframe(_rows(shown, found), hide_index=True, key="what if")
    if found.lists_are is not RanksAre.EXACT:
        prose("The list is what the approximate index returns; the ranks before are exact.", "small")
    st.button("Ask this", icon=":material/search:", on_click=links.ask, args=(text,), help="Put it into the query box.")


def wording(game: Game, struck: tuple[int, ...], added: str) -> str:
    """Give the query without the struck units, what is added behind it."""
    text = game.text(game.without(struck)) if struck else game.query
    return f"{text} {added.strip()}".strip() if added.strip() else text


def _rows(shown: Shown, found: WhatIf) -> dict[str, list[object]]:
    documents = shown.index.collection.documents(tuple(each.id for each in found.results))
    return {
        "rank": [each.rank for each in found.results],
        "move": [moved(each, shown.inspection.request.k) for each in found.results],
        "document": [shortened(each.title or each.id, TITLE) for each in documents],
        "distance": [f"{each.distance:.3f}" for each in found.results],
    }


def moved(result: Moved, k: int) -> str:
    """Write where a result comes from: "↑3", or "new, was 37th" in figures where it was not in the list."""
    if result.rank_before is None:
        return "?"
    if result.rank_before > k:
        return f"new (was {result.rank_before:,})"
    return rank_move(result.rank_before, result.rank)
