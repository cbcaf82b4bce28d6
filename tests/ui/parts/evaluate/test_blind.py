"""The blind list holds what all searches found, each document once."""

from inspector.inspection import inspect
from inspector.records.results import Request
from inspector.ui.parts.evaluate.blind import pool
from tests.toy_index import toy_index


def test_the_pool_is_the_union_of_the_three_lists(tmp_path):
    found = inspect(toy_index(tmp_path), Request("a wait for E-1042", k=2))
    assert [hit.id for hit in found.neighbors] == ["thread", "csv"]
    assert [hit.id for hit in found.keyword] == ["E-1042", "thread"]
    assert sorted(pool(found)) == ["E-1042", "csv", "thread"]
