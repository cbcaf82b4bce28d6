from __future__ import annotations

import numpy as np
import pytest

from inspector.embedders.network import Network
from inspector.embedders.reading import Tokens
from inspector.errors import EmbedderError
from tests.embedders.models import tiny_model


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    from sentence_transformers import SentenceTransformer

    folder = tiny_model(tmp_path_factory.mktemp("tiny"))
    return Network(SentenceTransformer(str(folder), device="cpu").eval(), "tiny")


def test_the_vector_is_the_mean_of_the_token_vectors_in_any_batch(network: Network) -> None:
    read = [Tokens([2, 4, 3], [0, 0, 0]), Tokens([2, 3], [0, 0])]
    tokens = network.token_vectors(read, 0)
    assert [found.shape for found in tokens] == [(3, 8), (2, 8)]
    assert np.abs(network.vectors(read, 0) - [found.mean(axis=0) for found in tokens]).max() < 1e-6


def test_a_token_the_network_does_not_know_is_one_sentence(network: Network) -> None:
    with pytest.raises(EmbedderError, match="tiny failed on a batch of 1 texts"):
        network.vectors([Tokens([2, 9999, 3], [0, 0, 0])], 0)
