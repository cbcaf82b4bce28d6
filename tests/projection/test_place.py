from __future__ import annotations

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.projection.place import add_points, drawn_nearest, drawn_ranks, far, place, weights
from inspector.projection.record import MapMethod, MapSettings, ProjectionMap
from inspector.projection.saved import make_map
from tests.projection.clouds import clouds, collection


def drawn(positions, rows=None) -> ProjectionMap:
    count = len(positions)
    x, y = np.array(positions, dtype=np.float32).reshape(-1, 2).T
    return ProjectionMap(
        rows=np.arange(count) if rows is None else np.array(rows),
        x=x,
        y=y,
        preservation=np.ones(count, dtype=np.float32),
        mean_preservation=1.0,
        placed=np.zeros(count, dtype=bool),
        method=MapMethod.PCA,
        neighbors=2,
        seed=0,
        count=100,
        sampled=True,
        left_out=0,
        settings=MapSettings(100, 0, neighbors=2),
    )


def test_weights_fall_by_a_factor_e_at_the_mean_excess_distance():
    # distances 0.1, 0.2, 0.6: excess 0, 0.1, 0.5, mean 0.2: weights 1, e^-0.5, e^-2.5
    total = 1 + exp(-0.5) + exp(-2.5)
    assert np.allclose(weights(np.array([0.9, 0.8, 0.4])), [1 / total, exp(-0.5) / total, exp(-2.5) / total])


def test_equal_neighbors_weigh_the_same():
    assert weights(np.array([0.3, 0.3, 0.3, 0.3])).tolist() == [0.25] * 4


def test_the_query_lies_at_the_weighted_mean_of_its_neighbors():
    share = 1 / (1 + exp(-2))  # excess 0 and 0.2, mean 0.1
    x, y = place(drawn([(0, 0), (10, 0), (10, 10)]), np.array([0, 2]), np.array([0.9, 0.7]))
    assert x == pytest.approx(10 * (1 - share))
    assert y == pytest.approx(10 * (1 - share))


def test_neighbors_off_the_map_and_without_similarity_are_passed_over():
    on = drawn([(1, 2), (3, 4)], rows=[7, 5])
    assert place(on, np.array([99, 5, 7, -1]), np.array([0.99, 0.5, np.nan, 0.9])) == (3.0, 4.0)
    assert place(on, np.array([99]), np.array([0.9])) is None
    assert place(drawn(np.zeros((0, 2))), np.array([0]), np.array([0.9])) is None


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.floats(-1, 1)), min_size=1, max_size=12))
def test_the_place_is_within_the_neighbors(found):
    on = drawn([point[:2] for point in found])
    x, y = place(on, np.arange(len(found)), np.array([point[2] for point in found]))
    assert on.x.min() - 1e-5 <= x <= on.x.max() + 1e-5
    assert on.y.min() - 1e-5 <= y <= on.y.max() + 1e-5


def test_the_place_is_inside_the_convex_hull():
    from scipy.spatial import Delaunay

    on = drawn(np.random.default_rng(2).normal(size=(30, 2)))
    rows = np.array([3, 8, 12, 20, 29])
    at = place(on, rows, np.array([0.8, 0.7, 0.6, 0.5, 0.1]))
    hull = Delaunay(np.column_stack([on.x[rows], on.y[rows]]))
    assert hull.find_simplex(np.array([at]))[0] >= 0


def test_ranks_on_the_map_count_who_is_nearer():
    on = drawn([(0, 0), (1, 0), (1, 0), (5, 0)], rows=[4, 6, 8, 2])
    assert drawn_ranks(on, (0, 0), np.array([4, 6, 8, 2, 77])).tolist() == [1, 2, 2, 4, 0]
    assert drawn_nearest(on, (4, 0), 2).tolist() == [2, 6]


def test_far_is_beyond_five_times_k_or_absent():
    assert far(np.array([1, 50, 51, 0]), k=10).tolist() == [False, False, True, True]


def test_documents_outside_the_sample_are_placed_among_their_true_neighbors_and_marked():
    vectors = clouds(240, groups=3)
    vectors[7] = 0
    many = collection(vectors)
    sampled = make_map(many, points=60)
    missing = np.setdiff1d(np.arange(240), [*sampled.rows.tolist(), 7])[:5]
    full = add_points(sampled, many, np.array([sampled.rows[0], *missing, 7, -1]))
    assert full.rows.tolist() == [*sampled.rows.tolist(), *missing.tolist()]
    assert full.placed.tolist() == [False] * 60 + [True] * 5
    assert np.isnan(full.preservation[60:]).all()
    assert full.mean_preservation == sampled.mean_preservation
    similarities = vectors[sampled.rows].astype(np.float64) @ vectors[missing[0]]
    best = np.argsort(-similarities)[:15]
    expected = place(sampled, sampled.rows[best], similarities[best])
    assert np.allclose([full.x[60], full.y[60]], expected, atol=1e-4)
    assert not full.rows.flags.writeable


def test_nothing_to_add_gives_the_same_map():
    many = collection(clouds(20))
    whole = make_map(many)
    assert add_points(whole, many, np.arange(20)) is whole
