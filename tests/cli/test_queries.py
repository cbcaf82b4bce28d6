"""Files of queries: both forms, and one clear sentence for what is wrong."""

import pytest

from inspector.cli.queries import read_lines, read_queries, read_query_file
from inspector.errors import RequestError


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_one_query_a_line_in_order_without_empty_lines(tmp_path):
    assert read_queries(written(tmp_path, "q.txt", "first\r\n\n zweite Frage \n")) == ("first", " zweite Frage ")


def test_json_lines_give_their_text(tmp_path):
    assert read_queries(written(tmp_path, "q.jsonl", '\ufeff{"id": "1", "text": "a"}\n{"text": "b"}\n')) == ("a", "b")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("q.jsonl", '{"text": "a"}\nnonsense\n', "Line 2 of .* is not JSON"),
        ("q.jsonl", '{"id": "1"}\n', 'Line 1 of .* has no "text"'),
        ("q.jsonl", '["text"]\n', 'Line 1 of .* has no "text"'),
        ("q.jsonl", "[" * 100_000, "Line 1 of .* is not JSON"),
        ("q.txt", "\n \n", "holds no query"),
        ("q.txt", b"caf\xe9", r"is not UTF-8 \(byte 3\)"),
    ],
)
def test_a_bad_line_is_named_by_its_number(tmp_path, name, content, said):
    with pytest.raises(RequestError, match=said):
        read_queries(written(tmp_path, name, content))


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(RequestError, match="does not exist"):
        read_queries(tmp_path / "none.txt")


def test_a_table_has_each_query_s_id_and_without_one_its_text_is_its_id(tmp_path):
    lines = '{"id": "q1", "text": "a"}\n{"text": "b"}\n{"id": 7, "text": "c"}\n{"id": "", "text": "d"}\n'
    found = read_query_file(written(tmp_path, "q.jsonl", lines))
    assert [(each.id, each.text) for each in found] == [("q1", "a"), ("b", "b"), ("7", "c"), ("", "d")]
    found = read_query_file(written(tmp_path, "q.txt", "x y\n\nz\n"))
    assert [(each.id, each.text) for each in found] == [("x y", "x y"), ("z", "z")]


def test_lines_carry_their_number_in_the_file(tmp_path):
    assert read_lines(written(tmp_path, "e.tsv", "\ufeffa\r\n\n \nb\tc\n")) == [(1, "a"), (4, "b\tc")]
    assert read_lines(written(tmp_path, "none.tsv", "")) == []
