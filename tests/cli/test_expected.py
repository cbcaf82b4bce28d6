"""Files of what queries should find: both headers, order, and one clear sentence for what is wrong."""

import pytest

from inspector.cli.expected import read_expected
from inspector.errors import RequestError

QUERIES = '{"id": "q1", "text": "first"}\n{"id": "q2", "text": "second"}\n{"id": "q3", "text": "third"}\n'


def files(folder, expected, queries=QUERIES, name="q.jsonl"):
    (folder / name).write_text(queries, encoding="utf-8")
    path = folder / "e.tsv"
    path.write_bytes(expected.encode() if isinstance(expected, str) else expected)
    return folder / name, path


@pytest.mark.parametrize(
    "header", ["", "query\tdoc\n", "query-id\tcorpus-id\tscore\n", "QUERY\tDOC\n", "query_id\tdoc_id\n"]
)
def test_a_header_is_known_by_its_names_and_is_no_pair(tmp_path, header):
    assert read_expected(*files(tmp_path, f"{header}q1\ta\nq2\tb\nq3\tc\n")) == [
        ("first", "a"),
        ("second", "b"),
        ("third", "c"),
    ]


def test_pairs_come_in_the_order_of_the_queries_and_of_their_lines(tmp_path, capfd):
    found = read_expected(*files(tmp_path, "q3\tz\nq1\tb\nq3\ty\nq1\ta\nq2\tm\n"))
    assert found == [("first", "b"), ("first", "a"), ("second", "m"), ("third", "z"), ("third", "y")]
    assert capfd.readouterr() == ("", "")


def test_queries_without_an_expected_document_are_left_out_and_counted_on_stderr(tmp_path, capfd):
    assert read_expected(*files(tmp_path, "q2\tb\n")) == [("second", "b")]
    out, said = capfd.readouterr()
    assert out == ""
    assert "2 of 3 queries" in said


def test_further_columns_empty_lines_and_line_ends_of_windows_are_no_trouble(tmp_path):
    assert read_expected(*files(tmp_path, "\ufeffquery\tdoc\r\n\r\n  \nq1\ta b\t1\tmore\r\n"))[0] == ("first", "a b")


def test_in_a_plain_file_a_query_is_its_own_id(tmp_path):
    pairs = files(tmp_path, "how to\ta\nwhat is\tb\n", "what is\nhow to\n", "q.txt")
    assert read_expected(*pairs) == [("what is", "b"), ("how to", "a")]


def test_a_query_called_query_is_a_header_only_in_the_first_line(tmp_path):
    queries = '{"id": "query", "text": "first"}\n'
    assert read_expected(*files(tmp_path, "query\tdoc\nquery\ta\n", queries)) == [("first", "a")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("q1\ta\nunknown\tb\n", "Line 2 .*unknown"),
        ("query\tdoc\n\nq1\ta\nq9\tb\n", "Line 4 .*q9"),
        ("q1 a\n", "Line 1"),
        ("q1\ta\nq2\n", "Line 2"),
        ("q1\t\n", "Line 1"),
        ("\ta\n", "Line 1"),
        (b"q1\tcaf\xe9\n", r"UTF-8 \(byte 6\)"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_by_its_number(tmp_path, content, said):
    with pytest.raises(RequestError, match=said):
        read_expected(*files(tmp_path, content))


def test_a_file_that_is_not_there_is_named(tmp_path):
    queries, expected = files(tmp_path, "q1\ta\n")
    with pytest.raises(RequestError, match=r"none\.tsv does not exist"):
        read_expected(queries, tmp_path / "none.tsv")
    with pytest.raises(RequestError, match=r"none\.jsonl does not exist"):
        read_expected(tmp_path / "none.jsonl", expected)


@pytest.mark.parametrize("content", ["", "\n\n", "query\tdoc\n"])
def test_a_file_without_a_pair_leaves_all_queries_out_and_says_so(tmp_path, content, capfd):
    assert read_expected(*files(tmp_path, content)) == []
    assert "3 of 3 queries" in capfd.readouterr().err


def test_two_queries_of_one_id_are_refused_or_both_kept_but_never_mixed_up(tmp_path):
    queries = '{"id": "q1", "text": "first"}\n{"id": "q1", "text": "second"}\n'
    try:
        found = read_expected(*files(tmp_path, "q1\ta\n", queries))
    except RequestError as error:
        assert "q1" in error.message
    else:
        assert found == [("first", "a"), ("second", "a")]
