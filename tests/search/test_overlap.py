"""Overlap of two lists, as arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import RequestError
from inspector.search.overlap import overlap, rank_biased_overlap

lists = st.lists(st.sampled_from("abcdefghijkl"), unique=True, max_size=12)


def test_sets_are_counted_within_k():
    found = overlap(["a", "b", "c", "d"], ["b", "a", "x", "c"], k=3)
    assert (found.k, found.shared, found.jaccard) == (3, 2, 2 / 4)


def test_rbo_of_two_lists_of_the_same_length():
    # Shared at depths 1, 2, 3: 0, 2, 2, so the agreement is 0, 1, 2/3; extrapolated with the last one.
    p = 0.9
    expected = (1 - p) / p * (0 * p + 1 * p**2 + 2 / 3 * p**3) + 2 / 3 * p**3
    assert rank_biased_overlap(["a", "b", "c"], ["b", "a", "x"], p) == pytest.approx(expected, abs=1e-15)


def test_rbo_of_two_lists_of_different_lengths():
    # S = a b, L = b x a y. Shared at depths 1 to 4: 0, 1, 2, 2; the short list ends at 2, where 1 was shared.
    p = 0.9
    seen = 0 / 1 * p + 1 / 2 * p**2 + 2 / 3 * p**3 + 2 / 4 * p**4
    beyond = 1 * (3 - 2) / (2 * 3) * p**3 + 1 * (4 - 2) / (2 * 4) * p**4
    tail = ((2 - 1) / 4 + 1 / 2) * p**4
    expected = (1 - p) / p * (seen + beyond) + tail
    assert rank_biased_overlap(["a", "b"], ["b", "x", "a", "y"], p) == pytest.approx(expected, abs=1e-15)


def test_rbo_puts_the_top_first():
    same_top = rank_biased_overlap(["a", "b", "c"], ["a", "x", "y"])
    same_end = rank_biased_overlap(["a", "b", "c"], ["x", "y", "c"])
    assert same_top > same_end


def test_a_list_that_is_the_beginning_of_the_other_agrees_fully():
    assert rank_biased_overlap(["a", "b"], ["a", "b", "c", "d"]) == pytest.approx(1)


def test_two_empty_lists_are_the_same_and_one_shares_nothing():
    assert overlap([], [], 10) == overlap([], [], 10)
    assert (overlap([], [], 10).jaccard, overlap([], [], 10).rbo) == (1, 1)
    assert (overlap([], ["a"], 10).jaccard, overlap([], ["a"], 10).rbo) == (0, 0)


@settings(max_examples=60, deadline=None)
@given(lists, lists)
def test_every_measure_is_symmetric_and_within_its_range(left, right):
    forth, back = overlap(left, right, 10), overlap(right, left, 10)
    assert forth.shared == back.shared
    assert forth.jaccard == back.jaccard
    assert forth.rbo == pytest.approx(back.rbo, abs=1e-12)
    assert 0 <= forth.rbo <= 1


@settings(max_examples=30, deadline=None)
@given(lists)
def test_identical_lists_are_one_and_disjoint_lists_zero(ids):
    assert overlap(ids, ids, 12).rbo == pytest.approx(1)
    assert overlap(ids, ids, 12).jaccard == 1
    if ids:
        others = [each.upper() for each in ids]
        assert (overlap(ids, others, 12).rbo, overlap(ids, others, 12).jaccard) == (0, 0)


@pytest.mark.parametrize("persistence", [0.0, 1.0, float("nan")])
def test_a_persistence_outside_its_range_is_refused(persistence):
    with pytest.raises(RequestError, match="between 0 and 1"):
        rank_biased_overlap(["a"], ["a"], persistence)


def test_a_k_below_one_is_refused():
    with pytest.raises(RequestError, match="at least 1"):
        overlap(["a"], ["a"], 0)
