from dataclasses import replace

import numpy as np
import pytest

from inspector.errors import CancelledError, EmbedderError
from inspector.explain.budget import Budget
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.refine import STEPS, refine
from inspector.explain.vector_cache import VectorCache
from tests.toy import ToyEmbedder
from tests.toy_index import toy_index

QUERY = "read a csv file into a list"
IDS = ("csv", "copy", "E-1042")


@pytest.fixture
def evaluator(tmp_path) -> IndexEvaluator:
    return IndexEvaluator(ToyEmbedder(), toy_index(tmp_path).collection, IDS, VectorCache())


def test_each_step_adds_a_part_and_the_last_one_finishes(evaluator: IndexEvaluator):
    steps = list(refine(QUERY, evaluator, 3))
    assert len(steps) == len(STEPS) + len(IDS) + 1
    assert [step.finished for step in steps] == [False] * (len(STEPS) + len(IDS)) + [True]
    assert [len(step.fidelity) for step in steps[len(STEPS) :]] == [1, 2, 3, 3]
    first, last = steps[0], steps[-1]
    assert first.lists is not None and first.shares is None
    assert last.noise is not None and last.pairs is not None and last.undone == ()
    assert [each.id for each in last.fidelity] == list(IDS)
    assert not steps[2].shares.exact and last.shares.exact


def test_quick_shares_lie_near_the_exact_ones_and_both_sum_to_the_same(evaluator: IndexEvaluator):
    steps = list(refine(QUERY, evaluator, 3))
    quick, exact = steps[2].shares, steps[-1].shares
    assert quick.shares.sum(axis=0) == pytest.approx(exact.shares.sum(axis=0), abs=1e-9)
    assert exact.shares.sum(axis=0) == pytest.approx(exact.whole - exact.empty, abs=1e-9)
    assert np.array_equal(quick.whole, exact.whole)


def test_it_takes_each_subset_once_and_eight_edits(evaluator: IndexEvaluator):
    list(refine(QUERY, evaluator, 3))
    assert evaluator.embedder.calls <= 2**7 + 8


def test_other_documents_another_k_and_starting_again_encode_nothing(evaluator: IndexEvaluator):
    list(refine(QUERY, evaluator, 3))
    calls = evaluator.embedder.calls
    list(refine(QUERY, evaluator, 5))
    list(refine(QUERY, replace(evaluator, ids=("json", "path")), 3))
    assert evaluator.embedder.calls == calls


def test_what_the_budget_does_not_pay_for_is_left_out_and_said(evaluator: IndexEvaluator):
    last = list(refine(QUERY, replace(evaluator, budget=Budget(75)), 3))[-1]
    assert last.finished and last.lists is not None and last.shares is not None
    assert not last.shares.exact
    assert any(said.startswith("Better fair shares were left out: This takes") for said in last.undone)
    assert evaluator.embedder.calls <= 75


def test_without_any_budget_nothing_is_encoded_and_everything_is_said_to_be_missing(evaluator: IndexEvaluator):
    last = list(refine(QUERY, replace(evaluator, budget=Budget(0)), 3))[-1]
    assert len(last.undone) == 5  # trust needs shares, which are missing
    assert evaluator.embedder.calls == 0


def test_stopping_half_way_loses_nothing(evaluator: IndexEvaluator):
    def stop(done: int, total: int, message: str) -> None:
        if evaluator.cache.encodes > 30:
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        list(refine(QUERY, replace(evaluator, progress=stop), 3))
    so_far = evaluator.embedder.calls
    list(refine(QUERY, evaluator, 3))
    assert so_far > 30
    assert evaluator.embedder.calls == len(evaluator.cache) == evaluator.cache.encodes


def test_a_model_that_fails_half_way_is_said_and_leaves_no_wrong_number(evaluator: IndexEvaluator):
    class Failing(ToyEmbedder):
        left = 40

        def encode(self, texts, *, prompt="", batch=32):
            Failing.left -= len(texts)
            if Failing.left < 0:
                raise EmbedderError("The model failed on a batch.", "Try a smaller batch.")
            return super().encode(texts, prompt=prompt)

    failing = replace(evaluator, embedder=Failing(), cache=VectorCache())
    with pytest.raises(EmbedderError, match="failed on a batch"):
        list(refine(QUERY, failing, 3))
    again = replace(evaluator, cache=failing.cache)  # the same fingerprint: what was kept must be right
    assert np.array_equal(
        list(refine(QUERY, again, 3))[-1].shares.shares, list(refine(QUERY, evaluator, 3))[-1].shares.shares
    )


@pytest.mark.parametrize("query", ["", "   ", "?!", "reset", "E-1042?", "重置密码", "אפס סיסמה now"])
def test_odd_queries_are_explained_as_far_as_they_go(evaluator: IndexEvaluator, query: str):
    last = list(refine(query, evaluator, 3))[-1]
    assert last.finished and last.undone == ()
    assert last.shares.shares.shape == (len(last.units), len(IDS))
    if last.units:
        assert last.shares.shares.sum(axis=0) == pytest.approx(last.shares.whole - last.shares.empty, abs=1e-6)


def test_a_query_of_300_words_is_explained_by_its_phrases_within_a_budget(evaluator: IndexEvaluator):
    query = " ".join(f"word{place}" for place in range(299)) + " csv"
    last = list(refine(query, replace(evaluator, budget=Budget(1_000)), 3))[-1]
    assert last.grouped and len(last.units) == 60
    assert last.shares.shares.sum(axis=0) == pytest.approx(last.shares.whole - last.shares.empty, abs=1e-6)


def test_the_same_query_gives_the_same_numbers(evaluator: IndexEvaluator):
    long = "copy a nested list of rows from a csv file in order over http"
    one, two = (list(refine(long, replace(evaluator, cache=VectorCache()), 3))[-1] for _ in range(2))
    assert np.array_equal(one.shares.shares, two.shares.shares)
    assert np.array_equal(one.shares.standard_error, two.shares.standard_error)
    assert [each.measured.r_squared for each in one.fidelity] == [each.measured.r_squared for each in two.fidelity]


def test_a_query_too_long_for_exact_shares_gets_more_rounds_whose_error_is_smaller(evaluator: IndexEvaluator):
    long = "copy a nested list of rows from a csv file in order over http"
    steps = list(refine(long, evaluator, 3))
    quick, better = steps[2].shares, steps[-1].shares
    assert (quick.rounds, better.rounds) == (5, 10)
    assert better.standard_error.mean() < quick.standard_error.mean()
    assert better.shares.sum(axis=0) == pytest.approx(better.whole - better.empty, abs=1e-6)
