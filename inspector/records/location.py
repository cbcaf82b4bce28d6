"""Where the similarity of a query and a document lies, token by token."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from inspector.vectors import FloatArray

WHERE_NOT_WHY: Final = (
    "Where, not why: this splits the similarity exactly over places of the two texts. A token's vector already holds "
    "its neighbors' meaning, so a cell does not say what would change without the word."
)


class UnitKind(StrEnum):
    """What a row or column stands for. Only words and marks are in the text itself."""

    WORD = "word"
    MARK = "mark"
    PROMPT = "prompt"
    SPECIAL = "special"
    BIAS = "bias"


@dataclass(frozen=True, slots=True)
class Located:
    """A row or column of a location matrix.

    Attributes:
        text: The word or mark as written, "[CLS]" and the like, the prompt, or "bias".
        start: Offset of its first code point in its text; 0 for what is not in the text.
        end: Offset behind its last code point; 0 for what is not in the text.
        kind: What it stands for.
    """

    text: str
    start: int
    end: int
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class LocationMatrix:
    """The cosine similarity of two texts, split over pairs of their words.

    Attributes:
        query: The rows, in order of place.
        document: The columns: what was read of the document, in order of place.
        cells: Shape (query, document), unitless; they sum to `similarity` within 1e-5. Nearly all are positive.
        similarity: Cosine similarity of the two texts, in [-1, 1].
    """

    query: tuple[Located, ...]
    document: tuple[Located, ...]
    cells: FloatArray
    similarity: float

    @property
    def outside(self) -> float:
        """How much of the similarity lies in rows and columns that are not in the texts themselves."""
        rows, columns = ([_inside(unit) for unit in units] for units in (self.query, self.document))
        return float(self.cells.sum() - self.cells[rows][:, columns].sum())

    def within(self, start: int, end: int) -> float:
        """Give how much of the similarity lies in what begins in the document's span [start, end)."""
        columns = [_inside(unit) and start <= unit.start < end for unit in self.document]
        return float(self.cells[:, columns].sum())


def _inside(unit: Located) -> bool:
    return unit.kind in (UnitKind.WORD, UnitKind.MARK)
