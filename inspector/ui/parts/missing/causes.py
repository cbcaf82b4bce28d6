"""The causes in plain words: a title for each, and its paragraph from the help text.

Invariant: every cause of the closed list has both; a test compares them. The paragraph on the help page and the one
behind "What is this?" are the same text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from inspector.records.findings import Cause
from inspector.text import join_spaces

TEXT = Path(__file__).resolve().parents[2] / "help" / "causes.md"
HEADING = "## "

TITLES: Mapping[Cause, str] = {
    Cause.FOUND: "It is there",
    Cause.NOT_INDEXED: "It is not in the index",
    Cause.FILTERED_OUT: "A filter leaves it out",
    Cause.EMPTY_TEXT: "It has no text",
    Cause.INVALID_VECTOR: "Its vector is not made of numbers",
    Cause.ZERO_VECTOR: "Its vector is all zeros",
    Cause.FOREIGN_MODEL: "Its vector comes from another model",
    Cause.MISSING_PROMPT: "The model's instruction is missing on one side",
    Cause.STALE_VECTOR: "Its vector belongs to another text",
    Cause.WRONG_METRIC: "The index measures the wrong way",
    Cause.NOT_NORMALIZED: "Vectors of different lengths are compared",
    Cause.ANN_MISS: "The fast search passed over it",
    Cause.QUANTIZATION_LOSS: "Compression blurred the difference",
    Cause.FUSION_DROPPED: "Combining two lists dropped it",
    Cause.TRUNCATED: "The model never read the part that answers",
    Cause.DUPLICATES_CROWD: "Copies take the places before it",
    Cause.HUB_CROWD: "Documents that are near to everything stand before it",
    Cause.EXACT_TERM_MISSED: "The embedding hardly reads the word that decides",
    Cause.NEGATION_IGNORED: "The model passes over the “not”",
    Cause.BELOW_CUT: "It misses the list by a hair",
    Cause.MODEL_LIMIT: "The model really places it far away",
    Cause.OUT_OF_DOMAIN: "The collection has nothing on this",
    Cause.CONTRACT_UNVERIFIED: "What made the vectors is not proved",
    Cause.COUNT_MISMATCH: "The parts of the index do not fit together",
    Cause.ANN_RECALL_LOW: "The fast search misses many neighbors",
    Cause.COPIES: "There are many copies",
    Cause.HUBS: "A few documents are near to everything",
}


def cause_word(cause: Cause) -> str:
    """Give the cause's own word as people write it: "exact term missed"."""
    return cause.replace("_", " ")


def paragraph_of(cause: Cause) -> str:
    """Give the help paragraph of a cause, as Markdown: what it is, how it is detected, how to confirm and fix it."""
    return _paragraphs()[cause]


def with_titles(text: str) -> str:
    """Give the help text with each cause's title and word in place of its heading."""
    lines = (_titled(line) if line.startswith(HEADING) else line for line in text.split("\n"))
    return "\n".join(lines)


def _titled(heading: str) -> str:
    cause = Cause(heading.removeprefix(HEADING))
    return f"**{TITLES[cause]}** · {cause_word(cause)}  "


@cache
def _paragraphs() -> Mapping[Cause, str]:
    """Take the help text apart."""
    _, *parts = TEXT.read_text(encoding="utf-8").split(f"\n{HEADING}")
    headed = (part.partition("\n") for part in parts)
    return {Cause(word): join_spaces(paragraph) for word, _, paragraph in headed}
