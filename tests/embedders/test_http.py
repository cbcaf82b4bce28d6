from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from inspector.embedders import load_embedder
from inspector.embedders.embedder import Embedder
from inspector.embedders.facts import facts_of
from inspector.embedders.http import HttpEmbedder, Ledger
from inspector.embedders.http_service import Service
from inspector.embedders.self_test import batch_verdict
from inspector.errors import EmbedderError
from tests.embedders.stub_server import Stub, stub_server
from tests.toy import ToyEmbedder

KEY = "sk-secret-key"
TEXTS = ["the cat", "a dog sat", "Zürich 🙂", "the cat"]


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with stub_server(Stub()) as running:
        monkeypatch.setenv("INSPECTOR_EMBEDDING_URL", running.address)
        monkeypatch.setenv("INSPECTOR_EMBEDDING_KEY", KEY)
        yield running


def reached(stub: Stub, pauses: list[float] | None = None, name: str = "openai:toy") -> HttpEmbedder:
    pause = ([] if pauses is None else pauses).append
    return HttpEmbedder(name, Service(stub.address, KEY, pause), Ledger(), "here", None)


@pytest.mark.parametrize("as_base64", [False, True])
def test_vectors_are_the_service_s_in_the_order_of_the_texts(stub: Stub, as_base64: bool) -> None:
    stub.base64 = as_base64
    found = load_embedder("openai:toy").encode(TEXTS, batch=3, prompt="query: ")
    assert np.abs(found - ToyEmbedder().encode(TEXTS, prompt="query: ")).max() < 1e-6
    assert [len(asked["input"]) for asked in stub.requests] == [4, 3, 1]
    assert set(stub.keys) == {f"Bearer {KEY}"}


def test_dimensions_and_read_length_are_part_of_the_name(stub: Stub) -> None:
    embedder = load_embedder("openai:toy?dimensions=8&max_tokens=2")
    assert (embedder.dim, embedder.max_tokens, stub.requests[0]["dimensions"]) == (8, 2, 8)
    assert embedder.read_end("12345678 and more") == 2 * 4
    embedder.encode(["12345678 and more", ""])
    assert stub.requests[-1]["input"] == ["12345678", " "]
    assert facts_of(embedder).tokens_estimated


@pytest.mark.parametrize("name", ["openai:", "openai:toy?url=http://x", "openai:toy?dimensions=0"])
def test_a_name_says_nothing_but_model_dimensions_and_read_length(stub: Stub, name: str) -> None:
    with pytest.raises(EmbedderError):
        load_embedder(name)
    assert stub.requests == []


def test_passing_faults_are_waited_out_with_growing_pauses(stub: Stub) -> None:
    pauses: list[float] = []
    embedder = reached(stub, pauses)
    stub.faults = ["500", "429 9", "hang up", "503"]
    assert np.abs(embedder.encode(TEXTS) - ToyEmbedder().encode(TEXTS)).max() < 1e-6
    assert pauses == [1, 9, 4, 8]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("401", "refused the key"),
        ("404", "no such model"),
        ("400", "refused the request"),
        ("302", "refused the request"),
        ("429 3600", "a pause of 3600 seconds"),
        ("html", "a web page"),
        ("half", "something else"),
        ("count", "3 vectors for 4 texts"),
        ("nan", "not finite"),
        ("dim", "31 dimensions, 32 were expected"),
    ],
)
def test_a_lasting_fault_is_one_sentence_without_key_or_address(stub: Stub, fault: str, said: str) -> None:
    pauses: list[float] = []
    embedder = reached(stub, pauses)
    stub.faults = [fault]
    with pytest.raises(EmbedderError, match=said) as error:
        embedder.encode(TEXTS)
    assert KEY not in str(error.value) + repr(vars(embedder))
    assert "127.0.0.1" not in str(error.value)
    assert (pauses, len(stub.requests)) == ([], 2)


def test_a_service_that_stays_down_is_given_up(stub: Stub) -> None:
    pauses: list[float] = []
    embedder = reached(stub, pauses)
    stub.faults = ["hang up"] * 9
    with pytest.raises(EmbedderError, match="cannot be reached"):
        embedder.encode(TEXTS)
    assert pauses == [1, 2, 4, 8]


def test_what_the_service_counted_is_the_cost_and_the_limit_holds_before_sending(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = reached(stub)
    embedder.encode(TEXTS)
    assert (embedder.ledger.requests, embedder.ledger.tokens) == (2, 7 * 4 + 7 * 4)
    assert embedder.estimate(["x" * 40, "y"]) == 10 + 1
    monkeypatch.setenv("INSPECTOR_EMBEDDING_TOKENS", "60")
    with pytest.raises(EmbedderError, match="56 of 60 are used up"):
        embedder.encode(["x" * 40])
    assert len(stub.requests) == 2


def test_openai_s_key_goes_to_no_other_service(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INSPECTOR_EMBEDDING_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    load_embedder("openai:toy")
    assert stub.keys == [None]


def test_equal_fingerprints_mean_equal_vectors(stub: Stub) -> None:
    first = reached(stub).fingerprint
    assert reached(stub).fingerprint == first
    stub.encode = ToyEmbedder(seed=1).encode
    assert reached(stub).fingerprint != first
    assert batch_verdict(reached(stub)).refusal == ""


@pytest.mark.model
def test_minilm_behind_a_service_is_minilm(stub: Stub, minilm: Embedder) -> None:
    stub.encode = minilm.encode
    assert np.abs(load_embedder("openai:minilm").encode(TEXTS) - minilm.encode(TEXTS)).max() < 1e-6
