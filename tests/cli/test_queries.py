"""Files of queries: both forms, and one clear sentence for what is wrong."""

import pytest

from inspector.cli.queries import read_queries
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
