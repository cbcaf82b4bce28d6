"""Whether a model gives a text the same vector alone and in a batch: what every effect of a word stands on.

A word moves a similarity by 0.00 to 0.05; quantized on the fly, one common model moved it by 0.015 with the texts that
stood beside it. Cost: sixteen short forward passes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspector.embedders.embedder import Embedder
from inspector.errors import EmbedderError
from inspector.vectors import cosine_similarity

TOLERANCE = 1e-4
"""The most a similarity may move with the batch for effects of words to be believed."""

TEXTS = (
    "",
    "reset",
    "how do I reset a forgotten password?",
    "Zurücksetzen: パスワード 🙂 E-1042",
    "The parcel was sent to the old address, so the customer asks for a second one, free of charge.",
    "one two three four five six seven eight nine ten " * 3,
    "Where the same text stands beside longer ones it is padded, and padding must not change what it means. " * 3,
    "A long text brings its own numbers into the batch, large ones and small ones, of many kinds at once. " * 8,
)


@dataclass(frozen=True, slots=True)
class BatchVerdict:
    """Whether a model's vectors depend on the batch.

    Attributes:
        largest_difference: The most a similarity between two of the test's texts, or of one to itself, moves when one
            of them comes out of a batch of texts of many lengths instead of alone; in [0, 2], NaN where a vector is not
            finite.
        refusal: Why effects of words cannot be believed, as a sentence; empty where they can.
    """

    largest_difference: float
    refusal: str


def batch_verdict(embedder: Embedder) -> BatchVerdict:
    """Embed texts of many lengths alone and in one batch, and compare.

    A model that fails is told about in `refusal`, with a difference of NaN.
    """
    try:
        together = embedder.encode(TEXTS, batch=len(TEXTS))
        alone = np.vstack([embedder.encode([text], batch=1) for text in TEXTS])
    except EmbedderError as error:
        return BatchVerdict(float("nan"), f"What words do cannot be measured: {error.message}")
    if not (np.isfinite(together).all() and np.isfinite(alone).all()):
        return BatchVerdict(
            float("nan"), f"{embedder.name} gives vectors that are not finite, so nothing is explained."
        )
    largest = float(np.abs(cosine_similarity(together, alone) - cosine_similarity(alone, alone)).max())
    if largest <= TOLERANCE:
        return BatchVerdict(largest, "")
    return BatchVerdict(
        largest,
        f"{embedder.name} gives a text another vector in another batch: similarities move by up to {largest:.1g}, "
        f"where {TOLERANCE:.0e} is allowed, so effects of words would be noise. Run it in float32.",
    )
