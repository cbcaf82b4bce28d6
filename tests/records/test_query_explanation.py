import pytest

from inspector.explain.units import query_units
from inspector.records.query_explanation import QueryExplanation


@pytest.mark.parametrize(
    ("query", "budget", "grouped"),
    [("reset my password", 3, False), ("reset my password", 2, True), ("重置密码", 2, True)],
)
def test_it_says_whether_its_units_are_phrases(query: str, budget: int, grouped: bool):
    assert QueryExplanation(query, query_units(query, budget), ()).grouped is grouped
