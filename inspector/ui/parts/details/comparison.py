"""Why one result stands above another: what each word does to the gap, and what turns the two around."""

from __future__ import annotations

import numpy as np
import streamlit as st

from inspector.explain.counterfactual import counterfactual_sentence
from inspector.explain.margin import Margin, fair_margin, fair_margin_sentence, margin, margin_sentence
from inspector.records.documents import Document
from inspector.records.explanation import Contributions
from inspector.text import quoted
from inspector.ui.components.prose import prose
from inspector.ui.components.word_chips import signed
from inspector.ui.parts.details.shown import Shown, Watched, choice_labels, name_of
from inspector.ui.runtime import explaining

EMPTY = "(empty text)"


def show_comparison(shown: Shown) -> Watched:
    """Draw the gap between this result and a chosen one."""
    effects, document = shown.effects, shown.document
    others = [each for each in shown.inspection.documents if each.id != document.id]
    if effects is None or not others or effects.column(document.id) < 0:
        prose("There is no other result to compare with.")
        return ()
    labels = choice_labels(others)
    chosen = st.selectbox("Compare with", list(labels), format_func=lambda each: labels.get(each, each), key="other")
    other = next((each for each in others if each.id == chosen), others[0])
    found = margin(effects, effects.column(document.id), effects.column(other.id))
    prose(f"{gap_sentence(found, document, other)} {margin_sentence(found)}")
    shares = _shares_of(shown, other, found.floor)
    if shares:
        prose(shares[0])
    st.dataframe(_rows(effects, found, (document, other), shares[1] if shares else []), hide_index=True, key="margin")
    prose(f"A difference below {found.floor:.3f} is not told from noise.", "small")
    return _turn_around(shown, other, found)


def _turn_around(shown: Shown, other: Document, found: Margin) -> Watched:
    """Say which smallest set of words turns two results around that no single word does."""
    embedder = shown.index.embedder
    if embedder is None or found.swapping or not found.margin or len(found.words) < 2:
        return ()
    growing = explaining.smallest_change(
        shown.index, embedder, shown.inspection.request, shown.document.id, rival=other.id
    )
    if growing.value:
        names = {each.id: name_of(each) for each in (shown.document, other)}
        prose(counterfactual_sentence(growing.value, (names[growing.value.id], names[growing.value.rival])))
    return (growing,)


def _shares_of(shown: Shown, other: Document, floor: float) -> tuple[str, list[float]] | None:
    """Give the sentence on the gap shared out; the gap of the empty text and each word's part, which sum to the gap."""
    shares = shown.words.shares if shown.words else None
    if shares is None or shown.words is None or shown.words.grouped or not shares.units:
        return None
    columns = shares.column(shown.document.id), shares.column(other.id)
    if min(columns) < 0 or np.isnan(shares.shares[:, columns]).any():
        return None
    found = fair_margin(shares, *columns)
    return fair_margin_sentence(found, floor), [found.empty, *found.parts.tolist()]


def gap_sentence(found: Margin, document: Document, other: Document) -> str:
    """Say which of two documents is closer, and by how much."""
    first, second = (quoted(name_of(each)) for each in (document, other))
    if found.margin == 0:
        return f"{first} and {second} are equally close."
    nearer, farther = (first, second) if found.margin > 0 else (second, first)
    return f"{nearer} is closer than {farther} by {abs(found.margin):.3f}."


def _rows(
    effects: Contributions, found: Margin, documents: tuple[Document, Document], shares: list[float]
) -> dict[str, list[str]]:
    columns = [effects.column(each.id) for each in documents]
    table = {
        "word": [word.text for word in found.words],
        "effect here": [signed(value) for value in effects.removal[:, columns[0]]],
        "effect there": [signed(value) for value in effects.removal[:, columns[1]]],
        "difference": [signed(value) for value in found.parts],
        "gap without it": [signed(value) for value in found.without],
    }
    if len(shares) != len(found.words) + 1:
        return table
    table = {name: [EMPTY if name == "word" else "", *cells] for name, cells in table.items()}
    return {"word": table.pop("word"), "share of the gap": [signed(value) for value in shares], **table}
