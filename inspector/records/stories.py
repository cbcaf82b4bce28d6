"""A failure story: a query that goes wrong, what should have come, and why it does not."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.records.documents import Where
from inspector.records.findings import Cause
from inspector.records.results import Retriever


@dataclass(frozen=True, slots=True)
class Story:
    """One search that fails, told for a person.

    Attributes:
        id: Short name, for links and tests: lower case, digits and hyphens.
        query: As it was typed.
        expected: Id of the document that should come.
        cause: Why it does not.
        asked: One sentence: what the person wanted, and which document answers it.
        why: One sentence: what goes wrong.
        fault: Name of the fault whose broken copy of the index shows it; empty where the healthy index does.
        where: The filter that the search was left with; empty for none.
    """

    id: str
    query: str
    expected: str
    cause: Cause
    asked: str
    why: str
    fault: str = ""
    where: Where = ()

    @property
    def retriever(self) -> Retriever:
        """The list the document is missing from: only one that fusion dropped is in the others."""
        return Retriever.HYBRID if self.cause is Cause.FUSION_DROPPED else Retriever.EMBEDDING
