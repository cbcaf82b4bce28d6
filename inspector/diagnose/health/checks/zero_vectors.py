"""Are there vectors that are zero throughout?"""

from __future__ import annotations

import numpy as np

from inspector.diagnose.health.check import HealthCheck, Outcome
from inspector.diagnose.health.subject import Subject
from inspector.records.findings import Cause, Evidence, Finding, Severity


def run(subject: Subject) -> Outcome:
    """Give the finding where a vector has no direction; a failure where such a document has a text."""
    zero = subject.lengths == 0
    rows = np.flatnonzero(zero)
    measured = Evidence("Vectors that are zero throughout", f"{len(rows):,} of {subject.count:,}")
    if not len(rows):
        return Outcome(measured=(measured,))
    with_text = np.flatnonzero(zero & ~subject.texts.empty)
    counted = Evidence("Of them, documents with a text", f"{len(with_text):,}")
    finding = Finding(
        cause=Cause.ZERO_VECTOR,
        check=CHECK.name,
        severity=Severity.FAILURE if len(with_text) else Severity.WARNING,
        summary=f"{len(rows):,} of {subject.count:,} vectors are zero: they point nowhere, and are equally far from "
        "every query.",
        evidence=(measured, counted),
        likely_cause="Embedding these documents failed and zeros were stored in place of the answer."
        if len(with_text)
        else "These documents have no text, and zeros were stored for them.",
        try_this="Embed these documents again, and let a build stop where embedding fails.",
        verify_by="Ask why one of the documents named here is not found: its vector has the length 0.",
        ids=subject.named(with_text if len(with_text) else rows),
    )
    return Outcome(finding, (measured,))


CHECK = HealthCheck(name="zero_vector", question="Are there vectors that are zero throughout?", run=run)
