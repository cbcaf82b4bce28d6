"""What a cause is: a word of the closed list, and a function that looks for its proof in a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector.diagnose.trace.case import Case
from inspector.records.findings import Cause
from inspector.records.trace import Number
from inspector.text import quoted, shortened


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a cause holds.

    Attributes:
        summary: The cause in one sentence, for a person who is no specialist.
        numbers: The evidence.
        place: Where the document would stand if this one thing were undone, 1-based; None where that was not asked or
            it would still be absent.
        removed: The documents that were left out to undo it, where it is they that are in the way.
    """

    summary: str
    numbers: tuple[Number, ...] = ()
    place: int | None = None
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A cause and how it is proved.

    Attributes:
        cause: Its word.
        find: Gives the proof, or None where the cause does not hold. Raises `InspectorError` where it lacks something.
        integrity: Whether it is named on direct proof; otherwise only because undoing it alone brings the document
            within k.
    """

    cause: Cause
    find: Callable[[Case], Proof | None]
    integrity: bool = False


def name_of(case: Case) -> str:
    """Give what a case's document is called in a sentence."""
    return quoted(shortened(case.document.title or case.id))
