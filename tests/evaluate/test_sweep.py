"""Sweep: the weights that these queries cannot tell from the best, from candidates found once."""

import numpy as np
import pytest

from inspector.evaluate.answering import Manner, answer_queries, fused_run
from inspector.evaluate.fit import fit_judgements
from inspector.evaluate.judgements import JudgementSet
from inspector.evaluate.sweep import WEIGHTS, sweep_weights, swept
from inspector.records.results import Fusion
from inspector.records.runs import Judgement, Query
from tests.toy_index import TWELVE, toy_index


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return toy_index(tmp_path_factory.mktemp("toy"))


def made(means, noise=0.0, queries=40):
    """Values of every weight: its mean, and noise of its own for every query."""
    rng = np.random.default_rng(0)
    return np.array(means)[:, None] + noise * rng.normal(size=(len(means), queries))


def test_the_range_ends_on_either_side_at_the_first_weight_that_is_worse():
    # differences of .2 stand far out of noise of .03 / sqrt(40) = .005; those of .005 do not
    means = [0.7, 0.3, 0.4, 0.5, 0.7, 0.705, 0.7, 0.5, 0.7, 0.3, 0.2]
    found = swept(made(means, 0.02), Fusion.RRF, "nDCG@10")
    assert (found.lowest, found.highest) == (0.4, 0.6)
    assert [point.as_good for point in found.points] == [mean > 0.6 for mean in means]
    assert 0.4 <= found.best <= 0.6


def test_a_single_best_weight_is_said_to_be_one():
    found = swept(made([0.1 * place for place in range(11)], 0.01), Fusion.WEIGHTED, "RR")
    assert (found.lowest, found.best, found.highest) == (1.0, 1.0, 1.0)
    assert found.sentence == (
        f"Fused by scores, the weight 1.0 is better than all others tried: {found.points[-1].mean:.3f} RR at 1.0."
    )


def test_where_no_weight_matters_all_are_as_good():
    found = swept(np.full((11, 8), 0.5), Fusion.RRF, "RR")
    assert (found.lowest, found.best, found.highest) == (0.0, 0.0, 1.0)
    assert "8 queries cannot tell the weights from 0.0 to 1.0 apart" in found.sentence


def test_a_sweep_measures_the_lists_of_each_weight_and_ends_at_either_list_alone(index):
    queries = tuple(Query(each, title) for each, title, _ in TWELVE)
    said = JudgementSet(tuple(Judgement(each, each, 1) for each, _, _ in TWELVE))
    fitted = fit_judgements(index.collection, queries, said)
    answers = answer_queries(index, queries, Manner(100))
    steps = []
    found = sweep_weights(
        answers.candidates, fitted, Fusion.RRF, "RR", 100, progress=lambda done, total, message: steps.append(done)
    )
    assert steps == list(range(11))

    def mean(run):
        return np.mean([1 / (each.ids.index(each.query) + 1) for each in run.lists])

    assert found.points[0].mean == pytest.approx(mean(answers.keyword))
    assert found.points[-1].mean == pytest.approx(mean(answers.embedding))
    half = fused_run(answers.candidates, Fusion.RRF, 0.5, 100)
    assert found.points[5].mean == pytest.approx(mean(half))
    assert half.by_query["copy"] == answers.hybrid.by_query["copy"]
    assert [point.weight for point in found.points] == list(WEIGHTS)


def test_a_weight_beyond_a_worse_one_is_named_where_it_cannot_be_told_from_the_best():
    values = made([0.7] + [0.3] * 9 + [0.7])
    values[0] += np.where(np.arange(40) % 2, 0.2, -0.2)  # as good in the mean, other from query to query
    values[10] += 0.001
    found = swept(values, Fusion.RRF, "RR")
    assert (found.lowest, found.highest) == (1.0, 1.0)
    assert found.sentence == "Fused by ranks, 40 queries cannot tell the weights 1.0 and 0.0 apart: 0.701 RR at 1.0."
