"""What the checks believe, with evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """Why a document is not there, or what is wrong with an index: the closed list, the same words everywhere."""

    FOUND = "found"
    NOT_INDEXED = "not_indexed"
    FILTERED_OUT = "filtered_out"
    EMPTY_TEXT = "empty_text"
    INVALID_VECTOR = "invalid_vector"
    ZERO_VECTOR = "zero_vector"
    FOREIGN_MODEL = "foreign_model"
    MISSING_PROMPT = "missing_prompt"
    STALE_VECTOR = "stale_vector"
    WRONG_METRIC = "wrong_metric"
    NOT_NORMALIZED = "not_normalized"
    ANN_MISS = "ann_miss"
    QUANTIZATION_LOSS = "quantization_loss"
    FUSION_DROPPED = "fusion_dropped"
    TRUNCATED = "truncated"
    DUPLICATES_CROWD = "duplicates_crowd"
    HUB_CROWD = "hub_crowd"
    EXACT_TERM_MISSED = "exact_term_missed"
    NEGATION_IGNORED = "negation_ignored"
    BELOW_CUT = "below_cut"
    MODEL_LIMIT = "model_limit"
    OUT_OF_DOMAIN = "out_of_domain"
    CONTRACT_UNVERIFIED = "contract_unverified"
    COUNT_MISMATCH = "count_mismatch"
    ANN_RECALL_LOW = "ann_recall_low"
    COPIES = "copies"
    HUBS = "hubs"


class Severity(StrEnum):
    """How much a finding matters."""

    NOTE = "note"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact behind a finding.

    Attributes:
        label: What was looked at, with its unit.
        value: What was found, as shown to people.
    """

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check believes.

    Attributes:
        cause: Its word of the closed list; None where the finding is an observation and no cause.
        check: Name of the check.
        severity: How much it matters.
        summary: One sentence for a person who is no specialist; parts of the query in double quotes.
        evidence: The facts, each with its number.
        likely_cause: Why this usually happens, one sentence.
        try_this: What to do, one sentence.
        verify_by: How to see that it is so, one sentence.
        ids: Documents it talks about, most important first.
    """

    cause: Cause | None
    check: str
    severity: Severity
    summary: str
    evidence: tuple[Evidence, ...]
    likely_cause: str
    try_this: str
    verify_by: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A check that could not be made.

    Attributes:
        check: Name of the check.
        why: What it lacked, one sentence.
    """

    check: str
    why: str
