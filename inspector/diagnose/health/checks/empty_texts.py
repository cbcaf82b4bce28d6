"""Are there documents with nothing to embed?"""

from __future__ import annotations

import numpy as np

from inspector.diagnose.health.check import HealthCheck, Outcome
from inspector.diagnose.health.subject import Subject
from inspector.records.findings import Cause, Evidence, Finding, Severity


def run(subject: Subject) -> Outcome:
    """Give the finding where the text recipe makes an empty text of a document."""
    rows = np.flatnonzero(subject.texts.empty)
    measured = Evidence("Documents with nothing to embed", f"{len(rows):,} of {subject.count:,}")
    if not len(rows):
        return Outcome(measured=(measured,))
    recipe = Evidence("What is embedded of each document (text recipe)", repr(subject.collection.contract.recipe))
    finding = Finding(
        cause=Cause.EMPTY_TEXT,
        check=CHECK.name,
        severity=Severity.WARNING,
        summary=f"Nothing was embedded of {len(rows):,} of {subject.count:,} documents: they have no text, so no "
        "question finds them by their content.",
        evidence=(measured, recipe),
        likely_cause="The text was lost when the documents were read, such as from scanned pages or another field.",
        try_this="Repair or leave out these documents, then rebuild; or name the field that holds their text.",
        verify_by="Open one of the documents named here: its text is empty.",
        ids=subject.named(rows),
    )
    return Outcome(finding, (measured,))


CHECK = HealthCheck(name="empty_text", question="Are there documents with nothing to embed?", run=run)
