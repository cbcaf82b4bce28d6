"""The result of a check in a sentence."""

from __future__ import annotations

from inspector.records.findings import Severity
from inspector.records.health import Health
from inspector.text import counted, listed

_GRAVE = (Severity.FAILURE, Severity.WARNING)


def summary(health: Health) -> str:
    """Say how many checks were made and what they found.

    Such as "18 checks: 1 failure (foreign model) and 2 notes (copies, hubs). 3 checks could not be made."
    """
    said = counted(len(health.checks), "check")
    found = [phrase for severity in reversed(Severity) if (phrase := _found(health, severity))]
    if not any(finding.severity in _GRAVE for finding in health.findings):
        said += ", nothing wrong" if found else ", nothing found"
    said += f": {listed(found)}." if found else "."
    if health.not_checked:
        said += f" {counted(len(health.not_checked), 'check')} could not be made."
    return said


def _found(health: Health, severity: Severity) -> str:
    """Say how many findings of a severity there are, and what about; empty for none."""
    names = [finding.check.replace("_", " ") for finding in health.findings if finding.severity is severity]
    return f"{counted(len(names), severity.value)} ({', '.join(names)})" if names else ""
