"""Remarks on the rows of a list: the query itself, a copy of a result above it, cut off, without text."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.embedders.embedder import Embedder
from inspector.embedders.given import given_of
from inspector.records.documents import Document
from inspector.records.inspection import Reading
from inspector.records.results import Badge, BadgeKind
from inspector.search.copies import SHARED, SHINGLE, copies
from inspector.text import ordinal


def badges(documents: Sequence[Document], readings: Sequence[Reading]) -> tuple[tuple[Badge, ...], ...]:
    """Give the badges of each document of a ranked list.

    Args:
        documents: The list, best first.
        readings: How much of each the model read, in the same order.
    """
    originals = copies([document.text for document in documents])
    return tuple(
        _badges_of(document, original, reading)
        for document, original, reading in zip(documents, originals, readings, strict=True)
    )


def _badges_of(document: Document, original: int | None, reading: Reading) -> tuple[Badge, ...]:
    found = []
    if original is not None:
        said = (
            f"At least {SHARED:.0%} of the {SHINGLE}-word sequences of both texts also stand in result {original + 1}."
        )
        found.append(Badge(BadgeKind.COPY, f"copy of #{original + 1}", said))
    if reading.cut_off:
        said = (
            f"The model read {reading.limit:,} of its {reading.tokens:,} tokens; the rest has no part in the distance."
        )
        found.append(Badge(BadgeKind.CUT_OFF, f"{reading.unread_share:.0%} unread", said))
    if not document.text.strip():
        said = "The document has no text; its vector stands for the title alone."
        found.append(Badge(BadgeKind.NO_TEXT, "no text", said))
    return tuple(found)


def query_badges(embedder: Embedder | None, document_id: str) -> tuple[Badge, ...]:
    """Give the badge of the document whose stored vector takes the place of the query's; else none."""
    given = given_of(embedder)
    if given is None or given.like != document_id:
        return ()
    return (Badge(BadgeKind.QUERY, "the query", "The query is the stored vector of this document."),)


def rank_badges(rank: int, exact_rank: int | None) -> tuple[Badge, ...]:
    """Give the badge of a neighbor whose exact place is another than its place in the list; else none."""
    if exact_rank is None or exact_rank == rank:
        return ()
    said = "The approximate index returned it here; among all documents it stands at the exact place."
    return (Badge(BadgeKind.EXACT_RANK, f"exact {ordinal(exact_rank)}", said),)
