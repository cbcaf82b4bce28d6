"""Documents to choose from for what somebody typed: an id, words of a title, or a passage pasted from the document.

Invariant: nothing is chosen for anybody. For a passage each offer says how much of it the document holds, and where no
document holds any of it, that is said.
"""

from __future__ import annotations

import streamlit as st

from inspector.diagnose.pasted import match
from inspector.inspection import OpenIndex
from inspector.records.documents import Document
from inspector.records.pasted import PastedCandidate, PastedMatch
from inspector.search.copies import SHINGLE
from inspector.text import quoted, shortened
from inspector.ui.components.prose import prose
from inspector.ui.runtime import links, memo
from inspector.ui.runtime.boundary import plain

OFFERED = 6
LABEL = 80
PLACEHOLDER = "Its id, words of its title, or a passage pasted from it"


def draw_offers(index: OpenIndex, wanted: str, *, key: str, unknown: bool = False) -> None:
    """Draw what could be meant, one button each.

    Args:
        index: The index.
        wanted: What was typed; nothing draws nothing.
        key: Tells the buttons of one box from those of another on the same page.
        unknown: Offer to ask about an id that the index does not have, too.
    """
    if len(wanted.split()) >= SHINGLE:
        _draw_passage(index, wanted, key)
        return
    for document in candidates(index, wanted):
        _button(key, document.id, _label(document), document.id)
    if unknown and is_unknown_id(index, wanted):
        _button(key, wanted.strip(), f"Why is {quoted(shortened(wanted))} not found?", "No document has this id.")


def candidates(index: OpenIndex, wanted: str) -> tuple[Document, ...]:
    """Give the document of that id, then those that keyword search finds for the words, at most `OFFERED`."""
    if not wanted.strip():
        return ()
    collection = index.collection
    exact = (wanted.strip(),) if collection.rows_of([wanted.strip()])[0] >= 0 else ()
    found = collection.ids_at(index.keyword.score(wanted).top(OFFERED)[0])
    return collection.documents(tuple(dict.fromkeys([*exact, *found]))[:OFFERED])


def is_unknown_id(index: OpenIndex, wanted: str) -> bool:
    """Say whether what was typed may be an id, in one piece, and is none of the index's."""
    return len(wanted.split()) == 1 and bool(index.collection.rows_of([wanted.strip()])[0] < 0)


def _draw_passage(index: OpenIndex, wanted: str, key: str) -> None:
    model = index.embedder.fingerprint if index.embedder else None
    content = (index.collection.fingerprint, model, wanted)
    found = memo.remembered("pasted", content, lambda: match(index, wanted))
    prose(passage_sentence(found), "small")
    for each in found.candidates or found.nearest:
        held = f" · holds {held_label(each)}" if each.share else ""
        _button(key, each.document.id, f"{_label(each.document)}{held}", each.document.id)


def passage_sentence(found: PastedMatch) -> str:
    """Say what is known about where a pasted passage comes from."""
    if found.candidates and found.ambiguous:
        return "Several documents hold this text equally well. Which one do you mean?"
    if found.candidates and found.candidates[0].share == 1.0:
        return "All of this text stands in the first of these:"
    if found.candidates:
        return "No stored document holds all of this text. These hold some of it:"
    if found.nearest:
        return "No stored document holds this text. These resemble it most:"
    return "No stored document holds any of this text."


def held_label(candidate: PastedCandidate) -> str:
    """Say how much of the passage a document holds: "all of it", "81 % of it", "less than 1 % of it"."""
    if candidate.share == 1.0:
        return "all of it"
    return f"{min(99, round(100 * candidate.share))} % of it" if candidate.share >= 0.01 else "less than 1 % of it"


def _label(document: Document) -> str:
    title = shortened(document.title, LABEL)
    return f"{title} · {document.id}" if title else document.id


def _button(key: str, document_id: str, label: str, help_text: str) -> None:
    st.button(
        plain(label),
        key=f"{key} {document_id}",
        help=plain(help_text),
        on_click=links.expect_document,
        args=(document_id,),
        type="tertiary",
        icon=":material/diamond:",
    )
