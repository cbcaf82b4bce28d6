"""The cause between two lists: putting them together loses the document, and another weight would not."""

from __future__ import annotations

from inspector.diagnose.trace import placing
from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes.rule import Proof, name_of
from inspector.records.results import Retriever
from inspector.records.trace import Number
from inspector.text import listed, ordinal


def fusion_dropped(case: Case) -> Proof | None:
    """The hybrid list does not have it within k, and with another weight it does."""
    if case.request.retriever is not Retriever.HYBRID or placing.within(case, case.hybrid_rank):
        return None
    found = placing.weights(case)
    if found is None:
        return None
    by_embedding = case.deep.ids.index(case.id) + 1 if case.id in case.deep.ids else None
    had = listed([f"{ordinal(place)} {by}" for place, by in _places(by_embedding, case.keyword_rank)])
    share = f"{found.low:.2f} to {found.high:.2f}" if found.low < found.high else f"{found.low:.2f}"
    return Proof(
        f"Putting both lists together loses {name_of(case)}, which is {had}. With an embedding share of {share} "
        f"(now {case.request.weight:.2f}) it would be in the first {case.k}.",
        (
            Number("embedding_rank", by_embedding),
            Number("keyword_rank", case.keyword_rank),
            Number("weight", case.request.weight),
            Number("weight_low", found.low),
            Number("weight_high", found.high),
        ),
        found.place,
    )


def _places(by_embedding: int | None, by_keyword: int | None) -> list[tuple[int, str]]:
    """Give the places it has in the two lists, with their names, the better one first."""
    named = ((by_embedding, "by meaning"), (by_keyword, "by keyword"))
    return sorted((place, by) for place, by in named if place is not None)
