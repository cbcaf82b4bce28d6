"""What the check of a whole index found: its contract field by field, findings, and what could not be checked."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.contract import Source
from inspector.records.findings import Evidence, Finding, NotChecked


@dataclass(frozen=True, slots=True)
class ContractField:
    """One field of a contract.

    Attributes:
        name: Its name in `Contract`.
        value: Its value, as shown to people; empty where unknown.
        source: How sure it is.
        why: For a verified field what agreed; for another, why it is not: a short phrase, or empty.
    """

    name: str
    value: str
    source: Source
    why: str = ""


@dataclass(frozen=True, slots=True)
class CheckMade:
    """A check that was made, whatever it found.

    Attributes:
        name: Its name.
        question: What it asks, one sentence.
        measured: What it measured, also where all is well.
    """

    name: str
    question: str
    measured: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """The state of an index.

    Attributes:
        name: The index's name.
        fingerprint: Of its content.
        count: Number of documents.
        contract: Field by field, in the order of `Contract`.
        findings: Gravest first.
        not_checked: What could not be checked, and why.
        checks: The checks that were made, in the order of their table.
        sample: How many documents were embedded anew and compared.
        made_at: When, ISO 8601 time in UTC.
    """

    name: str
    fingerprint: str
    count: int
    contract: tuple[ContractField, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    checks: tuple[CheckMade, ...]
    sample: int
    made_at: str
