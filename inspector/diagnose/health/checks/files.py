"""Are the files still the ones that the build wrote? Compared by their SHA-256."""

from __future__ import annotations

from inspector.diagnose.health.check import HealthCheck, Need, Outcome
from inspector.diagnose.health.subject import WORST, Subject
from inspector.records.findings import Evidence, Finding, Severity
from inspector.stores.finish import verify
from inspector.stores.manifest import read_manifest
from inspector.text import listed


def run(subject: Subject) -> Outcome:
    """Give the finding where a file differs from its hash, or is gone."""
    if subject.folder is None:
        return Outcome()
    number = len(read_manifest(subject.folder).files)
    changed = verify(subject.folder, subject.progress)
    measured = Evidence("Files that are as they were built", f"{number - len(changed)} of {number}")
    if not changed:
        return Outcome(measured=(measured,))
    names = listed(changed[:WORST])
    more = f" and {len(changed) - WORST} more" if len(changed) > WORST else ""
    finding = Finding(
        cause=None,
        check=CHECK.name,
        severity=Severity.FAILURE,
        summary=f"Files of this index changed after it was built: {names}{more}.",
        evidence=(measured, Evidence("Changed or missing", ", ".join(changed))),
        likely_cause="A copy that broke off, a failing disk, or a program that wrote into the folder.",
        try_this="Restore the folder from a copy, or rebuild the index.",
        verify_by="Compare sha256sum of each file named with its entry in manifest.json.",
    )
    return Outcome(finding, (measured,))


CHECK = HealthCheck(
    name="files",
    question="Are the files still the ones that the build wrote?",
    run=run,
    needs=(Need.HASHES,),
)
