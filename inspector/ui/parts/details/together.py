"""Words together: shares that add up to the similarity, which words stand in for each other, and how far to trust."""

from __future__ import annotations

import numpy as np
import streamlit as st

from inspector.explain.pairs import pair_effects, pair_sentence
from inspector.explain.specific import Parts, part_sentence, parts
from inspector.records.fidelity import Fidelity, Measured, Rating
from inspector.records.query_explanation import QueryExplanation
from inspector.records.shares import FairShares
from inspector.text import with_sign
from inspector.ui import charts
from inspector.ui.components.prose import prose
from inspector.ui.components.word_chips import signed
from inspector.ui.explanation_charts import share_steps
from inspector.ui.parts.details.shown import Shown, Watched
from inspector.ui.theme import current_palette

PAIRS_SHOWN = 4
BADGES = {
    Rating.RELIABLE: (":material/verified:", "green"),
    Rating.TOGETHER: (":material/join:", "orange"),
    Rating.UNRELIABLE: (":material/warning:", "red"),
}


def show_together(shown: Shown) -> Watched:
    """Draw the fair shares of the query's words for a document, and their pairs."""
    words = shown.words
    shares = words.shares if words else None
    column = shares.column(shown.document.id) if shares else -1
    if words is None or shares is None or column < 0:
        prose("Fair shares are being measured." if shown.effects else "Without a model there are no shares.")
        return ()
    if not shares.units:
        prose("The query has no word to share the similarity among.")
        return ()
    if np.isnan(shares.shares[:, column]).any():
        prose("The document's stored vector is not finite, so there is no similarity to share.")
        return ()
    prose(adding_up(shares, column))
    figure = share_steps(shares, column, shown.floor, current_palette())
    st.plotly_chart(figure, key="shares", theme=None, config=charts.STILL)
    prose(how_shares(shares), "small")
    for sentence in _pairs(words, shown):
        prose(sentence)
    _common_and_specific(shares, shown)
    for sentence in words.undone:
        prose(sentence, "small")
    return ()


def adding_up(shares: FairShares, column: int) -> str:
    """Say how the similarity adds up."""
    empty, whole = float(shares.empty[column]), float(shares.whole[column])
    return (
        f"The empty text has similarity {empty:.2f} to this document; the words add "
        f"{with_sign(whole - empty)}, which makes {whole:.2f}."
    )


def how_shares(shares: FairShares) -> str:
    """Say what a fair share is and how these were found."""
    mean = "A word's share is the mean of what it adds, over all orders in which the query can be put together"
    if shares.exact:
        return f"{mean}; exact, from all {2 ** len(shares.units):,} subsets of the query."
    return f"{mean}; estimated from {shares.texts:,} subsets of the query. ± is the standard error."


def _pairs(words: QueryExplanation, shown: Shown) -> list[str]:
    found = words.pairs
    if found is None or len(found.units) < 2 or shown.document.id not in found.ids:
        return []
    pairs = pair_effects(found, found.ids.index(shown.document.id), shown.floor)
    if not pairs:
        return ["No two words do more, or less, together than each does by itself (beyond noise)."]
    return [pair_sentence(pair) for pair in pairs[:PAIRS_SHOWN]]


def _common_and_specific(shares: FairShares, shown: Shown) -> None:
    """Draw what of each share goes to all neighbors alike, and what to this one alone."""
    columns = [shares.column(hit.id) for hit in shown.inspection.neighbors if shares.column(hit.id) >= 0]
    own = shares.column(shown.document.id)
    if own not in columns or len(columns) < 2:
        return
    split, at = parts(shares.shares[:, columns]), columns.index(own)
    row = int(np.argmax(np.abs(shares.shares[:, own])))
    prose(part_sentence(shares.units[row].text, float(split.common[row]), float(split.specific[row, at]), shown.floor))
    st.dataframe(part_rows(shares, split, own, at), hide_index=True, key="common and specific")
    prose(
        "Common: the mean share among the results, which moves all of them alike. Specific: what is left for this one; "
        "the order of the results depends on it alone.",
        "small",
    )


def part_rows(shares: FairShares, split: Parts, own: int, at: int) -> dict[str, list[str]]:
    """Give the table of common and specific parts.

    Args:
        shares: The fair shares.
        split: Their parts, among some documents.
        own: The document's place among those of the shares.
        at: Its place among those of the parts.
    """
    return {
        "word": [unit.text for unit in shares.units],
        "fair share": [signed(value) for value in shares.shares[:, own].tolist()],
        "common": [signed(value) for value in split.common.tolist()],
        "specific": [signed(value) for value in split.specific[:, at].tolist()],
    }


def show_trust(words: QueryExplanation | None, document_id: str) -> None:
    """Draw in one plain word how far the shares can be trusted, the reason, and the numbers one click away."""
    rated = next((each for each in words.fidelity if each.id == document_id), None) if words else None
    if rated is None:
        return
    icon, colour = BADGES[rated.rating]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="trust"):
        st.badge(rated.rating.value, icon=icon, color=colour)  # type: ignore[arg-type]
        with st.container(width="stretch"):
            prose(rated.reason, "small")
        with st.popover("Numbers", type="tertiary", icon=":material/straighten:"):
            for line in trust_lines(rated):
                prose(line)


def trust_lines(rated: Fidelity) -> list[str]:
    """Say what was measured to judge the shares, a line each."""
    found = rated.measured
    lines = [
        f"They add up but for {found.missing:.6f} of {with_sign(found.span, 3)}; removal effects alone would make "
        f"{found.removal_sum:.0%} of it.",
        f"Leaving out the strongest words first takes away {found.comprehensiveness:.0%} of it on average, "
        f"a random order {found.random:.0%}.",
        _prediction(found),
    ]
    if found.agreement is not None and found.agreement == found.agreement:
        lines.append(f"Cutting words out and hiding them agree on their order to {found.agreement:.2f} (1 = the same).")
    if found.interaction_share is not None:
        lines.append(f"What pairs of words do together is {found.interaction_share:.0%} of what single words do.")
    return lines


def _prediction(found: Measured) -> str:
    how = f"{found.subsets:,} held-out sets" if found.held_out else f"all {found.subsets:,} sets"
    return (
        f"R² over {how} of words: {found.r_squared:.2f} among sets of one size, {found.level_r_squared:.2f} among all."
    )
