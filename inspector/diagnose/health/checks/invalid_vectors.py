"""Are there vectors with a NaN or an infinite component?"""

from __future__ import annotations

import numpy as np

from inspector.diagnose.health.check import HealthCheck, Outcome
from inspector.diagnose.health.subject import Subject
from inspector.records.findings import Cause, Evidence, Finding, Severity


def run(subject: Subject) -> Outcome:
    """Give the finding where a vector is not finite."""
    rows = np.flatnonzero(~np.isfinite(subject.lengths))
    measured = Evidence("Vectors with a NaN or infinite component", f"{len(rows):,} of {subject.count:,}")
    if not len(rows):
        return Outcome(measured=(measured,))
    finding = Finding(
        cause=Cause.INVALID_VECTOR,
        check=CHECK.name,
        severity=Severity.FAILURE,
        summary=f"{len(rows):,} of {subject.count:,} documents can never be found: their vectors hold numbers that are "
        "not finite.",
        evidence=(measured,),
        likely_cause="The model overflowed in half precision, or vectors were damaged on their way into the index.",
        try_this="Embed these documents again, in float32.",
        verify_by="Ask why one of the documents named here is not found: its vector is not finite.",
        ids=subject.named(rows),
    )
    return Outcome(finding, (measured,))


CHECK = HealthCheck(name="invalid_vector", question="Are there vectors with a NaN or an infinite component?", run=run)
