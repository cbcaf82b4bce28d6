from __future__ import annotations

from inspector.embedders import load_embedder
from inspector.embedders.token_embedder import TokenEmbedder, token_refusal
from tests.embedders.models import tiny_model
from tests.toy import ToyEmbedder


def test_a_model_that_shows_no_tokens_says_so_in_a_sentence() -> None:
    toy = ToyEmbedder()
    assert not isinstance(toy, TokenEmbedder)
    assert token_refusal(toy).startswith(f"{toy.name} gives vectors of whole texts only")


def test_a_transformer_shows_its_tokens(tmp_path) -> None:
    assert token_refusal(load_embedder(str(tiny_model(tmp_path)))) == ""
