"""The table of measures, and a difference in two or three words."""

from inspector.ui.parts.evaluate.means import cell, verdict
from tests.ui.evaluate_samples import comparison, evaluation


def test_a_cell_holds_the_mean_and_its_interval():
    assert cell(evaluation(), "hybrid", "nDCG@10") == "0.833 [0.708, 0.958]"
    assert cell(evaluation(), "hybrid", "RR") == "–"


def test_a_difference_is_only_a_difference_where_the_corrected_p_value_says_so():
    assert verdict(comparison("embedding", "hybrid", 0.05)) == "Hybrid list is better"
    assert verdict(comparison("embedding", "old", 0.05, 0.25)) == "Embedding is better"
    assert verdict(comparison("embedding", "hybrid", 0.051)) == "not to be told apart"
