from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.errors import RequestError
from inspector.stores.spec import IndexSpec, as_path, read_spec


@pytest.mark.parametrize("text", ["index", "./a/index", "/data/index", "C:\\data", "", "?model=x", ":x", "A:x"])
def test_what_has_no_scheme_is_no_spec(text: str) -> None:
    assert read_spec(text) is None


def test_settings_are_read_as_in_a_link() -> None:
    spec = read_spec("faiss:/data/a b.faiss?documents=c%20d.jsonl&model=all-MiniLM&recipe={title}%0A{text}&id=")
    assert spec == IndexSpec(
        "faiss",
        "/data/a b.faiss",
        (("documents", "c d.jsonl"), ("model", "all-MiniLM"), ("recipe", "{title}\n{text}"), ("id", "")),
    )
    assert (spec.get("model"), spec.get("id", "id"), spec.get("none", "x")) == ("all-MiniLM", "id", "x")


@pytest.mark.parametrize(
    ("text", "location", "values"),
    [
        ("numpy:/a?b.npy?documents=c", "/a?b.npy", {"documents": "c"}),
        ("parquet:/what?.parquet?", "/what?.parquet", {}),
        ("parquet:/a.parquet?query_prompt=really? yes", "/a.parquet", {"query_prompt": "really? yes"}),
        ("parquet:/a.parquet?query_prompt=really?", "/a.parquet", {"query_prompt": "really?"}),
        ("pgvector:postgresql://h/db?sslmode=require?table=t", "postgresql://h/db?sslmode=require", {"table": "t"}),
        ("langchain:/a", "/a", {}),
        ("langchain:/a?", "/a", {}),
    ],
)
def test_a_path_may_hold_a_question_mark(text: str, location: str, values: dict[str, str]) -> None:
    spec = read_spec(text)
    assert spec is not None
    assert (spec.location, dict(spec.values)) == (location, values)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("faiss:", "names no location"),
        ("faiss:?documents=x", "names no location"),
        ("faiss:/a?documents", "cannot be read"),
        ("parquet:/what?.parquet", "another one"),
        ("faiss:/a?model=x&model=y", 'setting "model" is given 2 times'),
        ("faiss:/a?documents=a%00b", "control character"),
        ("faiss:/a\x00b", "control character"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        read_spec(text)


@pytest.mark.parametrize(
    "text",
    [
        "pgvector:postgresql://reader:hunter2@db/support?table=t",
        "qdrant:http://h?api_key=hunter2",
        "milvus:http://h?TOKEN=hunter2",
        "milvus:http://h?password=hunter2",
    ],
)
def test_a_secret_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(RequestError, match="environment") as caught:
        read_spec(text)
    assert "hunter2" not in str(caught.value)


NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True).filter(lambda name: name not in ("key", "token", "secret"))
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)


@given(
    st.from_regex(r"[a-z][a-z0-9]{1,6}", fullmatch=True),
    TEXT.filter(lambda text: text.strip() and "=" not in text),
    st.dictionaries(NAMES, TEXT, max_size=3),
)
def test_a_spec_that_is_written_is_read_as_it_was(scheme: str, location: str, values: dict[str, str]) -> None:
    if "://" not in location:
        spec = IndexSpec(scheme, location, tuple(values.items()))
        assert read_spec(str(spec)) == spec


def test_a_tilde_is_the_users_folder_and_a_strangers_is_refused() -> None:
    assert as_path("~/a.faiss") == Path.home() / "a.faiss"
    with pytest.raises(RequestError, match="no user"):
        as_path("~nobody-of-this-name/a.faiss")
