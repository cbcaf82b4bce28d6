from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inspector.errors import CorpusError
from inspector.stores.corpus.formats import FORMATS, format_of


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("corpus.jsonl", "{}")
    return buffer.getvalue()


def parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"id": ["a"], "text": ["x"]}), buffer)
    return buffer.getvalue()


def array() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(3))
    return buffer.getvalue()


OTHERS = [
    ("c.jsonl", parquet(), "a Parquet file"),
    ("c.csv", parquet(), "a Parquet file"),
    ("c.jsonl", zipped(), "a zip archive"),
    ("c.jsonl", gzip.compress(b"{}", mtime=0), "a gzip archive"),
    ("c.parquet", gzip.compress(b"{}", mtime=0), "a gzip archive"),
    ("c.parquet", b'{"id": "a", "text": "x"}\n', "no Parquet file"),
    ("c.csv", b'{"id": "a", "text": "x"}\n', "JSON, probably one object a line"),
    ("c.jsonl", b'[{"id": "a", "text": "x"}]', "one JSON list"),
    ("c.jsonl", "{}".encode("utf-16"), "text in UTF-16"),
    ("c.tsv", "id\ttext".encode("utf-16"), "text in UTF-16"),
    ("c.jsonl", array(), "a numpy array"),
    ("c.arrow", parquet(), "a Parquet file"),
    ("c.feather", parquet(), "a Parquet file"),
    ("c.parquet", b"ARROW1\x00\x00", "an Arrow file"),
    ("c.jsonl", b"ARROW1\x00\x00", "an Arrow file"),
    ("c.csv", bytes(range(1, 200)) + b"\x00", "a binary file"),
]


@pytest.mark.parametrize(
    ("name", "content", "looks"), OTHERS, ids=[f"{name} holds {looks}" for name, _, looks in OTHERS]
)
def test_a_file_of_another_kind_than_its_name_says_is_told_as_what_it_is(
    tmp_path: Path, name: str, content: bytes, looks: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CorpusError) as caught:
        format_of(path)
    assert caught.value.message.startswith(f"{name} is named {path.suffix} but is {looks}")
    assert caught.value.hint


def test_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "corpus.txt"
    path.write_text("hello")
    with pytest.raises(CorpusError, match=r"\.jsonl, \.csv, \.tsv, \.parquet"):
        format_of(path)


def test_the_ending_may_be_in_capitals(tmp_path: Path) -> None:
    path = tmp_path / "CORPUS.JSONL"
    path.write_text('{"id": "a", "text": "x"}')
    assert format_of(path).title == "JSON Lines"


@pytest.mark.parametrize("ending", [row.ending for row in FORMATS])
def test_an_empty_file_says_so(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"c{ending}"
    path.touch()
    with pytest.raises(CorpusError, match="is empty"):
        format_of(path)


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="does not exist"):
        format_of(tmp_path / "none.jsonl")
    with pytest.raises(CorpusError, match="is a folder"):
        format_of(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_instead_of_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "c.jsonl")
    with pytest.raises(CorpusError, match="is a pipe or a device"):
        format_of(tmp_path / "c.jsonl")
