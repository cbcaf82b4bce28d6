"""Does the contract hold, and is it more than somebody's word?

Declared by the build is enough; what a user stated, or nobody said, must be shown by documents embedded anew.
"""

from __future__ import annotations

from inspector.contract import Source
from inspector.diagnose.health.check import HealthCheck, Outcome
from inspector.diagnose.health.fields import agreement_of, normalized_holds
from inspector.diagnose.health.subject import Subject
from inspector.embedders.facts import facts_of
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.text import quoted


def run(subject: Subject) -> Outcome:
    """Give the finding where the model is nobody's declaration and not shown either, or where facts contradict."""
    contract = subject.collection.contract
    agreement = agreement_of(subject)
    said = agreement.account if agreement else subject.no_model
    measured = (
        Evidence("The model", quoted(contract.model) if contract.model else "unknown"),
        Evidence("Shown by documents embedded anew", said or "nothing"),
    )
    doubt = _doubt(subject, shown=agreement is not None and agreement.most_agree)
    if not doubt:
        return Outcome(measured=measured)
    finding = Finding(
        cause=Cause.CONTRACT_UNVERIFIED,
        check=CHECK.name,
        severity=Severity.WARNING,
        summary=doubt,
        evidence=measured,
        likely_cause="The vectors were made elsewhere, and what made them was not written down with them.",
        try_this="Name the model that made the vectors and check again; where nobody knows it, rebuild.",
        verify_by="Check again with the right model: its documents embedded anew agree with the stored vectors.",
    )
    return Outcome(finding, measured)


def _doubt(subject: Subject, *, shown: bool) -> str:
    """Say what is doubtful about the contract; empty where nothing is."""
    contract = subject.collection.contract
    if not contract.model:
        return "Nobody said which model made these vectors, so nothing can be compared with them."
    if contract.source("model") is not Source.DECLARED and not shown:
        return f"That {quoted(contract.model)} made these vectors is somebody's word, and could not be shown."
    loaded = facts_of(subject.embedder).weights_sha256 if subject.embedder else ""
    if contract.weights_sha256 and loaded and loaded != contract.weights_sha256:
        return f"{quoted(contract.model)} as it is loaded here has other weights than the contract names."
    if contract.normalized and not normalized_holds(subject):
        return "The contract says that all vectors have the length 1, and they have not."
    return ""


CHECK = HealthCheck(name="contract", question="Does the contract hold, and is it more than somebody's word?", run=run)
