"""Are the stored vectors those of these texts by this model? Five checks on one sample embedded anew.

A table: what a vector may be of instead, and what is said of it. The count is given with its exact bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from inspector.diagnose.freshness.judge import Origin
from inspector.diagnose.health.agreement import Agreement, at_least, at_most, percent
from inspector.diagnose.health.check import HealthCheck, Need, Outcome
from inspector.diagnose.health.subject import WORST, Subject
from inspector.records.findings import Cause, Evidence, Finding, Severity


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way for a stored vector to be something else than its text's.

    Attributes:
        origin: What it is of.
        name: Name of the check.
        question: What the check asks.
        cause: Its word; None for an observation.
        severity: How much it matters.
        what: Ends the sentence "3 of 299 documents have vectors …".
        likely_cause: Why this usually happens.
        try_this: What to do.
    """

    origin: Origin
    name: str
    question: str
    cause: Cause | None
    severity: Severity
    what: str
    likely_cause: str
    try_this: str


DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        Origin.FOREIGN,
        "foreign_model",
        "Are there vectors that another model made?",
        Cause.FOREIGN_MODEL,
        Severity.FAILURE,
        "that are not of this model",
        "The index was filled by another model or another version of it, wholly or in part.",
        "Embed all documents with one model, and write down which.",
    ),
    Deviation(
        Origin.PROMPT,
        "missing_prompt",
        "Were the documents embedded with the prompt that the contract names?",
        Cause.MISSING_PROMPT,
        Severity.WARNING,
        "made with another prompt before the text than the contract says",
        "The model asks for a prompt before documents, and the program that embedded them did otherwise.",
        "Embed the documents again with the prompt that the model asks for, and the queries with theirs.",
    ),
    Deviation(
        Origin.STALE,
        "stale_vector",
        "Are there vectors of an older text?",
        Cause.STALE_VECTOR,
        Severity.WARNING,
        "of another text than the one that is stored",
        "The texts were edited after they had been embedded.",
        "Embed the changed documents again; note a hash of the text beside each vector to find them.",
    ),
    Deviation(
        Origin.RECIPE,
        "recipe",
        "Was embedded what the text recipe says?",
        Cause.STALE_VECTOR,
        Severity.WARNING,
        "made by another text recipe than the contract says",
        "Title and text were put together differently when these documents were embedded.",
        "Correct the recipe in the contract, or embed these documents again.",
    ),
    Deviation(
        Origin.READ_LENGTH,
        "read_length",
        "Were the texts read as far as the contract says?",
        Cause.TRUNCATED,
        Severity.WARNING,
        "of texts that were cut off elsewhere than the contract says",
        "The model was set to read another number of tokens when these documents were embedded.",
        "Set max_tokens to what was used, or embed these documents again.",
    ),
    Deviation(
        Origin.PRECISION,
        "precision",
        "Were the vectors stored or computed in another precision?",
        None,
        Severity.NOTE,
        "that differ from the text's only by precision",
        "Vectors were stored in fewer bits, or the model was run in another precision.",
        "Nothing needs to be done; embed again in float32 where the last digits matter.",
    ),
)


def run(deviation: Deviation, subject: Subject) -> Outcome:
    """Give the finding where documents of the sample deviate in this way."""
    agreement = subject.agreement
    found = agreement.of(deviation.origin)
    measured = (
        Evidence("Embedded anew and looked at", f"{agreement.looked:,} of {subject.count:,} documents"),
        Evidence(f"Vectors {deviation.what}", _share(len(found), agreement)),
    )
    if not found:
        return Outcome(measured=measured)
    numbers = {number.name: number.value for each in found for number in each.judgement.numbers}
    by = numbers.get("recovered_by")
    away = f"{found[-1].judgement.deviation:.2g} to {found[0].judgement.deviation:.2g}"
    evidence = [
        *measured,
        Evidence("The whole sample", agreement.account),
        Evidence("Distance from the text embedded anew (cosine, 0 = the same)", away),
    ]
    if by is not None:
        evidence.append(Evidence("Given back by", repr(by)))
    evidence.append(Evidence("The furthest", found[0].judgement.sentence))
    finding = Finding(
        cause=deviation.cause,
        check=deviation.name,
        severity=deviation.severity,
        summary=f"{len(found):,} of {agreement.looked:,} documents looked at have vectors {deviation.what}.",
        evidence=tuple(evidence),
        likely_cause=deviation.likely_cause,
        try_this=deviation.try_this,
        verify_by="Ask why one of the documents named here is not found: its stored vector is compared with its text.",
        ids=subject.named(np.array([each.row for each in found[:WORST]], dtype=np.int64)),
    )
    return Outcome(finding, measured)


def _share(found: int, agreement: Agreement) -> str:
    """Say how many were found, and what share of all documents that leaves possible."""
    if agreement.whole and agreement.looked == agreement.size:
        return f"{found:,}"
    low, high = at_least(found, agreement.looked), at_most(found, agreement.looked)
    if not found:
        return f"none: at most {percent(high)} % of all documents, with 95 % confidence"
    bounds = f"at least {percent(low)} % and at most {percent(high)} % of all documents"
    return f"{found:,}: {bounds}, each with 95 % confidence"


def _bound(deviation: Deviation) -> Callable[[Subject], Outcome]:
    return partial(run, deviation)


CHECKS: tuple[HealthCheck, ...] = tuple(
    HealthCheck(each.name, each.question, _bound(each), (Need.MODEL, Need.SAMPLE)) for each in DEVIATIONS
)
