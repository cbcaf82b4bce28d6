"""Fusion of two lists, as arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import RequestError
from inspector.records.results import Fusion
from inspector.search.hybrid import DEPTH, FUSIONS, Ranked, fuse


def ranked(ids, scores=None) -> Ranked:
    scores = [float(len(ids) - place) for place in range(len(ids))] if scores is None else scores
    return Ranked(tuple(ids), np.array(scores, dtype=float))


def scores(hits):
    return {hit.id: hit.score for hit in hits}


lists = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8).map(ranked)


def test_every_fusion_is_in_the_table():
    assert set(FUSIONS) == set(Fusion)


def test_rrf_is_the_classic_sum_at_equal_weight():
    found = fuse(Fusion.RRF, ranked("abc"), ranked("bad"), 0.5, 10)
    assert scores(found) == pytest.approx(
        {"a": 1 / 61 + 1 / 62, "b": 1 / 62 + 1 / 61, "c": 1 / 63, "d": 1 / 63}, abs=1e-15
    )
    assert [hit.id for hit in found] == ["a", "b", "c", "d"]  # equal scores: the better embedding rank first
    assert round(fuse(Fusion.RRF, ranked("a"), ranked("a"), 0.5, 1)[0].score, 4) == 0.0328


def test_rrf_shares_out_by_weight():
    found = fuse(Fusion.RRF, ranked("ab"), ranked("b"), 0.8, 10)
    assert scores(found) == pytest.approx({"a": 2 * 0.8 / 61, "b": 2 * (0.8 / 62 + 0.2 / 61)}, abs=1e-15)


def test_weighted_scores_are_scaled_to_each_lists_ends():
    found = fuse(Fusion.WEIGHTED, ranked("abc", [0.9, 0.6, 0.5]), ranked("bd", [12.0, 4.0]), 0.25, 10)
    assert scores(found) == pytest.approx({"a": 0.25, "b": 0.25 * (0.6 - 0.5) / 0.4 + 0.75, "c": 0, "d": 0}, abs=1e-15)
    assert [hit.id for hit in found] == ["b", "a", "c", "d"]


def test_equal_scores_and_a_single_candidate_count_fully():
    found = fuse(Fusion.WEIGHTED, ranked("ab", [0.3, 0.3]), ranked("c", [7.0]), 0.5, 10)
    assert scores(found) == {"a": 0.5, "b": 0.5, "c": 0.5}


@pytest.mark.parametrize("fusion", list(Fusion))
def test_a_list_without_a_share_brings_in_nothing(fusion):
    assert [hit.id for hit in fuse(fusion, ranked("abc"), ranked("cxy"), 1.0, 10)] == ["a", "b", "c"]
    assert [hit.id for hit in fuse(fusion, ranked("abc"), ranked("cxy"), 0.0, 10)] == ["c", "x", "y"]


@pytest.mark.parametrize("fusion", list(Fusion))
def test_an_empty_list_leaves_the_order_of_the_other(fusion):
    assert [hit.id for hit in fuse(fusion, ranked(""), ranked("xyz"), 0.5, 10)] == ["x", "y", "z"]
    assert [hit.id for hit in fuse(fusion, ranked("abc"), ranked(""), 0.5, 10)] == ["a", "b", "c"]
    assert fuse(fusion, ranked(""), ranked(""), 0.5, 10) == ()


@pytest.mark.parametrize("fusion", list(Fusion))
def test_only_the_first_hundred_of_each_list_are_candidates(fusion):
    long = ranked([f"e{n:03}" for n in range(150)])
    found = fuse(fusion, long, ranked(["e149"]), 0.5, 500)
    assert len(found) == DEPTH + 1
    late = next(hit for hit in found if hit.id == "e149")
    assert (late.embedding_rank, late.keyword_rank) == (None, 1)


def test_ties_go_to_the_embedding_then_the_keyword_rank_then_the_id():
    assert [hit.id for hit in fuse(Fusion.RRF, ranked("z"), ranked("a"), 0.5, 2)] == ["z", "a"]
    found = fuse(Fusion.WEIGHTED, ranked(""), ranked("zab", [1.0, 1.0, 1.0]), 0.5, 3)
    assert [hit.id for hit in found] == ["z", "a", "b"]


@pytest.mark.parametrize("weight", [-0.1, 1.1, float("nan")])
def test_a_weight_outside_its_range_is_refused(weight):
    with pytest.raises(RequestError, match="from 0 to 1"):
        fuse(Fusion.RRF, ranked("a"), ranked("a"), weight, 1)


def test_a_k_below_one_is_refused():
    with pytest.raises(RequestError, match="at least 1"):
        fuse(Fusion.RRF, ranked("a"), ranked("a"), 0.5, 0)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(Fusion)), lists, lists, st.floats(0, 1), st.integers(1, 10))
def test_a_longer_fused_list_begins_with_the_shorter_and_falls(fusion, left, right, weight, k):
    whole = fuse(fusion, left, right, weight, 20)
    assert fuse(fusion, left, right, weight, k) == whole[:k]
    falling = [hit.score for hit in whole]
    assert falling == sorted(falling, reverse=True)
    assert all(0 <= score <= 1 for score in falling)
