from __future__ import annotations

import numpy as np
import pytest

from inspector.projection.pca import pca_positions
from tests.projection.clouds import clouds


def test_positions_equal_the_singular_value_decomposition_up_to_sign():
    units = clouds(300)
    wide = units.astype(np.float64) - units.mean(axis=0, dtype=np.float64)
    left, sizes, _ = np.linalg.svd(wide, full_matrices=False)
    expected = left[:, :2] * sizes[:2]
    found = pca_positions(units)
    signs = np.sign((found * expected).sum(axis=0))
    assert np.allclose(found, expected * signs, atol=1e-5)


def test_the_same_vectors_always_lie_the_same_way_round():
    units = clouds(100)
    assert np.array_equal(pca_positions(units), pca_positions(units.copy()))
    shuffled = np.random.default_rng(1).permutation(100)
    assert np.allclose(pca_positions(units[shuffled]), pca_positions(units)[shuffled], atol=1e-5)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10])
def test_any_number_of_points_has_finite_positions(count):
    found = pca_positions(clouds(count))
    assert found.shape == (count, 2)
    assert np.isfinite(found).all()


def test_two_points_lie_apart_by_their_distance_on_the_first_axis():
    found = pca_positions(np.array([[1, 0], [0, 1]], dtype=np.float32))
    assert np.allclose(np.abs(found[:, 0]), np.sqrt(2) / 2, atol=1e-6)
    assert np.allclose(found[:, 1], 0, atol=1e-6)


def test_one_dimension_gives_one_axis():
    assert pca_positions(np.array([[1], [-1], [1]], dtype=np.float32))[:, 1].tolist() == [0, 0, 0]


def test_copies_lie_at_one_place():
    assert np.allclose(pca_positions(np.repeat(clouds(1), 20, axis=0)), 0, atol=1e-6)


def test_many_wide_vectors_are_judged_by_an_even_part(monkeypatch):
    units = clouds(400)
    whole = pca_positions(units)
    monkeypatch.setattr("inspector.projection.pca._BUDGET", 200 * 16 * 16)
    part = pca_positions(units)
    assert part.shape == whole.shape
    assert not np.array_equal(part, whole)
    assert np.abs(np.corrcoef(part[:, 0], whole[:, 0])[0, 1]) > 0.95
