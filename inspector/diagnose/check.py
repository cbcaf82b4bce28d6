"""What a check is: a value with a question, its needs, and a pure function from an inspection to a finding.

To add one: a new file in `checks/` with a `CHECK`, a row in `CHECKS`, a test, a paragraph in the in-app help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from inspector.records.findings import Finding
from inspector.records.inspection import Inspection


class Need(StrEnum):
    """What a check cannot do without; the value says what is missing, as shown to people."""

    MATCHES = "no document passes the filter"
    MODEL = "the model is not loaded, so there are no neighbors"
    NEIGHBORS = "the index returns no neighbor"
    KEYWORD_TERMS = "the query has no word that keyword search uses"
    CONTRIBUTIONS = "the effects of the query's words were not computed"
    BACKGROUND = "the collection's background is not measured yet"


@dataclass(frozen=True, slots=True)
class Check:
    """A check of one inspection.

    Attributes:
        name: Its name in findings and in JSON.
        question: What it asks, one sentence for people.
        needs: What must be there before it can run.
        run: Gives its finding, or None where all is well. Pure: no input or output, no state.
    """

    name: str
    question: str
    needs: frozenset[Need]
    run: Callable[[Inspection], Finding | None]
