"""Pairs of vectors: 0 for equal ones whatever they hold, infinite where one alone has a direction."""

import numpy as np

from inspector.compare.vectors import vector_distances

NAN, ZERO = [np.nan, 1.0], [0.0, 0.0]


def test_distances_are_one_minus_the_cosine_pair_by_pair():
    left = np.array([[1, 0], [1, 0], [3, 4]], dtype=np.float32)
    right = np.array([[0, 2], [-5, 0], [4, 3]], dtype=np.float32)
    np.testing.assert_allclose(vector_distances(left, right), [1, 2, 1 - 24 / 25], atol=1e-12)


def test_without_a_direction_on_one_side_the_distance_is_infinite_on_both_zero():
    left = np.array([NAN, NAN, ZERO, ZERO, [1, 0]], dtype=np.float32)
    right = np.array([NAN, [1, 0], ZERO, [1, 0], NAN], dtype=np.float32)
    assert vector_distances(left, right).tolist() == [0, np.inf, 0, np.inf, np.inf]


def test_lengths_count_where_they_are_asked_for():
    left, right = np.array([[1.0, 0.0]]), np.array([[4.0, 0.0]])
    assert vector_distances(left, right).tolist() == [0.0]
    assert vector_distances(left, right, lengths=True).tolist() == [0.75]
