"""Two sets of vectors laid side by side: the verdict, the proof, and what shows the difference best.

One test decides, so that nothing has to be corrected for several; the classifier says how large the difference is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.contract import Contract
from inspector.monitor.classifier import separate
from inspector.monitor.groups import LEAST
from inspector.monitor.kernel_test import shift_test
from inspector.progress import Progress, silent
from inspector.records.drift import Separation, ShiftTest, Verdict
from inspector.vectors import FloatArray, Vectors, directions

ALPHA = 0.05
"""A difference is called one where chance alone would show as large a one in at most this share of draws."""
EXAMPLES = 5
REFUSED = "The vectors cannot be compared:"
"""How the reason begins why two indexes' vectors are not laid side by side."""
_MADE_BY = (
    ("recipe", "text recipe"),
    ("document_prompt", "document prompt"),
    ("max_tokens", "read length"),
    ("pooling", "pooling"),
)


@dataclass(frozen=True, slots=True)
class Shift:
    """What laying two sets side by side gave.

    Attributes:
        verdict: In a word.
        test: None where there were too few.
        separation: None where there were too few.
        scores: Shape (m,): how clearly each of now is of now, larger is clearer.
    """

    verdict: Verdict
    test: ShiftTest | None
    separation: Separation | None
    scores: FloatArray


def shift(then: Vectors, now: Vectors, progress: Progress = silent) -> Shift:
    """Lay two sets of vectors side by side.

    Args:
        then: Shape (n, dim), finite, other than zero.
        now: Shape (m, dim), finite, other than zero.
        progress: Told how far the test is.

    Raises:
        CancelledError: progress asked to stop.
    """
    if min(len(then), len(now)) < LEAST:
        return Shift(Verdict.TOO_FEW, None, None, farness(then, now))
    test = shift_test(then, now, progress=progress)
    progress(0, 0, "Training a classifier")
    separation, scores = separate(then, now)
    verdict = Verdict.CHANGED if test.p_value <= ALPHA else Verdict.UNCHANGED
    return Shift(verdict, test, separation, scores)


def farness(then: Vectors, now: Vectors) -> FloatArray:
    """Give minus the mean cosine similarity of each of now to then, shape (m,), in [-1, 1]; 0 where then is empty."""
    if not len(then):
        return np.zeros(len(now))
    found: FloatArray = -(directions(now) @ directions(then).mean(axis=0))
    return found


def clearest(scores: FloatArray, count: int = EXAMPLES) -> list[int]:
    """Give the places of the largest scores, largest first."""
    return [int(place) for place in np.argsort(-scores, kind="stable")[:count]]


def refusal(then: Contract, now: Contract) -> str:
    """Say why two indexes' vectors cannot be laid side by side, as a sentence; empty where they can."""
    if then.dim != now.dim:
        return f"{REFUSED} they had {then.dim} dimensions then and have {now.dim} now."
    if then.model and now.model and then.model != now.model:
        return f"{REFUSED} they were made by {then.model} then and by {now.model} now."
    if then.weights_sha256 and now.weights_sha256 and then.weights_sha256 != now.weights_sha256:
        return f"{REFUSED} {now.model or 'the model'} has other weights now than then."
    return ""


def caveats(then: Contract, now: Contract) -> tuple[str, ...]:
    """Say what else than the documents may make two indexes' vectors differ, as sentences."""
    said = []
    if not then.model or not now.model:
        said.append("Nobody said which model made the vectors of both sides; they are compared as if it was one.")
    differing = [title for name, title in _MADE_BY if getattr(then, name) != getattr(now, name)]
    if differing:
        parts = " and ".join(differing)
        said.append(f"Then and now differ in their {parts}, which changes vectors too, whatever the documents.")
    return tuple(said)
