from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspector.errors import InspectorError, RequestError, StoreError
from inspector.stores import open_index, spec_of
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
    assert connections() == ((), ())
    assert connections_file() == inspector_home / "connections.toml"


def test_connections_are_read_in_order_with_their_settings() -> None:
    saved(SOUND)
    values = (("metric", "ip"), ("documents", "/data/support.jsonl"), ("max_tokens", "128"))
    assert [(each.name, each.spec) for each in connections()[0]] == [
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
    assert len(connections()[0]) == 2
    assert (tmp_path / "mine.toml").is_file()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("broken = 3", "says not what to"),
        ("[broken]\nmodel = 'm'", "says not what to"),
        ("[broken]\nopen = 3", "says not what to"),
        ("[broken]\nopen = '/data/x'", "has no scheme"),
        ("[broken]\nopen = 'oracle:/x'", '"oracle" is no kind of store'),
        ("[broken]\nopen = 'faiss:/x?documents'", "cannot be read"),
        ('[broken]\nopen = "faiss:/x\\u0001?documents=d"', "control character"),
        ("[broken]\nopen = 'faiss:~nobody-of-this-name/x'\ndocuments = 'd'", "no user"),
        ("[broken]\nopen = 'faiss:/x'", 'needs "documents"'),
        ("[broken]\nopen = 'faiss:/x'\ndocuments = 'd'\ncolour = 'red'", 'no setting "colour"'),
        ("[broken]\nopen = 'faiss:/x'\ndocuments = 'd'\nmetric = ['ip']", "neither text nor a number"),
        ("[broken]\nopen = 'faiss:/x'\ndocuments = 'd'\nmetric = true", "neither text nor a number"),
        ("[broken]\nopen = 'faiss:/x'\ndocuments = 'd'\nmetric = 'cosin'", '"cosin" is none'),
        ("[broken]\nopen = 'faiss:/x'\ndocuments = 'd'\nmax_tokens = inf", "a whole number was expected"),
        ("[broken]\nopen = 'qdrant:http://h'\napi_key = 'hunter2'", "QDRANT_API_KEY"),
        ("[broken]\nopen = 'pgvector:postgresql://reader:hunter2@h/db'", "PGPASSWORD"),
    ],
)
def test_a_broken_table_is_named_with_its_reason_and_hides_no_other(table: str, said: str) -> None:
    saved(f"{table}\n{SOUND}")
    sound, broken = connections()
    assert [each.name for each in sound] == ["support", "the other one"]
    assert [each.name for each in broken] == ["broken"]
    assert re.search(said, str(broken[0].error))
    assert "hunter2" not in str(broken[0].error)
    assert spec_of("the other one") == IndexSpec("langchain", "/data/chain")
    with pytest.raises(InspectorError, match=said):
        spec_of("broken")


@pytest.mark.parametrize("text", ["[support", "a = 1\na = 2", "[a]\nopen = ", f"a = {'9' * 5_000}", "[süd]"])
def test_a_file_that_is_no_toml_is_refused_by_its_name(text: str) -> None:
    connections_file().write_bytes(text.encode("utf-16" if "ü" in text else "utf-8"))
    with pytest.raises(StoreError, match=r"connections\.toml is not a TOML file") as caught:
        connections()
    assert caught.value.hint


def test_a_folder_in_the_place_of_the_file_is_refused() -> None:
    connections_file().mkdir()
    try:
        with pytest.raises(StoreError, match="is a folder"):
            connections()
    finally:
        connections_file().rmdir()


def test_a_relative_path_begins_at_the_folder_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTOR_CONNECTIONS", str(tmp_path / "mine.toml"))
    monkeypatch.chdir("/")
    saved(
        "[a]\nopen = 'numpy:data/v.npy'\ndocuments = '../d.jsonl'\nmodel = './model'\n"
        "[b]\nopen = 'numpy:/data/v.npy'\ndocuments = '~/d.jsonl'\nmodel = 'team/model'\n"
        "[c]\nopen = 'milvus:docs.db'\n[d]\nopen = 'milvus:http://h'\n[e]\nopen = 'pgvector:postgresql://h/db'"
    )
    sound = {each.name: each.spec for each in connections()[0]}
    assert sound["a"].location == str(tmp_path / "data" / "v.npy")
    assert dict(sound["a"].values) == {"documents": f"{tmp_path}/../d.jsonl", "model": str(tmp_path / "model")}
    assert sound["b"].location == "/data/v.npy"
    assert dict(sound["b"].values) == {"documents": str(Path.home() / "d.jsonl"), "model": "team/model"}
    locations = [sound[name].location for name in "cde"]
    assert locations == [str(tmp_path / "docs.db"), "http://h", "postgresql://h/db"]


def test_an_address_without_a_scheme_that_holds_a_secret_is_not_quoted_as_a_path() -> None:
    with pytest.raises(RequestError, match="environment") as caught:
        open_index("POSTGRESQL://reader:hunter2@db/support")
    assert "hunter2" not in str(caught.value)
