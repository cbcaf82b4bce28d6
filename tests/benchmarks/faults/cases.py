"""A case: one query, one document, one faulty index; counted only where the oracle confirms the fault, and scored.

Counted: the document is within k before, outside k after, and within k again when this fault alone is undone. Where it
is still within k after, the right answer is `found`. Anything else is no case and is left out before the trace is run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from inspector.records.findings import Cause
from inspector.records.trace import TraceRequest
from tests.benchmarks.faults.lab import Lab
from tests.benchmarks.faults.parts import Parts, Written

LENGTHS = (10, 5, 3, 20, 1)
"""Lengths of lists, in the order in which they are tried."""

Within = Callable[[int], bool]
"""Whether a document is among the first k."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A question that may become a case.

    Attributes:
        request: What the trace will be asked; its k is set once the oracle has spoken.
        before: Whether the healthy index returns the document within k.
        after: The same for the faulty index.
        undone: The same for the faulty index with this fault alone undone.
        lengths: The k that may be asked for, in the order in which they are tried.
    """

    request: TraceRequest
    before: Within
    after: Within
    undone: Within
    lengths: tuple[int, ...] = LENGTHS

    @property
    def confirmed(self) -> int | None:
        """The first k for which the oracle confirms the fault; None where it does for none."""
        return next((k for k in self.lengths if self.before(k) and not self.after(k) and self.undone(k)), None)


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """One faulty index and what is asked of it.

    Attributes:
        fault: Name of the fault.
        cause: What the trace must say.
        strength: How much of the index it hit, in words.
        parts: The faulty parts.
        candidates: Questions, most of which will not be asked.
        written: The index, where it had to be written already.
    """

    fault: str
    cause: Cause
    strength: str
    parts: Parts
    candidates: tuple[Candidate, ...]
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A question whose right answer is known.

    Attributes:
        collection: Name of the collection.
        model: Name of the model.
        fault: Name of the fault; "healthy" for none.
        strength: How much of the index it hit.
        injected: The cause of the fault; None for none.
        expected: What the trace must say; None where any answer is right that blames neither data nor structure.
        request: What it is asked.
    """

    collection: str
    model: str
    fault: str
    strength: str
    injected: Cause | None
    expected: Cause | None
    request: TraceRequest

    @property
    def counted(self) -> bool:
        """Whether the fault took the document out of the list."""
        return self.injected is not None and self.expected is self.injected


@dataclass(frozen=True, slots=True)
class Answer:
    """What the trace said.

    Attributes:
        case: The question.
        cause: Its first cause; None where it failed.
        also: The others.
        summary: Its sentence, or the error's.
        seconds: Wall time.
        exact: The exact rank it gives; None = absent.
    """

    case: Case
    cause: Cause | None
    also: tuple[Cause, ...]
    summary: str
    seconds: float
    exact: int | None = None


def drawn(lab: Lab, batch: Batch, count: int) -> Iterator[Case]:
    """Give the cases of a batch: at most `count` that count, and one more in four that are still found."""
    counted = found = 0
    for each in batch.candidates if count > 0 else ():
        confirmed = each.confirmed
        request, expected = each.request, batch.cause
        if confirmed is not None and counted < count:
            counted += 1
            request = replace(request, k=confirmed)
        elif confirmed is None and each.after(each.lengths[0]) and found < max(1, count // 4):
            found += 1
            request, expected = replace(request, k=each.lengths[0]), Cause.FOUND
        else:
            continue
        yield Case(lab.name, lab.embedder.name, batch.fault, batch.strength, batch.cause, expected, request)


def answered(case: Case, written: Written) -> Answer:
    """Ask the trace."""
    from inspector.diagnose.trace import trace

    started = time.perf_counter()
    try:
        found = trace(written.index, case.request, remedies=False)
    except Exception as error:  # a benchmark goes on and shows what went wrong
        said = f"{type(error).__name__}: {error}"
        return Answer(case, None, (), said, time.perf_counter() - started)
    seconds = time.perf_counter() - started
    return Answer(case, found.cause, found.also, found.summary, seconds, found.ranks.exact)
