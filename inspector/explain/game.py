"""The removal game of a query: every subset of its units is a text, and a text has a similarity to each document.

A subset is a bit mask: bit i set = unit i stays. Invariants: the full mask is the query itself, byte for byte, as an
inspection encodes it; the mask 0 is the empty text; any other subset keeps the order of the units and what stands
around them, less white space that was doubled by a cut. Subsets that give the same text are asked about once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from inspector.explain.evaluator import Evaluator
from inspector.explain.units import query_units
from inspector.records.units import Unit
from inspector.text import without_spans
from inspector.vectors import FloatArray


@dataclass(frozen=True, slots=True)
class Game:
    """A query and its units.

    Attributes:
        query: As typed.
        units: In query order, not overlapping.
    """

    query: str
    units: tuple[Unit, ...]

    @property
    def full(self) -> int:
        """The mask of all units: the query itself."""
        return (1 << len(self.units)) - 1

    def without(self, removed: Iterable[int]) -> int:
        """Give the mask that lacks the units in the given places, 0-based."""
        mask = self.full
        for place in removed:
            mask &= ~(1 << place)
        return mask

    def text(self, mask: int) -> str:
        """Give the text of a subset; "" for the mask 0, even where punctuation would be left."""
        if mask == self.full:
            return self.query
        if mask == 0:
            return ""
        gone = [span for place, unit in enumerate(self.units) if not mask >> place & 1 for span in unit.spans]
        return without_spans(self.query, gone)

    def texts(self, masks: Sequence[int]) -> tuple[tuple[str, ...], list[int]]:
        """Give the distinct texts of subsets, in order of appearance, and for each subset the place of its text."""
        places: dict[str, int] = {}
        rows = [places.setdefault(self.text(mask), len(places)) for mask in masks]
        return tuple(places), rows


def game_of(query: str) -> Game:
    """Make the game of a query's words, or of its phrases where it has more words than the budget."""
    return Game(query, query_units(query))


def values(game: Game, evaluator: Evaluator, masks: Sequence[int]) -> FloatArray:
    """Ask for the similarities of subsets, all in one go.

    Args:
        game: The query and its units.
        evaluator: Answers for some documents.
        masks: Subsets, in any order, repeated or not.

    Returns:
        Shape (masks, documents), cosine similarities; NaN where a document's vector is not finite.

    Raises:
        EmbedderError: the model failed.
        CancelledError: the work was stopped.
    """
    texts, rows = game.texts(masks)
    return evaluator.ask(texts)[np.array(rows, dtype=np.int64)]
