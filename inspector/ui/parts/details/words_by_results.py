"""Every word by every result: how the result moves without the word, and who comes and goes."""

from __future__ import annotations

import streamlit as st

from inspector.explain.lists import list_sentence
from inspector.records.documents import Document
from inspector.records.explanation import Contributions
from inspector.records.list_changes import ListChange
from inspector.stores.collection import Collection
from inspector.text import shortened
from inspector.ui import charts
from inspector.ui.components.prose import prose
from inspector.ui.parts.details.shown import Shown
from inspector.ui.theme import current_palette

MOST_ROWS = 24
"""Words up to which the picture is drawn at once; of a longer query it stands behind a fold."""
TITLE = 40


def show_words_by_results(shown: Shown) -> None:
    """Draw what every word does to every result, the word that decides most, and who comes and goes."""
    effects, neighbors = shown.effects, shown.inspection.neighbors
    if effects is None or not effects.words or not neighbors:
        return
    changes = shown.words.lists.changes if shown.words and shown.words.lists else ()
    decides = decided(effects, changes)
    many = f"All {len(effects.words)} words × results"
    with st.expander(many, icon=":material/grid_on:") if len(effects.words) > MOST_ROWS else st.container():
        if changes:
            most = max(changes, key=lambda change: change.decides)
            prose(list_sentence(most, len(neighbors)))
        figure = charts.words_by_documents(
            effects, neighbors, current_palette(), selected=shown.document.id, decides=decides
        )
        st.plotly_chart(figure, key="words", theme=None, config=charts.STILL)
        prose(
            "Without the word: ↓6 six places lower, · the same place. Blue: the word pulls the result closer; orange: "
            "it pushes it away; no colour: no measurable effect.",
            "small",
        )
        if changes:
            with st.popover("Who comes and who goes", type="tertiary", icon=":material/swap_vert:"):
                st.dataframe(change_rows(changes, shown.index.collection), hide_index=True, key="comes and goes")
                prose(
                    "Kept: results that stay without the word. RBO: rank-biased overlap of both lists, 1 = the same "
                    "order, the first places counting most.",
                    "small",
                )


def decided(effects: Contributions, changes: tuple[ListChange, ...]) -> tuple[int, ...]:
    """Give how many results each word decides; nothing where phrases were left out instead of words."""
    tried = [change.unit.spans for change in changes]
    same = tried == [((word.start, word.end),) for word in effects.words]
    return tuple(change.decides for change in changes) if same else ()


def change_rows(changes: tuple[ListChange, ...], collection: Collection) -> dict[str, list[str]]:
    """Give the table of who leaves and who enters without each word."""
    ids = tuple(dict.fromkeys(each for change in changes for each in (*change.left, *change.entered)))
    names = {document.id: _name(document) for document in collection.documents(ids)}
    return {
        "without": [change.unit.text for change in changes],
        "kept": [f"{change.shared} of {change.shared + change.decides}" for change in changes],
        "RBO": [f"{change.rbo:.2f}" for change in changes],
        "leave": [" · ".join(names[each] for each in change.left) for change in changes],
        "enter": [" · ".join(names[each] for each in change.entered) for change in changes],
    }


def _name(document: Document) -> str:
    return shortened(document.title or document.id, TITLE)
