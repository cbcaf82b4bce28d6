"""The contract of an index as a small table: each field with its value, how sure it is, and why."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from inspector.contract import Source
from inspector.records.health import ContractField, Health
from inspector.text import shortened
from inspector.ui.components.prose import prose

TITLES: Mapping[str, str] = {
    "model": "Model",
    "dim": "Dimensions",
    "weights_sha256": "Weights (SHA-256)",
    "pooling": "Pooling",
    "normalized": "All of length 1",
    "metric": "Ranks by",
    "max_tokens": "Tokens read of a document",
    "query_prompt": "Prompt before queries",
    "document_prompt": "Prompt before documents",
    "recipe": "Embedded text",
    "tokenizer": "Tokenizer",
    "made_at": "Made at",
    "tools": "Made with",
}
UNKNOWN = "unknown"
HASH, HASH_SHOWN = "weights_sha256", 17
LOOKS: Mapping[Source, tuple[str, str]] = {
    Source.DECLARED: (":material/edit_note:", "gray"),
    Source.STATED: (":material/record_voice_over:", "orange"),
    Source.INFERRED: (":material/visibility:", "gray"),
    Source.VERIFIED: (":material/check:", "blue"),
}
MEANS = (
    "Declared: written by the build that made the vectors. Stated: said by a person about vectors made elsewhere. "
    "Inferred: read off the data. Verified: checked now, against the vectors or by embedding documents anew."
)


def show_contract(result: Health) -> None:
    """Draw the table."""
    st.subheader("What made these vectors", anchor=False, help=MEANS)
    with st.container(border=True, gap="small", key="contract"):
        for field in result.contract:
            _draw(field)


def value_of(field: ContractField) -> str:
    """Give a field's value for the table, long hashes cut."""
    return (shortened(field.value, HASH_SHOWN) if field.name == HASH else field.value) or UNKNOWN


def _draw(field: ContractField) -> None:
    what, sure, why = st.columns([6, 2, 4], vertical_alignment="center", gap="xsmall")
    with what:
        prose(f"{TITLES[field.name]}: {value_of(field)}", literal=True)
    with sure:
        if field.value:
            icon, colour = LOOKS[field.source]
            st.badge(field.source.value, icon=icon, color=colour)  # type: ignore[arg-type]
    with why:
        if field.why:
            prose(f"{field.why[:1].upper()}{field.why[1:]}.", "small", literal=True)
