"""Do vectors of unequal length distort a ranking by inner product or L2?

On vectors of one length all metrics rank alike, and by the cosine lengths do not matter: no finding then.
"""

from __future__ import annotations

import numpy as np

from inspector.contract import Metric
from inspector.diagnose.health.check import HealthCheck, Need, Outcome
from inspector.diagnose.health.subject import UNEQUAL, Subject
from inspector.embedders.facts import ModelFacts, facts_of
from inspector.records.findings import Cause, Evidence, Finding, Severity
from inspector.vectors import FloatArray

_METRICS = {Metric.COSINE: "cosine", Metric.INNER_PRODUCT: "inner product", Metric.L2: "L2 distance"}


def run(subject: Subject) -> Outcome:
    """Give the finding where lengths differ and count; a note where the model itself makes them so."""
    lengths = subject.lengths[subject.directed]
    metric = subject.collection.contract.metric
    measured = (Evidence("Lengths of the vectors", _spread(lengths)), Evidence("Ranks by", _METRICS[metric]))
    origin = subject.collection.origin
    if origin is not None and origin.decoded:
        known = Evidence("Taken from codes", "which change lengths, so the original ones are not known")
        return Outcome(measured=(*measured, known))
    if subject.equal_lengths or metric is Metric.COSINE:
        return Outcome(measured=measured)
    relative = np.where(subject.directed, subject.lengths / np.median(lengths), 1.0)
    rows = np.argsort(-np.abs(np.log(relative)), kind="stable")
    meant = _is_meant(subject)
    finding = Finding(
        cause=Cause.NOT_NORMALIZED,
        check=CHECK.name,
        severity=Severity.NOTE if meant else Severity.WARNING,
        summary=f"The vectors have unequal lengths, from {lengths.min():.3g} to {lengths.max():.3g}, and the index "
        f"ranks by {_METRICS[metric]}: how long a vector is decides with its direction.",
        evidence=(*measured, Evidence("Vectors whose length is not the middle one", _off(lengths))),
        likely_cause="The model makes vectors of unequal length, which may be meant: some models are trained so."
        if meant
        else "The vectors were stored without being scaled to length 1, or only some of them were.",
        try_this="Build with the metric cosine, or scale the vectors to length 1.",
        verify_by="Compare the same queries with the metric cosine: results change where lengths decided.",
        ids=subject.named(rows),
    )
    return Outcome(finding, measured)


def _is_meant(subject: Subject) -> bool:
    """Whether the model says of itself that it makes vectors of any length."""
    facts = facts_of(subject.embedder) if subject.embedder else ModelFacts()
    return facts != ModelFacts() and not facts.normalized


def _spread(lengths: FloatArray) -> str:
    low, middle, high = np.quantile(lengths, (0, 0.5, 1))
    return f"shortest {low:.4g}, middle {middle:.4g}, longest {high:.4g}"


def _off(lengths: FloatArray) -> str:
    off = int(np.count_nonzero(np.abs(lengths / np.median(lengths) - 1) > UNEQUAL))
    return f"{off:,} of {len(lengths):,} (by more than {UNEQUAL:.1%})"


CHECK = HealthCheck(
    name="not_normalized",
    question="Do vectors of unequal length distort the ranking?",
    run=run,
    needs=(Need.DIRECTIONS,),
)
