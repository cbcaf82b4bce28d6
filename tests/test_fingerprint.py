"""Fingerprints depend on content alone."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.fingerprint import CHUNK, LENGTH, of_bytes, of_text, of_values, sha256_of_file

ROOT = Path(__file__).parents[1]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def test_a_fingerprint_is_the_beginning_of_a_sha_256() -> None:
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, appendix B.1: "abc"
    assert of_bytes(b"abc") == of_text("abc") == known[:LENGTH]


@given(st.dictionaries(st.text(max_size=5), JSON, min_size=2, max_size=4))
def test_the_order_of_a_dictionary_does_not_matter(value: dict[str, object]) -> None:
    assert of_values(dict(reversed(value.items()))) == of_values(value)


@given(JSON, JSON)
def test_different_values_have_different_fingerprints(left: object, right: object) -> None:
    assert (of_values(left) == of_values(right)) == (repr_json(left) == repr_json(right))


def repr_json(value: object) -> object:
    """Tell 1 from 1.0 and from True, which Python holds equal."""
    if isinstance(value, dict):
        return {key: repr_json(one) for key, one in value.items()}
    return [repr_json(one) for one in value] if isinstance(value, list) else repr(value)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("ab",), ("a", "b")),
        (("a", "b"), (["a", "b"],)),
        (("1",), (1,)),
        ((1,), (1.0,)),
        ((None,), ()),
        ((0,), (False,)),
        (("é",), ("e\u0301",)),
    ],
)
def test_values_that_look_alike_are_told_apart(left: tuple[object, ...], right: tuple[object, ...]) -> None:
    assert of_values(*left) != of_values(*right)


def test_a_tuple_has_the_content_of_a_list() -> None:
    assert of_values((1, 2)) == of_values([1, 2])


def test_lone_surrogates_are_kept_apart() -> None:
    assert len({of_text("\ud800"), of_text("\ud801"), of_text("?")}) == 3


@pytest.mark.parametrize("value", [b"bytes", object(), {1, 2}, {"a": b""}])
def test_a_value_without_json_content_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        of_values(value)


def test_another_process_gives_the_same_fingerprint() -> None:
    script = "from inspector.fingerprint import of_values; print(of_values({'b': 'ü', 'a': [1, 2.5, None]}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == of_values({"a": [1, 2.5, None], "b": "ü"})


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1])
def test_a_file_has_the_sha_256_of_its_bytes(tmp_path: Path, size: int) -> None:
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    (tmp_path / "file").write_bytes(data)
    assert sha256_of_file(tmp_path / "file") == hashlib.sha256(data).hexdigest()
