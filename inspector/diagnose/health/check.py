"""What a check of a whole index is: a value with a question, its needs, and a function from the index to an outcome.

To add one: a new file in `checks/` with a `CHECK`, a row in `HEALTH_CHECKS`, a test, a paragraph in the in-app help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from inspector.diagnose.health.subject import Subject
from inspector.embedders.facts import tokens_refusal
from inspector.records.findings import Evidence, Finding


class Need(StrEnum):
    """What a check cannot do without; why it is missing is said by the index under examination.

    Queries are needed where there is an ANN structure to ask, and take a model.
    """

    HASHES = "hashes"
    MODEL = "model"
    TOKENS = "tokens"
    QUERIES = "queries"
    SAMPLE = "sample"
    STRUCTURE = "structure"
    DIRECTIONS = "directions"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check gives.

    Attributes:
        finding: What it believes; None where all is well.
        measured: What it measured, shown also where all is well.
    """

    finding: Finding | None = None
    measured: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """A check of a whole index.

    Attributes:
        name: Its name in findings and in JSON.
        question: What it asks, one sentence for people.
        run: Gives its outcome. May raise an `InspectorError`: then the check was not made, for that reason.
        needs: What must be there before it can run.
    """

    name: str
    question: str
    run: Callable[[Subject], Outcome]
    needs: tuple[Need, ...] = ()


LACKS: dict[Need, Callable[[Subject], str]] = {
    Need.HASHES: lambda subject: "" if subject.folder else "this kind of store keeps no hashes",
    Need.MODEL: lambda subject: subject.no_model,
    Need.TOKENS: lambda subject: tokens_refusal(subject.embedder).rstrip(".") if subject.embedder else "",
    Need.QUERIES: lambda subject: subject.no_model if subject.collection.has_ann else "",
    Need.SAMPLE: lambda subject: subject.no_sample,
    Need.STRUCTURE: lambda subject: subject.broken_structure,
    Need.DIRECTIONS: lambda subject: "" if subject.directed.any() else "no vector is finite and other than zero",
}
"""For each need, why an index lacks it, as the end of a sentence; empty where it does not."""
