"""What a lever is: a value with the changes that make sense for an index, and a function that tries them on a batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector.inspection import OpenIndex
from inspector.records.triage import LeverKind, TriageSettings
from inspector.triage.batch import Batch
from inspector.vectors import BoolArray


@dataclass(frozen=True, slots=True)
class Change:
    """One setting of a lever.

    Attributes:
        says: What is changed, one sentence.
        value: The setting: a weight, a number of cells or candidates; None where there is nothing to set.
    """

    says: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A lever.

    Attributes:
        kind: Its word.
        changes: Gives what can be set, the smallest change first; nothing where the lever changes nothing here; a
            sentence where it would apply but cannot be tried.
        run: Gives for each judged query of a batch and each change whether one of its documents is within k, shape
            (judged, changes).
    """

    kind: LeverKind
    changes: Callable[[OpenIndex, TriageSettings], tuple[Change, ...] | str]
    run: Callable[[Batch, tuple[Change, ...]], BoolArray]
