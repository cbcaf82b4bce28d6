"""The health of a whole index: the table of all its checks, and the run through it.

Adding a check = one file in `checks/`, one row here, one test, one paragraph in the in-app help. Invariant: whatever is
wrong with an index, a run ends with an answer; a check that cannot be made says why.
"""

from __future__ import annotations

from datetime import UTC, datetime

from inspector.diagnose.health.check import LACKS, HealthCheck, Outcome
from inspector.diagnose.health.checks import (
    contract,
    copies,
    counts,
    empty_texts,
    files,
    hubs,
    invalid_vectors,
    lengths,
    metric,
    origins,
    recall,
    same_vectors,
    truncated,
    zero_vectors,
)
from inspector.diagnose.health.fields import agreement_of, contract_fields
from inspector.diagnose.health.subject import Subject
from inspector.embedders.embedder import Embedder
from inspector.errors import CancelledError, InspectorError
from inspector.progress import Progress, silent
from inspector.records.findings import NotChecked, Severity
from inspector.records.health import CheckMade, Health
from inspector.stores.collection import Collection

HEALTH_CHECKS: tuple[HealthCheck, ...] = (
    files.CHECK,
    counts.CHECK,
    invalid_vectors.CHECK,
    zero_vectors.CHECK,
    lengths.CHECK,
    metric.CHECK,
    empty_texts.CHECK,
    copies.CHECK,
    same_vectors.CHECK,
    hubs.CHECK,
    truncated.CHECK,
    *origins.CHECKS,
    contract.CHECK,
    recall.CHECK,
)

_ORDER = (Severity.FAILURE, Severity.WARNING, Severity.NOTE)


def check_index(
    collection: Collection,
    embedder: Embedder | None = None,
    *,
    queries: tuple[str, ...] = (),
    no_model: str = "",
    progress: Progress = silent,
    checks: tuple[HealthCheck, ...] = HEALTH_CHECKS,
) -> Health:
    """Examine an index whole.

    Args:
        collection: Any, also one without a keyword index, without texts, or with vectors that are not finite.
        embedder: The model of its contract; without it, what needs one is not checked.
        queries: Real queries to measure recall with; empty = pseudo-queries.
        no_model: Why there is no embedder, as the end of a sentence.
        progress: Told how far each measurement has come.
        checks: Which checks to make.

    Raises:
        CancelledError: progress asked to stop.
    """
    subject = Subject(collection, embedder, queries=queries, no_model=no_model, progress=progress)
    findings, made, left_out = [], [], []
    for check in checks:
        outcome = _outcome(check, subject)
        if isinstance(outcome, NotChecked):
            left_out.append(outcome)
            continue
        made.append(CheckMade(check.name, check.question, outcome.measured))
        if outcome.finding:
            findings.append(outcome.finding)
    agreement = agreement_of(subject)
    return Health(
        name=collection.name,
        fingerprint=collection.fingerprint,
        count=collection.count,
        contract=contract_fields(subject),
        findings=tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.severity))),
        not_checked=tuple(left_out),
        checks=tuple(made),
        sample=agreement.size if agreement else 0,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _outcome(check: HealthCheck, subject: Subject) -> Outcome | NotChecked:
    """Make a check, or say why it could not be made."""
    try:
        missing = next((why for need in check.needs if (why := LACKS[need](subject))), "")
        return NotChecked(check.name, missing) if missing else check.run(subject)
    except CancelledError:
        raise
    except InspectorError as error:
        return NotChecked(check.name, f"{error.message[:1].lower()}{error.message[1:].rstrip('.')}")
