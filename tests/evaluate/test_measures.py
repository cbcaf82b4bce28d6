"""Measures: by hand arithmetic, in the order of the lists, and one clear sentence for a name that is none."""

import math

import numpy as np
import pytest

from inspector.errors import RequestError
from inspector.evaluate.measures import COMMON, DEFAULT_MEASURES, cutoff_of, parse_measures, values_of
from inspector.records.runs import Query, RankedList, Run

ONE = (Query("q", "?"),)


def run_of(*ids, scores=None, query="q"):
    return Run("r", (RankedList(query, ids, tuple(scores or range(len(ids), 0, -1))),))


def test_measures_of_one_list_are_what_their_definitions_say():
    # x is not judged; a has grade 2, b grade 1, c grade 1 and is not found
    names = ("nDCG@3", "R@2", "P@2", "RR", "AP", "Judged@2")
    found = values_of(run_of("x", "a", "b"), ONE, {"q": {"a": 2, "b": 1, "c": 1}}, names)[:, 0]
    gain = 2 / math.log2(3) + 1 / math.log2(4)
    best = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert found == pytest.approx([gain / best, 1 / 3, 1 / 2, 1 / 2, (1 / 2 + 2 / 3) / 3, 1 / 2], abs=1e-9)


def test_a_list_counts_in_its_order_even_where_scores_are_equal():
    first = values_of(run_of("a", "z", scores=(1.0, 1.0)), ONE, {"q": {"a": 1}}, ["RR"])
    second = values_of(run_of("z", "a", scores=(1.0, 1.0)), ONE, {"q": {"a": 1}}, ["RR"])
    assert (first[0, 0], second[0, 0]) == (1.0, 0.5)


def test_an_empty_list_and_a_missing_one_count_as_0_and_other_queries_are_not_moved():
    queries = (Query("empty", ""), Query("q", ""), Query("missing", ""))
    run = Run("r", (*run_of("a").lists, RankedList("empty", (), ()), RankedList("stranger", ("a",), (1.0,))))
    grades = {query.id: {"a": 1} for query in queries}
    assert values_of(run, queries, grades, ["RR", "Judged@10"]).tolist() == [[0, 1, 0], [0, 1, 0]]
    nothing = Run("r", (RankedList("empty", (), ()),))
    assert not values_of(nothing, queries, grades, ["RR", "Judged@10"]).any()


def test_a_negative_grade_counts_as_0():
    grades = {"q": {"a": -2, "b": 1}}
    # the one judged but not relevant stands above the one relevant, so the preference is 0
    found = values_of(run_of("a", "b"), ONE, grades, ["nDCG@2", "RR", "Bpref", "Judged@2"])[:, 0]
    assert found == pytest.approx([1 / math.log2(3), 0.5, 0.0, 1.0])


def test_the_values_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        values_of(run_of("a"), ONE, {"q": {"a": 1}}, ["RR"])[0, 0] = np.nan


def test_names_are_read_as_people_write_them_and_judged_is_always_beside():
    assert parse_measures(DEFAULT_MEASURES) == DEFAULT_MEASURES
    assert parse_measures(["ndcg@10, recall@100 MRR"]) == ("nDCG@10", "R@100", "RR", "Judged@10")
    assert parse_measures(["P@5", "nDCG(dcg='log2',judged_only=True)@3"])[-1] == "Judged@3"
    assert parse_measures(["Judged@20", "AP", "AP"]) == ("AP", "Judged@20")
    assert [cutoff_of(name) for name in ("R@100", "AP")] == [100, None]


@pytest.mark.parametrize(
    "name", ["foo", "nDCG@0", "nDCG@x", "R", "P(cutoff='a')", "P@5+1", "__import__('os')", "P@" * 60, "ERR@10", "("]
)
def test_a_name_that_is_no_measure_is_refused_and_the_usual_ones_are_named(name):
    with pytest.raises(RequestError, match="There is no measure") as refused:
        parse_measures([name])
    assert all(known in refused.value.hint for known in COMMON)


def test_a_count_is_no_measure():
    with pytest.raises(RequestError, match='"NumRet" counts instead of measuring'):
        parse_measures(["NumRet"])


def test_every_name_that_is_offered_can_be_computed():
    names = parse_measures([name.replace("@k", "@5") for name in COMMON])
    assert values_of(run_of("a"), ONE, {"q": {"a": 1, "n": 0}}, names)[names.index("nDCG@5"), 0] == 1.0
