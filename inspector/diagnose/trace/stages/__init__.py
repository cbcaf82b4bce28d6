"""The stages of a trace, one row each, in the order in which a document passes them."""

from __future__ import annotations

from collections.abc import Callable

from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.proofs import Proofs
from inspector.diagnose.trace.stages import document, standing
from inspector.errors import CancelledError, InspectorError
from inspector.records.trace import Stage, StageResult, StageStatus

Look = Callable[[Case, Proofs], StageResult]

STAGES: tuple[tuple[Stage, Look], ...] = (
    (Stage.INDEXED, document.indexed),
    (Stage.FILTER, document.filtered),
    (Stage.TEXT, document.text),
    (Stage.VECTOR, document.vector),
    (Stage.FRESHNESS, document.freshness),
    (Stage.READ, document.read),
    (Stage.ANN, standing.ann),
    (Stage.RANK, standing.rank),
    (Stage.CROWDING, standing.crowding),
    (Stage.KEYWORD, standing.keyword),
    (Stage.FUSION, standing.fusion),
    (Stage.WORDS, standing.words),
)


def stages_of(case: Case, proofs: Proofs) -> tuple[StageResult, ...]:
    """Look at every stage; one that lacks something is unknown, with the reason."""
    found = []
    for stage, look in STAGES:
        try:
            found.append(look(case, proofs))
        except CancelledError:
            raise
        except InspectorError as error:
            found.append(StageResult(stage, StageStatus.UNKNOWN, error.message))
    return tuple(found)


def nowhere(first: StageResult) -> tuple[StageResult, ...]:
    """Give the stages of a document that is not in the collection."""
    rest = (stage for stage, _ in STAGES if stage is not Stage.INDEXED)
    said = "There is no such document to look at."
    return (first, *(StageResult(stage, StageStatus.UNKNOWN, said) for stage in rest))
