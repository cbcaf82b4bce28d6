"""Does production rank by the metric of the contract?

Told from the scores that the ANN structure gives, not from what it says of itself: a structure of unit vectors ranks by
the cosine under either name. On vectors of one length all metrics rank alike.
"""

from __future__ import annotations

from inspector.contract import Metric
from inspector.diagnose.health.check import HealthCheck, Need, Outcome
from inspector.diagnose.health.subject import Subject
from inspector.records.findings import Cause, Evidence, Finding, Severity

_NAMES = {Metric.COSINE: "cosine", Metric.INNER_PRODUCT: "inner product", Metric.L2: "L2 distance"}


def run(subject: Subject) -> Outcome:
    """Give the finding where the structure ranks by another metric, and that makes a difference."""
    wanted, found = subject.collection.contract.metric, subject.ranks_by
    if found is None:
        return Outcome(measured=(Evidence("Ranks by", f"{_NAMES[wanted]}; production searches all vectors"),))
    lengths = "equal" if subject.equal_lengths else "unequal"
    measured = (
        Evidence("The contract says", _NAMES[wanted]),
        Evidence("The ANN structure ranks by", _NAMES[found]),
        Evidence("Lengths of the vectors", lengths),
    )
    if found is wanted or subject.equal_lengths:
        return Outcome(measured=measured)
    finding = Finding(
        cause=Cause.WRONG_METRIC,
        check=CHECK.name,
        severity=Severity.FAILURE,
        summary=f"Production ranks by another metric than the contract says: {_NAMES[found]} instead of "
        f"{_NAMES[wanted]}.",
        evidence=measured,
        likely_cause="The ANN structure was built with another setting, or over vectors that were not scaled alike.",
        try_this="Rebuild the ANN structure from the same vectors with the metric of the contract.",
        verify_by="Search the same query with and without all vectors: the order of the results changes.",
    )
    return Outcome(finding, measured)


CHECK = HealthCheck(
    name="wrong_metric",
    question="Does production rank by the metric of the contract?",
    run=run,
    needs=(Need.STRUCTURE,),
)
