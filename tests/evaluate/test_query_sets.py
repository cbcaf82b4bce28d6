"""Sets of queries: the forms they come in, counts, and one clear sentence for what is wrong."""

import pytest

from inspector.errors import RequestError
from inspector.evaluate import query_sets
from inspector.evaluate.query_sets import parse_queries, query_set
from inspector.records.runs import Query


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("q.txt", "one\r\n\n two \n", [Query("one", "one"), Query(" two ", " two ")]),
        ("q.jsonl", '\ufeff{"id": 1, "text": "a", "count": 3}\n{"query": "b"}', [Query("1", "a", 3), Query("b", "b")]),
        ("the pasted text", '{"id": "x", "text": "a"}\n', [Query("x", "a")]),
        ("q.csv", 'count,query\n"1,200","a, b"\n,c\n', [Query("a, b", "a, b", 1200), Query("c", "c")]),
        ("q.csv", "id,text\n1,a\u2028b\x0cc\n", [Query("1", "a\u2028b\x0cc")]),
        ("q.tsv", "qid\ttext\nq1\ta\nq2\tb\n\n", [Query("q1", "a"), Query("q2", "b")]),
        ("q.csv", "id,text\n1,a\n2,\n,\n", [Query("1", "a"), Query("2", "")]),  # the last row says nothing at all
    ],
)
def test_every_form_gives_ids_texts_and_counts(name, text, expected):
    assert list(parse_queries(text, name)) == expected


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("the pasted text", " \n", "^The pasted text holds no query"),
        ("q.jsonl", '{"text": "a"}\n{"text": 3}', 'Line 2 of q.jsonl has no "text"'),
        ("q.csv", "id,body\n1,a\n", 'names no column "text" or "query"; it has id, body'),
        ("q.csv", "text,count\na,0\n", 'Line 2 of q.csv has the count "0"'),
        ("q.csv", 'id,text\na,"one\nb,two\n', "Line 3 of q.csv cannot be read"),
        ("q.tsv", 'id\ttext\na\t"one" more\n', "Line 2 of q.tsv cannot be read"),
        ("q.csv", "id,text\na," + "x" * 140_000, "Line 2 of q.csv cannot be read"),
        ("q.tsv", "text\tcount\na\tmany\n", 'Line 2 of q.tsv has the count "many"'),
    ],
)
def test_what_is_wrong_is_said_with_its_line(name, text, said):
    with pytest.raises(RequestError, match=said):
        parse_queries(text, name)


def test_more_queries_than_can_be_answered_are_refused(monkeypatch):
    monkeypatch.setattr(query_sets, "MAX_QUERIES", 2)
    with pytest.raises(RequestError, match="holds 3 queries, but at most 2"):
        parse_queries("a\nb\nc")


def test_the_same_query_twice_counts_twice():
    assert query_set([Query("a", "a", 2), Query("b", "b"), Query("a", "a", 3)]) == (Query("a", "a", 5), Query("b", "b"))


def test_one_id_for_two_texts_is_refused():
    with pytest.raises(RequestError, match='"1" stands for "a" and for "b"'):
        query_set([Query("1", "a"), Query("1", "b")])
