"""Do a few documents crowd the lists of many others, and are some in no list at all?

How often a document is among the ten nearest of another; the convention of the field for what is a hub is in
`diagnose/hubs.py`. Nearly every collection has some: a note, unless they take more than half of all places.
"""

from __future__ import annotations

import numpy as np

from inspector.diagnose.health.check import HealthCheck, Need, Outcome
from inspector.diagnose.health.subject import WORST, Subject
from inspector.diagnose.hubs import Hubness
from inspector.records.documents import Document
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.text import quoted, shortened


def run(subject: Subject) -> Outcome:
    """Give the finding where there are hubs."""
    hubs = subject.hubness
    places = int(hubs.counts.sum())
    share = int(hubs.counts[hubs.rows].sum()) / places if places else 0.0
    measured = _measured(subject, hubs, share)
    if not len(hubs.rows):
        return Outcome(measured=measured)
    names = subject.named(hubs.rows)
    first = (
        Evidence(f"In {hubs.counts[row]:,} of {hubs.queries:,} lists", _named(document))
        for row, document in zip(hubs.rows[:WORST], subject.collection.documents(names), strict=True)
    )
    finding = Finding(
        cause=Cause.HUBS,
        check=CHECK.name,
        severity=Severity.WARNING if share > 0.5 else Severity.NOTE,
        summary=f"{len(hubs.rows):,} of {subject.count:,} documents are hubs, near to very many others: they take "
        f"{share:.0%} of all places in the lists of {hubs.k} nearest.",
        evidence=(*measured, *first),
        likely_cause="Generic texts (overviews, boilerplate, very short ones) lie in the middle of a collection, and "
        "the middle is near to everything.",
        try_this="Read the first of them; leave out what answers no question, and split what speaks of everything.",
        verify_by="Search for several things that have nothing to do with each other: the same documents come.",
        ids=names,
    )
    return Outcome(finding, measured)


def _named(document: Document) -> str:
    return quoted(shortened(document.title or document.text or document.id))


def _measured(subject: Subject, hubs: Hubness, share: float) -> tuple[Evidence, ...]:
    asked = f"{hubs.queries:,} of {subject.count:,}" if hubs.queries < subject.count else f"all {subject.count:,}"
    found = [
        Evidence("Documents whose nearest were looked up", asked),
        Evidence("Hubs, and the share of all places they take", f"{len(hubs.rows):,}, {share:.1%}"),
    ]
    if np.isfinite(hubs.bar):
        found.append(Evidence("A hub stands in more lists than", f"{hubs.bar:.1f} (mean plus two deviations)"))
    return (*found, Evidence("Documents that stand in no list", f"{hubs.antihubs:,}"))


CHECK = HealthCheck(
    name="hubs",
    question="Do a few documents crowd the lists of many others?",
    run=run,
    needs=(Need.DIRECTIONS,),
)
