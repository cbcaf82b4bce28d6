from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.errors import RequestError
from inspector.stores import engines
from inspector.stores.secret_words import is_login, is_secret_name, secret_in
from inspector.stores.spec import SECRET_VARIABLES, IndexSpec, as_path, read_spec


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


FORMS = (
    "pgvector:postgresql://reader:{}@db/support?table=t",
    "pgvector:postgresql://reader@corp:{}@db/support",
    "pgvector:postgresql://reader:a/{}@db/support",
    "pgvector:postgresql://reader:1/{}@db/support",
    "pgvector:postgresql://[reader:{}@db/support",
    "pgvector:reader:{}@db/support",
    "pgvector:postgresql://db/support?password={}&table=t",
    "pgvector:postgresql://db/support?sslpassword={}?table=t",
    "pgvector:host=db password={}",
    "pgvector:host=db sslpassword = '{}' user=reader",
    "pgvector:?password={}",
    "postgresql://reader:{}@db/support",
    "milvus:http://root:{}@h:19530?collection=c",
    "milvus:http://h?token={}&collection=c",
    "milvus:http://h?collection=c&token={}&token={}",
    "qdrant:https://{}@h:6333",
    "qdrant:https://h:6333?api_key={}",
    "qdrant:https://h:6333?api-key={}",
    "qdrant:https://h:6333/?key={}",
    "faiss:/a.faiss?documents=s3://me:{}@bucket/docs",
    "faiss:/a.faiss?documents=/docs;secret={}",
)


def odd(text: str, spoken: str, times: int) -> str:
    """Write a spec with the case of what stands behind the scheme changed, and percent-encoded some times."""
    scheme, _, rest = text.partition(":")
    rest = {"lower": rest, "upper": rest.upper(), "title": rest.title()}[spoken]
    for _ in range(times):
        rest = re.sub(r"[@A-Za-z]", lambda found: f"%{ord(found[0]):02x}", rest)
    return f"{scheme}:{rest}"


@given(
    st.sampled_from(FORMS),
    st.from_regex(r"hunter[0-9a-z!*]{1,8}", fullmatch=True),
    st.sampled_from(["lower", "upper", "title"]),
    st.integers(0, 2),
)
def test_a_secret_is_refused_in_every_form_and_not_repeated(form: str, secret: str, spoken: str, times: int) -> None:
    with pytest.raises(RequestError, match="environment") as caught:
        read_spec(odd(form.replace("{}", secret), spoken, times))
    assert secret.lower() not in str(caught.value).lower()
    assert "hunter" not in repr(caught.value.__cause__).lower()


@pytest.mark.parametrize(("scheme", "variable"), SECRET_VARIABLES.items())
def test_a_refused_secret_names_the_variable_it_belongs_into(scheme: str, variable: str) -> None:
    with pytest.raises(RequestError, match=variable):
        read_spec(f"{scheme}:http://h?token=hunter2")
    sources = Path(engines.__file__).parent.glob(f"{scheme}*.py")
    assert any(variable in source.read_text() for source in sources)


@pytest.mark.parametrize(
    "text",
    [
        "pgvector:postgresql://reader@db.example:5432/support?table=my.t&text=body",
        "pgvector:postgresql://reader@h1:5432,h2:5433/db",
        "pgvector:postgresql:///db?table=t&host=/run/postgres",
        "pgvector:postgresql://h/db?sslmode=require&sslkey=/client.key?table=t",
        "milvus:http://localhost:19530?collection=c&id=token&text=secret",
        "qdrant:http://h:6333?collection=c&query_prompt=query: @me",
        "faiss:/home/me@work/a:b.faiss?documents=c.jsonl&max_tokens=128&model=openai:text-embedding-3-small",
        "faiss:/a.faiss?documents=c.jsonl&recipe=token={token} {text}",
        "numpy:/compass=1/v.npy?documents=c.jsonl",
    ],
)
def test_what_only_looks_a_little_like_a_secret_is_read(text: str) -> None:
    assert read_spec(text) is not None


NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True).filter(lambda name: not is_secret_name(name))
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)


@given(
    st.from_regex(r"[a-z][a-z0-9]{1,6}", fullmatch=True),
    TEXT.filter(lambda text: text.strip() and "=" not in text),
    st.dictionaries(NAMES, TEXT, max_size=3),
)
def test_a_spec_that_is_written_is_read_as_it_was(scheme: str, location: str, values: dict[str, str]) -> None:
    secret = is_login(location) or any(secret_in(text) for text in (location, *values.values()))
    if "://" not in location and not secret:
        spec = IndexSpec(scheme, location, tuple(values.items()))
        assert read_spec(str(spec)) == spec


def test_a_tilde_is_the_users_folder_and_a_strangers_is_refused() -> None:
    assert as_path("~/a.faiss") == Path.home() / "a.faiss"
    with pytest.raises(RequestError, match="no user"):
        as_path("~nobody-of-this-name/a.faiss")
