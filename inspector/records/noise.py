"""How much a similarity moves when nothing of the meaning changes."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.vectors import FloatArray


@dataclass(frozen=True, slots=True)
class NoiseFloor:
    """What meaning-neutral edits of the query do to every document's similarity.

    Attributes:
        ids: The documents.
        edits: The edited queries.
        moves: Shape (edits, documents), >= 0: |similarity(q, d) - similarity(edited q, d)|.
        percentile: Which percentile of the moves is the floor, 0 to 100; 100 = the largest.
        floor: Shape (documents,), >= 0. An effect whose absolute value is below it is "no measurable effect".
    """

    ids: tuple[str, ...]
    edits: tuple[str, ...]
    moves: FloatArray
    percentile: float
    floor: FloatArray
