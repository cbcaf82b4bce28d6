"""Lines of judgements: whole or not at all, and a broken one spoils no other."""

import json

import pytest

from inspector.errors import StoreError
from inspector.evaluate.judged_lines import append, read
from inspector.records.judged import Statement

FIRST = Statement("q", "a", 1, "2026-01-01T00:00:00+00:00", "ann")
SECOND = Statement('new\nline\t"', "d\ud800", None, "2026-01-02T00:00:00+00:00", "", undoes=True)


def test_statements_come_back_as_they_were_written(tmp_path):
    path = tmp_path / "folder" / "set.jsonl"
    assert read(path) == ((), ())
    append(path, FIRST)
    append(path, SECOND)
    assert read(path) == ((FIRST, SECOND), ())
    assert [json.loads(line)["grade"] for line in path.read_text().splitlines()] == [1, "withdrawn"]
    assert [file.name for file in path.parent.iterdir()] == ["set.jsonl"]


def test_a_line_that_a_crash_cut_short_is_named_and_the_next_one_is_whole(tmp_path):
    path = tmp_path / "set.jsonl"
    append(path, FIRST)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:25])
    assert read(path) == ((FIRST,), (2,))
    append(path, SECOND)
    assert read(path) == ((FIRST, SECOND), (2,))
    assert path.read_bytes().startswith(whole + whole[:25] + b"\n")


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe", b"[]", b"3", b"{}", b'{"query": "q", "doc": "d"}', b'{"query": 1, "doc": "d", "grade": 1}',
        b'{"query": "q", "doc": "d", "grade": 1.5}', b'{"query": "q", "doc": "d", "grade": true}',
        b'{"query": "q", "doc": "d", "grade": "good"}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_line_that_is_no_statement_is_named_by_its_number(tmp_path, line):
    path = tmp_path / "set.jsonl"
    append(path, FIRST)
    path.write_bytes(path.read_bytes() + b"\n" + line + b"\n")
    append(path, FIRST)
    assert read(path) == ((FIRST, FIRST), (3,))


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "set.jsonl").mkdir()
    with pytest.raises(StoreError, match="could not be written"):
        append(tmp_path / "set.jsonl", FIRST)
