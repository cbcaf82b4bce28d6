from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from inspector.embedders.self_test import batch_verdict
from inspector.embedders.token_embedder import TokenEmbedder
from inspector.errors import EmbedderError

wordllama = pytest.importorskip("wordllama")
NAME = "wordllama:l2_supercat_256"
TEXTS = ["", " ", "how do I reset", "日本語 🙂 x", "long " * 500]


@pytest.fixture(scope="module")
def model() -> Embedder:
    return load_embedder(NAME)


def test_vectors_are_those_of_the_library(model: Embedder) -> None:
    folder = Path(wordllama.__file__).parent
    library = wordllama.WordLlama.load(cache_dir=folder, disable_download=True)
    assert np.abs(model.encode(TEXTS) - library.embed(TEXTS)).max() < 1e-6
    assert model.token_counts(TEXTS).tolist() == [sum(one.attention_mask) for one in library.tokenize(TEXTS)]
    assert batch_verdict(model).refusal == ""


def test_a_text_is_the_sum_of_its_tokens_and_can_lose_some(model: Embedder) -> None:
    assert isinstance(model, TokenEmbedder)
    parts = model.token_parts(["how do I reset"])[0].parts
    assert np.abs(parts.sum(axis=0) - model.encode(["how do I reset"])[0]).max() < 1e-6
    # "how do" without "how" is the mean of one token: all that is left is " do".
    hidden = model.encode_without("how do", [[(0, 3)], []])
    assert np.abs(hidden - np.vstack([model.encode(["do"]), model.encode(["how do"])])).max() < 1e-6


def test_a_read_length_cuts(model: Embedder) -> None:
    short = load_embedder(NAME, max_tokens=2)
    assert short.read_end("how do I reset") == len("how do")
    assert np.array_equal(short.encode(["how do I reset"]), model.encode(["how do"]))
    assert short.fingerprint != model.fingerprint


@pytest.mark.parametrize(
    ("name", "said"), [("l2_supercat_512", "nothing is downloaded"), ("../x_256", "no WordLlama model")]
)
def test_a_model_that_is_not_on_this_machine_is_refused(name: str, said: str) -> None:
    with pytest.raises(EmbedderError, match=said):
        load_embedder(f"wordllama:{name}")
