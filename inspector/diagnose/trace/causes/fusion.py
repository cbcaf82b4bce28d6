"""The cause between two lists: one search has the document within k, and putting both together loses it."""

from __future__ import annotations

from inspector.diagnose.trace import placing
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.rule import Proof, name_of
from inspector.records.results import Retriever
from inspector.records.trace import Number
from inspector.text import ordinal


def fusion_dropped(case: Case) -> Proof | None:
    """One list has it within k, the hybrid list does not, and with another weight it does."""
    if case.request.retriever is not Retriever.HYBRID or placing.within(case, case.hybrid_rank):
        return None
    by_embedding = case.deep.ids.index(case.id) + 1 if case.id in case.deep.ids else None
    by_keyword = case.keyword_rank
    if not placing.within(case, by_embedding) and not placing.within(case, by_keyword):
        return None
    found = placing.weights(case)
    if found is None:
        return None
    winner, place = ("the embedding", by_embedding) if placing.within(case, by_embedding) else ("keyword", by_keyword)
    verb = "has" if winner == "the embedding" else "search has"
    return Proof(
        f"Putting both lists together loses {name_of(case)}: {winner} {verb} it {ordinal(place or 0)}. With an "
        f"embedding share from {found.low:.2f} to {found.high:.2f} (now {case.request.weight:.2f}) it would be in the "
        f"first {case.k}.",
        (
            Number("embedding_rank", by_embedding),
            Number("keyword_rank", by_keyword),
            Number("weight", case.request.weight),
            Number("weight_low", found.low),
            Number("weight_high", found.high),
        ),
        found.place,
    )
