"""What differs between the two indexes: documents by kind, contracts in words, structures, what models do not read."""

from __future__ import annotations

import streamlit as st

from inspector.compare.sentence import KINDS, changes, cut_off, structure
from inspector.compare.sides import DOCUMENTS, MADE, STRUCTURE
from inspector.records.comparison import IndexComparison
from inspector.records.index_changes import ContractLine, DocumentKind
from inspector.text import quoted, shortened
from inspector.ui.charts import STILL
from inspector.ui.components.prose import prose
from inspector.ui.parts.compare.figures import kind_bars
from inspector.ui.parts.health.contract import TITLES, UNKNOWN
from inspector.ui.theme import current_palette

VALUE_LENGTH = 60
NAMES_SHOWN = 8
TITLES_HERE = {**TITLES, STRUCTURE: "ANN structure", DOCUMENTS: "Documents"}


def show_changed(found: IndexComparison) -> None:
    """Draw what changed."""
    st.subheader("What changed", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        prose(changes(found))
        st.plotly_chart(
            kind_bars(found.documents, current_palette()),
            theme=None,
            config=STILL,
            key="compare kinds",
            width="stretch",
        )
        _named(found)
    with right:
        _contract(found)
        for sentence in (structure(found.before), structure(found.after), cut_off(found)):
            if sentence:
                prose(sentence, "small", literal=True)


def _named(found: IndexComparison) -> None:
    """Draw some documents of each kind that changed."""
    named = [each for each in found.documents.counts if each.ids and each.kind is not DocumentKind.SAME]
    if not named:
        return
    with st.expander("Which documents", icon=":material/description:", key="compare named"):
        for each in named:
            ids = ", ".join(shortened(id_, VALUE_LENGTH) for id_ in each.ids[:NAMES_SHOWN])
            more = f" and {each.count - NAMES_SHOWN:,} more" if each.count > NAMES_SHOWN else ""
            prose(f"{KINDS[each.kind].capitalize()}: {ids}{more}.", "small", literal=True)


def _contract(found: IndexComparison) -> None:
    """Draw the fields that differ in words, and the others folded away."""
    differing = [line for line in found.contract if line.differs and line.name not in MADE]
    rest = [line for line in found.contract if line not in differing]
    prose("What made the two differs here:" if differing else "What made the two is the same, as far as it is known.")
    for line in differing:
        prose(f"{TITLES_HERE.get(line.name, line.name)}: {_value(line.before)} → {_value(line.after)}")
    with st.expander("The whole contract", icon=":material/contract:", key="compare contract"):
        for line in rest:
            prose(in_words(line), "small")


def in_words(line: ContractLine) -> str:
    """Say a field that is the same in both, or known of one alone."""
    title = TITLES_HERE.get(line.name, line.name)
    if line.differs:
        return f"{title}: {_value(line.before)} → {_value(line.after)}"
    if not line.unclear:
        return f"{title}: {_value(line.before)}, the same in both"
    return f"{title}: {_value(line.before)} → {_value(line.after)}, so nobody can say whether it changed"


def _value(text: str) -> str:
    return quoted(shortened(text, VALUE_LENGTH)) if text else UNKNOWN
