"""What the check of a whole index found: its contract field by field, findings, and what could not be checked."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.contract import Source
from inspector.records.findings import Finding, NotChecked


@dataclass(frozen=True, slots=True)
class ContractField:
    """One field of a contract.

    Attributes:
        name: Its name in `Contract`.
        value: Its value, as shown to people; empty where unknown.
        source: How sure it is.
        why: For a verified field what agreed; for another, what it would take, a short phrase.
    """

    name: str
    value: str
    source: Source
    why: str = ""


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
        checked: How many checks were made.
        sample: How many documents were embedded anew.
    """

    name: str
    fingerprint: str
    count: int
    contract: tuple[ContractField, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    checked: int
    sample: int
