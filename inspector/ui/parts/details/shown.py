"""What every view of the details is about, and how documents are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.inspection import OpenIndex
from inspector.records.documents import Document
from inspector.records.explanation import Contributions
from inspector.records.inspection import Inspection
from inspector.records.query_explanation import QueryExplanation
from inspector.text import shortened
from inspector.ui.runtime.refinements import Growing

TITLE_LENGTH = 120

Watched = tuple[Growing[object], ...]
"""The growing answers a view has drawn, for the page to watch."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A result, and what is known of it.

    Attributes:
        index: The index it is in.
        inspection: The answer it belongs to.
        document: The result.
        effects: Removal effects, held against the best noise floor there is; None without a model.
        words: What is known of the query's words so far; None before the first step.
    """

    index: OpenIndex
    inspection: Inspection
    document: Document
    effects: Contributions | None = None
    words: QueryExplanation | None = None

    @property
    def floor(self) -> float:
        """The document's noise floor, >= 0; 0 where none was measured."""
        column = self.effects.column(self.document.id) if self.effects else -1
        return float(self.effects.noise_floor[column]) if self.effects and column >= 0 else 0.0


def name_of(document: Document) -> str:
    """Give what a document is called in a sentence."""
    return shortened(document.title or document.id, TITLE_LENGTH)


def choice_labels(documents: Sequence[Document]) -> dict[str, str]:
    """Give what each document is called in a list to choose from, by id; those of one title get their ids beside it."""
    titles = Counter(each.title for each in documents)
    return {
        each.id: shortened(each.title, TITLE_LENGTH) + (f" · {each.id}" if titles[each.title] > 1 else "")
        if each.title
        else each.id
        for each in documents
    }
