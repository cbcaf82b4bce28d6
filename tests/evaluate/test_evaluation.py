"""An evaluation: all runs on the same queries and to the same depth, numbers by hand, and what one must know."""

import math
from dataclasses import replace

import numpy as np
import pytest

from inspector.errors import RequestError
from inspector.evaluate.answering import answer_queries
from inspector.evaluate.evaluation import Asked, evaluate, evaluate_index
from inspector.evaluate.fit import fit_judgements
from inspector.evaluate.judgements import JudgementSet
from inspector.records.evaluation import Fit
from inspector.records.results import Fusion
from inspector.records.runs import Judgement, Query, RankedList, Run
from tests.search.test_parents import chunked
from tests.toy_index import toy_index

QUERIES = (Query("q1", "copy a nested list"), Query("q2", "error E-1042"), Query("q3", "nobody judged this"))
JUDGED = JudgementSet((Judgement("q1", "copy", 2), Judgement("q1", "sort", 0), Judgement("q2", "E-1042", 1)))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return toy_index(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def chunks(tmp_path_factory):
    return chunked(tmp_path_factory.mktemp("chunked"))


def saved(name="old", **lists):
    return Run(name, tuple(RankedList(query, ids, tuple(range(len(ids), 0, -1))) for query, ids in lists.items()))


def test_every_run_is_measured_on_every_judged_query(index):
    run = saved(q1=("sort", "copy"), q2=("x", "y", "z", "E-1042"))
    found = evaluate_index(index, QUERIES, JUDGED, Asked(("RR", "R@3"), saved=(run,)))
    assert found.retrievers == ("embedding", "keyword", "hybrid", "old")
    assert found.measures == ("RR", "R@3", "Judged@3")
    assert [query.id for query in found.queries] == ["q1", "q2"]
    assert found.values.shape == (4, 3, 2)
    assert found.of("old", "RR").tolist() == [1 / 2, 1 / 4]
    assert found.of("old", "R@3").tolist() == [1.0, 0.0]
    assert found.of("old", "Judged@3").tolist() == [1.0, 0.0]
    assert found.estimate("old", "RR").mean == pytest.approx(3 / 8)
    assert found.estimate("old", "AP") is None
    assert [(query.id, value) for query, value in found.worst("old", "RR", 1)] == [("q2", 0.25)]
    assert found.of("keyword", "RR").tolist() == [1.0, 1.0]
    assert len(found.comparisons) == 6 * 2
    assert not found.values.flags.writeable


def test_the_same_input_gives_the_same_numbers(index):
    asked = Asked(("RR",), sweep="RR")
    first, second = (evaluate_index(index, QUERIES, JUDGED, asked) for _ in range(2))
    assert (first.estimates, first.sweeps) == (second.estimates, second.sweeps)
    assert [replace(each, smallest_detectable=0) for each in first.comparisons] == [
        replace(each, smallest_detectable=0) for each in second.comparisons
    ]
    assert [sweep.fusion for sweep in first.sweeps] == list(Fusion)


def test_nothing_below_the_depth_counts_not_even_of_a_saved_run(index):
    run = saved(q1=("a", "b", "copy"), q2=("E-1042",))
    found = evaluate_index(index, QUERIES, JUDGED, Asked(("RR",), depth=2, saved=(run,)))
    assert found.of("old", "RR").tolist() == [0.0, 1.0]
    assert all(len(each.ids) <= 2 for run in found.runs for each in run.lists)
    assert 'The lists of "old" are up to 3 long; the first 2 count.' in found.notes


def test_lists_are_as_long_as_the_deepest_measure_needs(index):
    assert evaluate_index(index, QUERIES, JUDGED, Asked(("R@300", "RR"))).depth == 300
    assert evaluate_index(index, QUERIES, JUDGED, Asked(("R@3",))).depth == 100


def test_short_lists_are_measured_by_what_fits_them_and_the_rest_is_said(index):
    found = evaluate_index(index, QUERIES, JUDGED, Asked(depth=5))
    assert found.measures == ("nDCG@5", "R@5", "RR", "AP", "Judged@5")
    assert any("R@100 was not taken" in note for note in found.notes)
    with pytest.raises(RequestError, match="R@100 looks at 100 places, but the lists are 5 long"):
        evaluate_index(index, QUERIES, JUDGED, Asked(depth=5, also=("R@100",)))
    with pytest.raises(RequestError, match="k is 0"):
        evaluate_index(index, QUERIES, JUDGED, Asked(depth=0))


def test_what_did_not_fit_and_what_nobody_judged_is_noted(index):
    found = evaluate_index(index, QUERIES, JUDGED, Asked(("RR",), saved=(saved(q1=("copy",)),)))
    assert found.notes == (
        'Left out, because nobody judged them: 1 query ("q3").',
        '"old" found nothing for 1 query, which count as 0.',
        found.notes[-1],
    )
    shares = [found.of(name, "Judged@10").mean() for name in found.retrievers]
    told = [f"{share:.2f} ({name})" for share, name in zip(shares, found.retrievers, strict=True)]
    assert all(each in found.notes[-1] for each in told)


def test_without_a_model_keyword_search_and_saved_runs_are_evaluated_and_the_reason_is_noted(index):
    bare = replace(index, embedder=None, model_refusal="The model is on no machine.")
    found = evaluate_index(bare, QUERIES, JUDGED, Asked(("RR",), saved=(saved(q1=("copy",)),), sweep="RR"))
    assert found.retrievers == ("keyword", "old")
    assert found.notes[0] == "Without the embedding: The model is on no machine."
    assert found.sweeps == ()


def test_judgements_of_parents_are_held_against_lists_by_parent(chunks):
    queries = (Query("q", "copy a list"), Query("r", "write a file"))
    judged = JudgementSet((Judgement("q", "lists", 1), Judgement("r", "files", 1)))
    found = evaluate_index(chunks, queries, judged, Asked(("RR", "R@2"), sweep="RR"))
    assert found.fit.per_parent
    assert {doc for run in found.runs for each in run.lists for doc in each.ids} == {"lists", "files", "alone"}
    assert found.of("embedding", "RR").tolist() == [1.0, 1.0]
    assert found.sweeps[0].points[-1].mean == 1.0
    assert any("of every parent only the best chunk counts" in note for note in found.notes)


def test_two_runs_of_one_name_are_refused(index):
    with pytest.raises(RequestError, match='Two runs are called "keyword"'):
        evaluate_index(index, QUERIES, JUDGED, Asked(saved=(saved("keyword", q1=("copy",)),)))


def test_one_query_shows_nothing_and_does_not_fail(index):
    found = evaluate_index(index, QUERIES[:1], JUDGED, Asked(("RR",), saved=(saved(q1=("x", "copy")),)))
    last = found.comparisons[-1]
    assert (last.queries, last.p_value, last.difference) == (1, 1.0, 0.5)
    assert math.isnan(last.low) and math.isnan(last.high)
    assert math.isnan(last.smallest_detectable)
    assert "no difference in RR that 1 query could show" in last.sentence


def test_runs_made_elsewhere_are_measured_without_searching(index):
    fitted = fit_judgements(index.collection, QUERIES, JUDGED)
    answers = answer_queries(index, fitted.queries)
    found = evaluate(index.collection, answers.runs, fitted, ("RR", "Judged@10"), 100)
    assert isinstance(found.fit, Fit)
    whole = evaluate_index(index, QUERIES, JUDGED, Asked(("RR",)))
    assert np.array_equal(found.values, whole.values)


def test_progress_is_told_and_may_stop(index):
    heard = []
    evaluate_index(index, QUERIES, JUDGED, Asked(("RR",)), progress=lambda done, total, message: heard.append(message))
    assert list(dict.fromkeys(heard))[-2:] == ["Searching by words", "Measuring"]


def test_a_query_without_a_word_is_left_out_and_counted(index):
    found = evaluate_index(index, (*QUERIES, Query("blank", " ")), JUDGED, Asked(("RR",)))
    assert found.queries == evaluate_index(index, QUERIES, JUDGED, Asked(("RR",))).queries
    assert "1 query without a word left out." in found.notes
    with pytest.raises(RequestError, match="None of the 1 query has a word"):
        evaluate_index(index, (Query("q1", ""),), JUDGED)
