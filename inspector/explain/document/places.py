"""The location matrix in readable size: words of the query by sentences of the document, and everything beside them.

Invariant: the cells sum to the similarity, as those of the matrix do. No encodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.records.location import Located, LocationMatrix, UnitKind
from inspector.vectors import FloatArray, read_only

BESIDE = "beside the text"
"""What special tokens, the prompt, marks outside all spans and a bias hold."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a similarity lies, by words and spans.

    Attributes:
        rows: The query's words, then `BESIDE`.
        columns: Places of the spans that hold something, 0-based; -1, the last one, stands for what is in none.
        cells: Shape (rows, columns), unitless; they sum to the similarity within 1e-5.
    """

    rows: tuple[str, ...]
    columns: tuple[int, ...]
    cells: FloatArray

    @property
    def beside(self) -> float:
        """How much of the similarity lies in the row or the column of what is beside the text."""
        return float(self.cells.sum() - self.cells[:-1, :-1].sum())


def places(matrix: LocationMatrix, spans: Sequence[Span]) -> Places:
    """Sum a location matrix over words of the query and spans of the document.

    Args:
        matrix: The matrix.
        spans: [start, end) in the document's text, ascending, not overlapping; a word belongs to the one it begins in.
    """
    words = [row for row, unit in enumerate(matrix.query) if unit.kind is UnitKind.WORD]
    rest = [row for row, unit in enumerate(matrix.query) if unit.kind is not UnitKind.WORD]
    by_word = np.vstack([matrix.cells[words], matrix.cells[rest].sum(axis=0)[None]])
    of = np.array([_span_of(unit, spans) for unit in matrix.document], dtype=np.int64)
    columns = (*sorted({int(each) for each in of if each >= 0}), -1)
    cells = np.stack([by_word[:, of == column].sum(axis=1) for column in columns], axis=1)
    return Places((*(matrix.query[row].text for row in words), BESIDE), columns, read_only(cells))


def _span_of(unit: Located, spans: Sequence[Span]) -> int:
    if unit.kind not in (UnitKind.WORD, UnitKind.MARK):
        return -1
    return next((place for place, (start, end) in enumerate(spans) if start <= unit.start < end), -1)
