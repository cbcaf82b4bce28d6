"""Fair shares: what each word gives to a similarity, so that the shares add up to it."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.records.units import Unit
from inspector.vectors import FloatArray


@dataclass(frozen=True, slots=True)
class FairShares:
    """The Shapley value of every unit of a query for every document.

    A share is the mean of what a unit adds to the similarity over all orders in which the query could be put together
    from nothing; unitless, in [-2, 2], positive = pulls the document closer. Per document the shares sum to
    `whole - empty` within 1e-6, however few subsets were tried; a query without words has none.

    Attributes:
        units: The words or phrases, in query order.
        ids: The documents.
        shares: Shape (units, documents); NaN where a document has no finite vector.
        standard_error: Shape (units, documents), >= 0, of the shares as estimates of the exact ones: 0 where exact, NaN
            after a single round, so that the error is not known. After five rounds, 1.7 of them to either side held the
            exact share in nine of ten cases (SciFact and StackFAQ, `tests.benchmarks.explain`).
        whole: Shape (documents,): similarity of the whole query.
        empty: Shape (documents,): measured similarity of the empty text.
        rounds: Rounds of subsets that were tried (`inspector.explain.subsets`); 0 where exact.
        exact: Whether all subsets were tried.
        texts: How many different texts this took; fewer were encoded where some were known.
    """

    units: tuple[Unit, ...]
    ids: tuple[str, ...]
    shares: FloatArray
    standard_error: FloatArray
    whole: FloatArray
    empty: FloatArray
    rounds: int
    exact: bool
    texts: int

    def column(self, document_id: str) -> int:
        """Give the column of a document in the arrays, or -1 where it is not among them."""
        return self.ids.index(document_id) if document_id in self.ids else -1
