from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.projection.points import allocate, choose_points
from tests.projection.clouds import clouds, collection


def test_up_to_the_limit_all_documents_are_drawn():
    assert choose_points(collection(clouds(50)), 50, 0).tolist() == list(range(50))


def test_above_the_limit_the_sample_is_seeded_ascending_and_of_that_size():
    many = collection(clouds(400))
    first, second, other = (choose_points(many, 100, seed) for seed in (0, 0, 1))
    assert first.tolist() == second.tolist() != other.tolist()
    assert len(first) == 100 == len(set(first.tolist()))
    assert first.tolist() == sorted(first.tolist())


def test_a_small_group_keeps_its_share():
    # 1,900 documents in one cloud, 100 in another: 5 % of 200 points are 10.
    random = np.random.default_rng(0)
    centres = np.eye(2, 8)[np.r_[np.zeros(1900, int), np.ones(100, int)]]
    chosen = choose_points(collection((centres + random.normal(scale=0.05, size=(2000, 8))).astype(np.float32)), 200, 0)
    assert 8 <= int((chosen >= 1900).sum()) <= 12


def test_documents_without_a_direction_are_not_sampled():
    vectors = clouds(300)
    vectors[::3] = 0
    vectors[1] = np.nan
    chosen = choose_points(collection(vectors), 150, 0)
    assert len(chosen) == 150
    assert not any(row % 3 == 0 or row == 1 for row in chosen.tolist())


def test_no_document_with_a_direction_gives_no_points():
    assert len(choose_points(collection(np.zeros((20, 4), dtype=np.float32)), 10, 0)) == 0


@pytest.mark.parametrize(
    ("sizes", "total", "shares"),
    [
        ([50, 30, 20], 10, [5, 3, 2]),
        ([97, 2, 1], 10, [8, 1, 1]),  # 9.7, 0.2, 0.1: one each first, the large one gives up what is too much
        ([5, 5], 20, [5, 5]),
        ([10, 0, 10], 5, [3, 0, 2]),  # 2.5 each: the first of equals gets the remainder
        ([1, 1, 1, 1], 2, [1, 1, 0, 0]),
    ],
)
def test_places_are_shared_in_proportion_with_at_least_one_each(sizes, total, shares):
    assert allocate(np.array(sizes), total).tolist() == shares


@given(st.lists(st.integers(0, 200), min_size=1, max_size=30), st.integers(1, 300))
def test_shares_sum_up_and_never_exceed_what_there_is(sizes, total):
    shares = allocate(np.array(sizes), total)
    assert shares.sum() == min(total, sum(sizes))
    assert (shares >= 0).all() and (shares <= sizes).all()
    if sum(size > 0 for size in sizes) <= total:
        assert all(share >= 1 for share, size in zip(shares, sizes, strict=True) if size > 0)
