"""Judgements: the forms they come in, and one clear sentence for what is wrong."""

import pytest

from inspector.errors import RequestError
from inspector.evaluate.judgements import parse_judgements
from inspector.records.runs import Judgement

PAIRS = (Judgement("q1", "d1", 1), Judgement("q1", "d 2", 0), Judgement("q2", "d1", 2))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ours.tsv", "query\tdoc\tgrade\nq1\td1\t1\nq1\td 2\t0\nq2\td1\t2\n"),
        ("beir.tsv", "\ufeffquery-id\tcorpus-id\tscore\r\nq1\td1\t1\r\nq1\td 2\t0\r\nq2\td1\t2\r\n"),
        ("trec.qrels", "q1\t0\td1\t1\nq1\t0\td 2\t0\n\nq2\t0\td1\t2\n"),
        ("q.csv", 'doc,query,relevance\nd1,q1,1.0\n"d 2",q1,0\nd1,q2,2\n'),
        ("q.csv", "query;doc;grade\nq1;d1;1\nq1;d 2;0\nq2;d1;2\n"),
        ("q.jsonl", '{"query": "q1", "doc": "d1"}\n{"qid": "q1", "docid": "d 2", "rel": 0}\n'
         '{"query": "q2", "doc": "d1", "grade": 2}\n'),
    ],
)  # fmt: skip
def test_every_form_gives_the_same_pairs(name, text):
    assert parse_judgements(text, name).judgements == PAIRS


def test_white_space_separates_trec_columns_and_two_columns_mean_relevant():
    assert parse_judgements("q1 Q0 d1 2\nq2  0  d2  -1").judgements == (
        Judgement("q1", "d1", 2),
        Judgement("q2", "d2", -1),
    )
    assert parse_judgements("q1\td1\n").judgements == (Judgement("q1", "d1", 1),)


def test_a_pair_judged_twice_alike_is_counted_and_kept_once():
    found = parse_judgements("q1\td1\t1\nq1\td1\t1\nq1\td2\t0\n")
    assert (len(found.judgements), found.repeated) == (2, 1)
    assert found.by_query == {"q1": {"d1": 1, "d2": 0}}


def test_a_negative_grade_is_not_relevant():
    assert [Judgement("q", "d", grade).relevant for grade in (-1, 0, 1, 3)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no judgement in q.tsv"),
        ("query\tdoc\tgrade\n", "only a header"),
        ("q1\td1\tgood\n", 'Line 1 of q.tsv has the grade "good"'),
        ("q1\td1\t0.5\n", 'has the grade "0.5"'),
        ("q1\td1\tnan\n", 'has the grade "nan"'),
        ("q1\td1\t1\nq1\td1\t2\n", 'Line 2 of q.tsv gives "d1" the grade 2 for "q1", but line 1 gave it 1'),
        ("query\tgrade\nq1\t1\n", "names no column of documents; it has query, grade"),
        ("query\tdoc\tgrade\nq1\td1\n", "Line 2 of q.tsv has 2 columns, its header 3"),
        ("one\n", "Line 1 of q.tsv has 1 column"),
        ("q1\t\t1\n", "Line 1 of q.tsv does not name a query and a document"),
        ('{"query": "q"}\n', "does not name a query and a document"),
        ("{nonsense\n", "is not JSON"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, said):
    with pytest.raises(RequestError, match=said):
        parse_judgements(text, "q.tsv")


@pytest.mark.parametrize("grade", ["1e308", "99999999999", "100001", "-100001"])
def test_a_grade_that_trec_eval_cannot_count_is_refused(grade):
    with pytest.raises(RequestError, match="Line 1 of") as refused:
        parse_judgements(f"q 0 d {grade}", "x")
    assert "up to 100,000" in refused.value.hint


@pytest.mark.parametrize("grade", ['""', "null"])
def test_a_grade_left_empty_does_not_make_a_document_relevant(grade):
    with pytest.raises(RequestError, match='has the grade ""'):
        parse_judgements('{"query": "q", "doc": "d", "grade": ' + grade + "}")


def test_a_cell_that_is_too_long_is_refused_in_a_sentence():
    with pytest.raises(RequestError, match="cannot be read: field larger"):
        parse_judgements("q\td\t1\nq\t" + "d" * 140_000 + "\t1\n", "x")
