"""Which failing queries are followed, and whose cause a query has that expects several documents."""

from inspector.records.findings import Cause
from inspector.records.triage import TriageSettings
from inspector.triage import triage
from inspector.triage.tracing import chosen
from tests.toy_index import toy_index
from tests.triage.levers.test_reembedding import broken
from tests.triage.samples import cases


def test_the_most_frequent_are_followed_and_among_equals_the_first():
    asked = cases(("a", "d"), ("b", "d", 5), ("c", "d"), ("d", "d", 5))
    assert [case.query.id for case in chosen(asked, 3)] == ["b", "d", "a"]
    assert chosen(asked, 0) == []


def test_of_several_expected_documents_the_one_with_direct_proof_gives_the_cause(tmp_path):
    index = broken(tmp_path)  # "sort" and "http" have vectors of zeros
    answer = triage(index, cases(("copy a nested list", "path", "sort", "gone")), TriageSettings(1))
    (row,) = answer.rows
    assert (row.cause, row.doc) == (Cause.ZERO_VECTOR, "sort")
    assert Cause.NOT_INDEXED in row.also
    assert row.missed == 3


def test_where_nothing_explains_the_documents_that_are_there_one_that_is_not_is_the_cause(tmp_path):
    index = toy_index(tmp_path)
    alone = triage(index, cases(("copy a nested list", "http")), TriageSettings(1)).rows[0]
    assert alone.cause is Cause.MODEL_LIMIT
    (row,) = triage(index, cases(("copy a nested list", "http", "gone")), TriageSettings(1)).rows
    assert (row.cause, row.doc) == (Cause.NOT_INDEXED, "gone")
    assert Cause.MODEL_LIMIT in row.also
    assert '"http", which it expects too, is there' in row.summary


def test_where_no_expected_document_is_there_all_are_counted(tmp_path):
    (row,) = triage(toy_index(tmp_path), cases(("copy a nested list", "gone", "lost")), TriageSettings(1)).rows
    assert row.cause is Cause.NOT_INDEXED
    assert '"gone", nor with those of 1 other it expects' in row.summary
