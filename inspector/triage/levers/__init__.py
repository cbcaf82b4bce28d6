"""Single changes that are tried on every judged query: what each brings back, and what it breaks.

Adding a lever = its functions in `trials.py`, one row in `TRIALS`, its word in `LeverKind`, a test. Invariant: every
count is of queries that were searched with the change, never a guess. Cost: one matrix search for each search setting;
what only puts known lists together costs a fraction of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.inspection import OpenIndex
from inspector.records.triage import LeverKind, TriageSettings
from inspector.triage.batch import Batch
from inspector.triage.levers import trials
from inspector.triage.levers.trial import Change, Trial
from inspector.vectors import BoolArray

TRIALS: tuple[Trial, ...] = (
    Trial(LeverKind.EXACT_SEARCH, trials.exact_applies, trials.exact),
    Trial(LeverKind.MORE_PROBES, trials.probes_apply, trials.probes),
    Trial(LeverKind.UNIT_VECTORS, trials.unit_applies, trials.unit),
    Trial(LeverKind.FILTER_OFF, trials.filter_applies, trials.filter_off),
    Trial(LeverKind.COLLAPSE_COPIES, trials.copies_apply, trials.collapse),
    Trial(LeverKind.KEYWORD_ONLY, trials.keyword_applies, trials.keyword),
    Trial(LeverKind.HYBRID_WEIGHT, trials.weights_apply, trials.weights),
)
"""Every change that needs nothing but lists, one row each; re-embedding comes after the traces."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is tried on an index.

    Attributes:
        steps: The trials that can be run, each with its changes.
        refused: Those that apply but cannot be run, with the reason as a sentence.
    """

    steps: tuple[tuple[Trial, tuple[Change, ...]], ...]
    refused: tuple[tuple[LeverKind, str], ...] = ()

    @property
    def changes(self) -> tuple[tuple[LeverKind, Change], ...]:
        """All changes in order: bit i of what a query is kept with is change i."""
        return tuple((trial.kind, change) for trial, changes in self.steps for change in changes)


def plan_of(index: OpenIndex, settings: TriageSettings) -> Plan:
    """Say what can be tried."""
    steps: list[tuple[Trial, tuple[Change, ...]]] = []
    refused: list[tuple[LeverKind, str]] = []
    for trial in TRIALS:
        found = trial.changes(index, settings)
        if isinstance(found, str):
            refused.append((trial.kind, found))
        elif found:
            steps.append((trial, found))
    return Plan(tuple(steps), tuple(refused))


def tried(plan: Plan, batch: Batch) -> tuple[int, ...]:
    """Try every change on the judged queries of a batch.

    Returns:
        For each judged query an integer whose bit i says whether change i has one of its documents within k.
    """
    if not batch.judged:
        return ()
    columns = [trial.run(batch, changes) for trial, changes in plan.steps]
    table: BoolArray = np.hstack(columns) if columns else np.zeros((len(batch.judged), 0), dtype=bool)
    return tuple(_bits(row) for row in table)


def _bits(row: Sequence[bool] | BoolArray) -> int:
    return sum(1 << place for place, true in enumerate(row) if true)
