"""What became of a case: the same question asked of today's index, held against what was seen then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.records.findings import Cause
from inspector.records.inspection import Inspection
from inspector.records.results import Retriever
from inspector.records.seen import SeenPlace
from inspector.records.trace import Trace


class Verdict(StrEnum):
    """What became of a case.

    With an expectation: still failing, fixed (failed then, holds now), broken (held then, fails now), passes (held then
    and now). Without one: changed or unchanged lists. Cannot tell: the question could not be asked.
    """

    STILL_FAILING = "still_failing"
    FIXED = "fixed"
    BROKEN = "broken"
    PASSES = "passes"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CANNOT_TELL = "cannot_tell"

    @property
    def fails(self) -> bool:
        """Whether an expectation is not met today."""
        return self in (Verdict.STILL_FAILING, Verdict.BROKEN)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where an expected document stood, and where it stands.

    Attributes:
        id: As it was expected.
        title: Its title; empty where it has none.
        then: When the case was kept.
        now: Today.
        cause_then: Why it was not there; None where that was not said.
        cause_now: Why it is not there; None where it cannot be said, or was not asked for.
        trace_now: Today's trace; None where it was not asked for.
    """

    id: str
    title: str
    then: SeenPlace
    now: SeenPlace
    cause_then: Cause | None
    cause_now: Cause | None
    trace_now: Trace | None = None


@dataclass(frozen=True, slots=True)
class ListMoved:
    """How much one list changed.

    Attributes:
        retriever: Whose list.
        k: How many places of both were compared.
        shared: Documents in both, 0 to k.
        rbo: Rank-biased overlap, 0 (disjoint) to 1 (the same order).
        came: Ids that are new, best first.
        left: Ids that are gone, best first.
    """

    retriever: Retriever
    k: int
    shared: int
    rbo: float
    came: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether both lists are the same, in the same order."""
        return not self.came and not self.left and self.rbo > 1 - 1e-9


@dataclass(frozen=True, slots=True)
class FactChanged:
    """Something about index, model or tool that is another one today: what it is, then and now, as people read it."""

    what: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of a case.

    Attributes:
        case_id: Which case.
        verdict: In one word.
        summary: In one or two sentences.
        expected: What became of each expected document; empty where the question could not be asked.
        lists: How much each list changed.
        facts: What else is another one today.
        gone: Documents of the case that the index no longer has.
        edited: Documents of the case whose text is another one today.
        notes: What else a reader should know, as sentences.
        now: Today's answer; None where there is none.
    """

    case_id: str
    verdict: Verdict
    summary: str
    expected: tuple[Moved, ...] = ()
    lists: tuple[ListMoved, ...] = ()
    facts: tuple[FactChanged, ...] = ()
    gone: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    now: Inspection | None = None
