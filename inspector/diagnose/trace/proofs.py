"""The causes that hold in a case, each with its proof, and those that could not be looked for."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.diagnose.trace.case import Case
from inspector.diagnose.trace.causes import CAUSES
from inspector.diagnose.trace.causes.rule import Proof, Rule
from inspector.errors import CancelledError, InspectorError
from inspector.records.findings import Cause


@dataclass(frozen=True, slots=True)
class Proofs:
    """What was proved.

    Attributes:
        held: Causes that hold, in the order of the table, each with its proof.
        open: Causes that could not be looked for, each with the reason as a sentence.
    """

    held: tuple[tuple[Cause, Proof], ...] = ()
    open: tuple[tuple[Cause, str], ...] = ()

    def get(self, cause: Cause) -> Proof | None:
        """Give the proof of a cause; None where it does not hold, or could not be looked for."""
        return next((proof for held, proof in self.held if held is cause), None)


def prove(case: Case, rules: tuple[Rule, ...] = CAUSES) -> Proofs:
    """Look for the proof of every cause.

    A document that the filter leaves out has no place that anything else could explain, so nothing else is asked then.

    Raises:
        CancelledError: the case's progress asked to stop.
    """
    held: list[tuple[Cause, Proof]] = []
    left: list[tuple[Cause, str]] = []
    for rule in rules:
        if held and held[0][0] is Cause.FILTERED_OUT and not rule.integrity:
            break
        try:
            proof = rule.find(case)
        except CancelledError:
            raise
        except InspectorError as error:
            left.append((rule.cause, error.message))
            continue
        if proof is not None:
            held.append((rule.cause, proof))
    return Proofs(tuple(held), tuple(left))
