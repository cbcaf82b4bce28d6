"""Do documents, vectors, ANN structure and keyword index hold the same number of entries?"""

from __future__ import annotations

from inspector.diagnose.health.check import HealthCheck, Outcome
from inspector.diagnose.health.subject import Subject
from inspector.errors import StoreError
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.search.keyword import open_keyword
from inspector.stores.ann_probe import inspect_file
from inspector.stores.layout import ANN


def run(subject: Subject) -> Outcome:
    """Give the finding where a part holds more or fewer entries than there are documents, or cannot be opened."""
    parts = {"Documents and vectors": subject.count}
    broken = []
    for name, counted in (("Entries of the ANN structure", _structure), ("Documents in the keyword index", _keyword)):
        try:
            found = counted(subject)
        except StoreError as error:
            broken.append(Evidence(name, error.message))
            continue
        if found is not None:
            parts[name] = found
    measured = (*(Evidence(name, f"{number:,}") for name, number in parts.items()), *broken)
    differing = [f"{name[0].lower()}{name[1:]}: {number:,}" for name, number in parts.items()]
    if len(set(parts.values())) > 1:
        summary = f"The parts of this index do not belong together: {'; '.join(differing)}."
        return Outcome(_finding(Cause.COUNT_MISMATCH, summary, measured), measured)
    if broken:
        summary = f"A part of this index cannot be opened: {broken[0].value}"
        return Outcome(_finding(None, summary, measured), measured)
    return Outcome(measured=measured)


def _finding(cause: Cause | None, summary: str, measured: tuple[Evidence, ...]) -> Finding:
    return Finding(
        cause=cause,
        check=CHECK.name,
        severity=Severity.FAILURE,
        summary=summary,
        evidence=measured,
        likely_cause="One part was rebuilt or replaced, and the others were not.",
        try_this="Rebuild the index, so that all parts come from the same documents.",
        verify_by="Compare the counts above: entry i of every part must be document i.",
    )


def _structure(subject: Subject) -> int | None:
    """Count the entries of the ANN structure; None where there is none.

    Raises:
        StoreError: its file cannot be read at all.
    """
    try:
        structure = subject.structure()
    except StoreError:  # refused because it does not fit, or unreadable: a process of its own finds out which
        if subject.folder is None:
            raise
        return inspect_file(subject.folder / ANN).count
    return structure.count if structure else None


def _keyword(subject: Subject) -> int | None:
    """Count the documents of the keyword index; None where there is none.

    Raises:
        StoreError: it cannot be opened.
    """
    folder = subject.collection.keyword_folder
    return open_keyword(folder).count if folder else None


CHECK = HealthCheck(
    name="counts",
    question="Do documents, vectors, ANN structure and keyword index hold the same number of entries?",
    run=run,
)
