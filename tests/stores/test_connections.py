from __future__ import annotations

from pathlib import Path

import pytest

from inspector.errors import RequestError, StoreError
from inspector.stores import spec_of
from inspector.stores.connections import connection, connections, connections_file
from inspector.stores.spec import IndexSpec

SOUND = """
[support]
open = "faiss:/data/support.faiss?metric=ip"
documents = "/data/support.jsonl"
max_tokens = 128

["the other one"]
open = "langchain:/data/chain"
"""


def saved(text: str) -> None:
    connections_file().write_text(text, encoding="utf-8")


def test_without_a_file_there_are_none(inspector_home: Path) -> None:
    assert connections() == ()
    assert connections_file() == inspector_home / "connections.toml"


def test_connections_are_read_in_order_with_their_settings() -> None:
    saved(SOUND)
    values = (("metric", "ip"), ("documents", "/data/support.jsonl"), ("max_tokens", "128"))
    assert [(each.name, each.spec) for each in connections()] == [
        ("support", IndexSpec("faiss", "/data/support.faiss", values)),
        ("the other one", IndexSpec("langchain", "/data/chain")),
    ]


def test_a_name_is_opened_by_its_connection_and_an_unknown_one_is_a_path() -> None:
    saved(SOUND)
    assert spec_of("the other one") == IndexSpec("langchain", "/data/chain")
    assert connection("nobody") is None
    assert spec_of("nobody") is None


def test_a_folder_of_the_same_name_is_meant_before_the_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(SOUND)
    (tmp_path / "support").mkdir()
    monkeypatch.chdir(tmp_path)
    assert spec_of("support") is None


def test_the_file_may_stand_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTOR_CONNECTIONS", str(tmp_path / "mine.toml"))
    saved(SOUND)
    assert len(connections()) == 2
    assert (tmp_path / "mine.toml").is_file()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[support", "not a TOML file"),
        ("support = 3", "says not what to"),
        ("[support]\nmodel = 'm'", "says not what to"),
        ("[support]\nopen = '/data/x'", "has no scheme"),
        ("[support]\nopen = 'faiss:/x'\nmetric = ['ip']", "neither text nor a number"),
        ("[support]\nopen = 'faiss:/x'\nmetric = true", "neither text nor a number"),
    ],
)
def test_a_file_that_says_something_else_is_refused_by_name(text: str, said: str) -> None:
    saved(text)
    with pytest.raises(StoreError, match=said) as caught:
        connections()
    assert "connections.toml" in str(caught.value)
    assert caught.value.hint


def test_a_file_in_another_encoding_is_refused() -> None:
    connections_file().write_bytes("[süd]".encode("utf-16"))
    with pytest.raises(StoreError, match="not a TOML file"):
        connections()


def test_a_secret_in_the_file_is_refused_and_not_repeated() -> None:
    saved("[a]\nopen = 'qdrant:http://h'\napi_key = 'hunter2'")
    with pytest.raises(RequestError, match="environment") as caught:
        connections()
    assert "hunter2" not in str(caught.value)
