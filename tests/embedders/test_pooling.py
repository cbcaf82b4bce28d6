"""Which poolings are sums over tokens, and that the parts really sum to the vector."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from inspector.embedders import load_embedder
from inspector.embedders.pooling import WEIGHTS, split, split_refusal
from inspector.embedders.token_embedder import TokenEmbedder, TokenKind
from inspector.errors import EmbedderError
from inspector.vectors import directions
from tests.embedders.models import tiny_model

TEXTS = ["the cat sat on the mat .", "", "a 🙂 b", "the cat " * 20]


def dense(width: int, *, bend: bool, residual: bool = False, bias: bool = True) -> Any:
    import torch
    from sentence_transformers.base.modules import Dense

    torch.manual_seed(1)
    return Dense(width, 6, bias=bias, activation_function=torch.nn.Tanh() if bend else None, use_residual=residual)


def layers(name: str, width: int) -> tuple[Any, ...]:
    from sentence_transformers.base.modules import Normalize
    from sentence_transformers.sentence_transformer.modules import Dropout, LayerNorm

    return {
        "nothing": (),
        "normalize": (Normalize(),),
        "dropout": (Dropout(0.5), Normalize()),
        "linear": (dense(width, bend=False),),
        "linear between": (Normalize(), dense(width, bend=False, residual=True), Normalize()),
        "no bias": (dense(width, bend=False, bias=False),),
        "bent": (dense(width, bend=True),),
        "standardized": (LayerNorm(width),),
    }[name]


def model(tmp_path, pooling: str | tuple[str, ...], after: str = "nothing", **settings: Any) -> TokenEmbedder:
    width = 8 if isinstance(pooling, str) else 8 * len(pooling)
    found = load_embedder(str(tiny_model(tmp_path, pooling=pooling, after=layers(after, width), **settings)))
    assert isinstance(found, TokenEmbedder)
    return found


@pytest.mark.parametrize("pooling", [*WEIGHTS, ("mean", "cls")])
@pytest.mark.parametrize("after", ["nothing", "normalize", "linear between"])
def test_the_parts_of_the_tokens_sum_to_the_text_s_vector(tmp_path, pooling, after) -> None:
    embedder = model(tmp_path, pooling, after)
    assert embedder.split_refusal == ""
    summed = np.vstack([found.parts.sum(axis=0) for found in embedder.token_parts(TEXTS, batch=3)])
    assert np.abs(summed - embedder.encode(TEXTS)).max() < 1e-6


@pytest.mark.parametrize("after", ["dropout", "linear", "no bias"])
def test_layers_that_only_scale_turn_or_shift_keep_the_sum(tmp_path, after) -> None:
    embedder = model(tmp_path, "mean", after)
    found = embedder.token_parts(["the cat"])[0]
    assert np.abs(found.parts.sum(axis=0) - embedder.encode(["the cat"])[0]).max() < 1e-6
    assert found.tokens.kinds.count(TokenKind.BIAS) == (after == "linear")
    assert len(found.parts) == len(found.tokens.names) == len(found.tokens.kinds) == len(found.tokens.spans)


def test_a_prompt_that_is_left_out_of_the_pooling_adds_nothing(tmp_path) -> None:
    embedder = model(tmp_path, "weightedmean", include_prompt=False)
    found = embedder.token_parts(["the cat"], prompt="query: ")[0]
    outside = [row for row, kind in enumerate(found.tokens.kinds) if kind is TokenKind.PROMPT]
    assert outside == [1, 2]
    assert not found.parts[[0, 1, 2]].any()
    expected = embedder.encode(["the cat"], prompt="query: ")
    assert np.abs(found.parts.sum(axis=0) - expected[0]).max() < 1e-6


def test_vectors_that_are_cut_short_are_split_alike(tmp_path) -> None:
    from sentence_transformers import SentenceTransformer

    folder = tiny_model(tmp_path, after=layers("normalize", 8))
    cut = SentenceTransformer(str(folder), device="cpu", truncate_dim=3)
    cut.save(str(tmp_path / "cut"))
    embedder = load_embedder(str(tmp_path / "cut"))
    assert embedder.dim == 3
    found = embedder.token_parts(["the cat"])[0].parts.sum(axis=0)
    assert np.abs(directions(found[None]) - directions(embedder.encode(["the cat"]))).max() < 1e-6


@pytest.mark.parametrize(
    ("pooling", "after", "reason"),
    [
        ("max", "nothing", "takes the largest value over all tokens, so its vector is no sum over tokens"),
        (("mean", "max"), "nothing", "takes the largest value"),
        ("mean", "bent", "bends the pooled vector by Tanh"),
        ("mean", "standardized", "changes the pooled vector by LayerNorm"),
    ],
)
def test_a_pooling_that_is_no_sum_is_refused_with_the_reason(tmp_path, pooling, after, reason) -> None:
    embedder = model(tmp_path, pooling, after)
    assert reason in embedder.split_refusal
    with pytest.raises(EmbedderError, match=reason):
        embedder.token_parts(["the cat"])


def test_a_model_whose_pooling_is_not_known_is_refused() -> None:
    class Transformer:
        pass

    class WordWeights:
        pass

    class Pooling:
        pooling_mode = "mean"

    class Normalize:
        module_input_name = "token_embeddings"

    assert "does not pool" in split_refusal([Transformer()], "m")
    assert "does not pool" in split_refusal([Transformer(), Pooling(), Pooling()], "m")
    assert "by WordWeights before pooling" in split_refusal([Transformer(), WordWeights(), Pooling()], "m")
    assert "its token vectors by Normalize after" in split_refusal([Transformer(), Pooling(), Normalize()], "m")


def test_weights_by_place_count_from_one_and_leave_out_what_is_not_pooled() -> None:
    class Pooling:
        pooling_mode = "weightedmean"

    parts, biases = split([Pooling()], np.ones((3, 1)), np.array([False, True, True]))
    assert (parts[:, 0].tolist(), biases) == ([0.0, 2 / (2 + 3), 3 / (2 + 3)], 0)
