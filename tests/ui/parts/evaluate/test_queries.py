"""The order of the queries: lowest value first, among equals where another search gains most."""

from inspector.ui.parts.evaluate.queries import worst_first
from tests.ui.evaluate_samples import evaluation


def test_the_worst_come_first_and_among_equals_those_where_another_search_gains_most():
    found = evaluation(runs=("old", "embedding", "keyword"))
    # old: 0, 0, 1; the best of the others: 1, 0.5, 1
    assert worst_first(found, "old", "nDCG@10") == [0, 1, 2]
    assert worst_first(found, "keyword", "nDCG@10") == [2, 1, 0]
    assert worst_first(evaluation(runs=("old",)), "old", "nDCG@10") == [0, 1, 2]
