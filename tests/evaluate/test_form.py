"""An evaluation comes back from its JSON form with the same numbers."""

import json
import math
from dataclasses import fields, replace

import numpy as np
import pytest

from inspector.cli.eval_form import evaluation_json
from inspector.cli.output import finite
from inspector.evaluate.evaluation import Asked, evaluate_index
from inspector.evaluate.form import UNREADABLE, evaluation_of
from inspector.evaluate.judgements import JudgementSet
from inspector.records.evaluation import Evaluation
from inspector.records.runs import Judgement, Query
from tests.toy_index import toy_index

QUERIES = (Query("q1", "copy a nested list"), Query("q2", "error E-1042"), Query("q3", "nobody judged this"))
JUDGED = JudgementSet((Judgement("q1", "copy", 2), Judgement("q1", "gone", 1), Judgement("q2", "E-1042", 1)))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return toy_index(tmp_path_factory.mktemp("toy"))


def there_and_back(found):
    return evaluation_of(json.loads(json.dumps(finite(evaluation_json(found)), allow_nan=False)))


def test_what_was_written_is_read_back_all_but_the_lists(index):
    found = evaluate_index(index, QUERIES, JUDGED, Asked(("RR", "nDCG@10"), sweep="RR"))
    again = there_and_back(found)
    plain = [each.name for each in fields(Evaluation) if each.name not in ("values", "runs", "comparisons")]
    assert [getattr(again, name) for name in plain] == [getattr(found, name) for name in plain]
    assert np.array_equal(again.values, found.values)
    assert again.runs == ()
    assert [replace(each, smallest_detectable=0) for each in again.comparisons] == [
        replace(each, smallest_detectable=0) for each in found.comparisons
    ]


def test_a_number_that_does_not_exist_stays_one_that_does_not_exist(index):
    found = evaluate_index(index, QUERIES[:1], JUDGED, Asked(("RR",)))
    assert math.isnan(there_and_back(found).comparisons[0].smallest_detectable)


def test_without_a_model_the_runs_are_those_there_are(index):
    found = evaluate_index(replace(index, embedder=None), QUERIES, JUDGED, Asked(("RR",)))
    assert there_and_back(found).retrievers == ("keyword",)


@pytest.mark.parametrize("form", [{}, {"retrievers": []}, {"retrievers": {"a": {"RR": 1}}, "per_query": [{}]}])
def test_what_is_no_evaluation_is_refused_with_one_of_the_named_errors(form):
    with pytest.raises(UNREADABLE):
        evaluation_of(form)
