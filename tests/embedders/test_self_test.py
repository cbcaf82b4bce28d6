from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from inspector.embedders.embedder import Embedder
from inspector.embedders.self_test import TEXTS, TOLERANCE, batch_verdict
from inspector.errors import EmbedderError
from inspector.vectors import Float32Array
from tests.toy import ToyEmbedder


class BatchBoundToy(ToyEmbedder):
    """Turns every vector by a fixed angle where several texts stand in a batch, as quantizing on the fly may."""

    def __init__(self, angle: float) -> None:
        super().__init__()
        self.angle = angle

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        found = super().encode(texts, prompt=prompt)
        if min(batch, len(texts)) == 1:
            return found
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        turn = np.kron(np.eye(self.dim // 2), [[cos, -sin], [sin, cos]])
        return (found @ turn).astype(np.float32)


class BrokenToy(ToyEmbedder):
    def __init__(self, fill: float | None) -> None:
        super().__init__()
        self.fill = fill

    def encode(self, texts: Sequence[str], *, prompt: str = "", batch: int = 32) -> Float32Array:
        if self.fill is None:
            raise EmbedderError("The model ran out of memory.")
        return np.full((len(texts), self.dim), self.fill, dtype=np.float32)


def test_a_model_that_gives_a_text_one_vector_passes() -> None:
    verdict = batch_verdict(ToyEmbedder())
    assert verdict.refusal == ""
    assert verdict.largest_difference < 1e-6


@pytest.mark.parametrize(("angle", "passes"), [(0.00005, True), (0.01, False)])
def test_vectors_that_turn_with_the_batch_are_measured_and_refused_above_the_tolerance(
    angle: float, passes: bool
) -> None:
    verdict = batch_verdict(BatchBoundToy(angle))
    # Between unit vectors a and b, turning a by an angle moves their similarity by at most 2 sin(angle / 2) <= angle.
    assert angle / 20 < verdict.largest_difference <= angle + 1e-6
    assert (verdict.largest_difference <= TOLERANCE) == passes == (verdict.refusal == "")
    assert passes or "another vector in another batch: similarities move by up to 0.00" in verdict.refusal


@pytest.mark.parametrize(
    ("fill", "reason"), [(None, "cannot be measured: The model ran out of memory."), (np.nan, "not finite")]
)
def test_a_model_that_fails_is_refused_in_a_sentence(fill: float | None, reason: str) -> None:
    verdict = batch_verdict(BrokenToy(fill))
    assert math.isnan(verdict.largest_difference)
    assert reason in verdict.refusal


def test_the_texts_are_of_many_lengths() -> None:
    lengths = sorted(len(text.split()) for text in TEXTS)
    assert lengths[0] == 0 and lengths[-1] > 100 and len(set(lengths)) >= 6


@pytest.mark.model
def test_minilm_passes_by_far(minilm: Embedder) -> None:
    assert batch_verdict(minilm).largest_difference < 1e-6
