"""Does the index hold the same text more than once?

Exact copies only: the same text, or the same embedded text. A text that stands more often than a list of ten has
places can fill the whole list, which makes it a warning.
"""

from __future__ import annotations

import numpy as np

from inspector.diagnose.health.check import HealthCheck, Outcome
from inspector.diagnose.health.subject import WORST, Subject
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.text import quoted, shortened

LIST = 10


def run(subject: Subject) -> Outcome:
    """Give the finding where at least two documents are copies."""
    groups = subject.texts.groups
    _, first, sizes = np.unique(groups, return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    first, sizes = first[order], sizes[order]
    repeated = int(np.count_nonzero(sizes > 1))
    more = int((sizes - 1).sum())
    measured = (
        Evidence("Documents that repeat another one", f"{more:,} of {subject.count:,} ({more / subject.count:.1%})"),
        Evidence("Texts that stand more than once", f"{repeated:,}"),
    )
    if not repeated:
        return Outcome(measured=measured)
    rows = first[: min(repeated, WORST)]
    names = subject.named(rows)
    largest = (
        Evidence(f"Stands {size:,} times", quoted(shortened(document.title or document.text)))
        for size, document in zip(sizes, subject.collection.documents(names), strict=False)
    )
    finding = Finding(
        cause=Cause.COPIES,
        check=CHECK.name,
        severity=Severity.WARNING if sizes[0] > LIST else Severity.NOTE,
        summary=f"{more:,} of {subject.count:,} documents repeat the text of another; one text stands {sizes[0]:,} "
        "times.",
        evidence=(*measured, *largest),
        likely_cause="The same text was indexed more than once: versions, reposts, or boilerplate.",
        try_this="Index each text once, or show one result per text.",
        verify_by="Search for the first sentence of a document named here: its copies stand side by side.",
        ids=names,
    )
    return Outcome(finding, measured)


CHECK = HealthCheck(name="copies", question="Does the index hold the same text more than once?", run=run)
