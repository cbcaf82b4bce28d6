"""What the queries of a group have in common, in plain words: the end of the sentence "23 of 60 failing queries: …".

Invariant: every cause and every check of one query has a phrase; a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping

from inspector.diagnose import CHECKS as ASKED
from inspector.diagnose.check import Need
from inspector.records.findings import Cause, NotChecked

CAUSES: Mapping[Cause, str] = {
    Cause.FOUND: "their document comes when the query is asked alone",
    Cause.NOT_INDEXED: "their document is not in the index",
    Cause.FILTERED_OUT: "the filter leaves their document out",
    Cause.EMPTY_TEXT: "their document has no text",
    Cause.INVALID_VECTOR: "their document's vector is not made of numbers",
    Cause.ZERO_VECTOR: "their document's vector is all zeros",
    Cause.FOREIGN_MODEL: "their document's vector comes from another model",
    Cause.MISSING_PROMPT: "the model's instruction is missing on one side",
    Cause.STALE_VECTOR: "their document's vector belongs to another text",
    Cause.WRONG_METRIC: "the index measures the wrong way",
    Cause.NOT_NORMALIZED: "vectors of different lengths are compared",
    Cause.ANN_MISS: "the fast search passes over their document",
    Cause.QUANTIZATION_LOSS: "compressed vectors blur the difference",
    Cause.FUSION_DROPPED: "combining the two lists drops their document",
    Cause.TRUNCATED: "their documents are cut off before the part that answers",
    Cause.DUPLICATES_CROWD: "copies take the places",
    Cause.HUB_CROWD: "documents that are near to everything take the places",
    Cause.EXACT_TERM_MISSED: "an identifier or rare word decides, and the embedding hardly reads it",
    Cause.NEGATION_IGNORED: "the model passes over a “not”",
    Cause.BELOW_CUT: "their document misses the list by a hair",
    Cause.MODEL_LIMIT: "the model really places their document far away",
    Cause.OUT_OF_DOMAIN: "the collection probably has nothing on them",
    Cause.CONTRACT_UNVERIFIED: "what made the vectors is not proved",
    Cause.COUNT_MISMATCH: "the parts of the index do not fit together",
    Cause.ANN_RECALL_LOW: "the fast search misses near documents",
    Cause.COPIES: "copies fill the list",
    Cause.HUBS: "a few documents come for everything",
}

CHECKS: Mapping[str, str] = {
    "ann_missed": "the fast search misses documents that are nearer than what it returns",
    "exact_term": "an identifier or rare word decides, and the embedding hardly reads it",
    "no_good_answer": "the collection probably has nothing on them",
    "copies": "copies of one text hold several places",
    "disagreement": "keyword search and the embedding want different documents",
    "cut_off": "some of the results are longer than the model reads",
}

EMBEDDING = "What does the embedding find?"
"""What is not asked where there is no embedding search, beside the questions of the checks."""

_NEEDS_EFFECTS = (
    "triage does not measure what each word of a query does, and without that it cannot be said of queries that have "
    "no expected document; Inspect measures it, one query at a time"
)

UNKNOWN = "why could not be said"
NOT_TRACED = "the cause was not looked for"
UNANSWERED = "the model could not read the query"


def percent(share: float) -> str:
    """Write a share, 0 to 1, as whole percent; what is more than nothing is not written as 0."""
    written = f"{share:.0%}"
    return "under 1%" if share > 0 and written == "0%" else written


def not_looked_at(left_out: NotChecked) -> str:
    """Say what a check that could not be made asks, and why it was not made."""
    question = next((each.question for each in ASKED if each.name == left_out.check), EMBEDDING)
    why = _NEEDS_EFFECTS if left_out.why == Need.CONTRIBUTIONS else left_out.why
    return f"Not asked: {question} The reason: {why}."


def queries(number: int, kind: str = "") -> str:
    """Write a number of queries: "1 query", "12 failing queries"."""
    return f"{number:,} {kind}{' ' if kind else ''}{'query' if number == 1 else 'queries'}"
