from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from inspector.errors import CancelledError
from inspector.projection.neighbors import drawn_neighbors, kept_share, neighbor_graph, preservation, unit_vectors
from tests.projection.clouds import clouds


def test_neighbors_are_those_of_brute_force():
    units = clouds(200)
    graph = neighbor_graph(units, 7)
    wide = units.astype(np.float64)
    similarities = wide @ wide.T
    np.fill_diagonal(similarities, -np.inf)
    expected = np.argsort(-similarities, axis=1)[:, :7]
    assert np.array_equal(graph.points, expected)
    assert np.allclose(graph.similarities, np.take_along_axis(similarities, expected, axis=1), atol=1e-6)


def test_a_point_is_never_its_own_neighbor_even_among_many_copies():
    units = np.repeat(clouds(1), 40, axis=0)
    graph = neighbor_graph(units, 5)
    assert graph.points.shape == (40, 5)
    assert not (graph.points == np.arange(40)[:, None]).any()
    assert all(len(set(row)) == 5 for row in graph.points.tolist())
    assert np.allclose(graph.similarities, 1.0)


@pytest.mark.parametrize(("count", "k"), [(0, 0), (1, 0), (2, 1), (3, 2), (16, 15), (17, 15)])
def test_a_small_collection_has_fewer_neighbors(count, k):
    assert neighbor_graph(clouds(count), 15).points.shape == (count, k)


def test_vectors_without_a_direction_are_named_and_left_out():
    vectors = np.array([[3, 4], [0, 0], [np.nan, 1], [np.inf, 0], [0, -2]], dtype=np.float32)
    units, directed = unit_vectors(vectors)
    assert directed.tolist() == [True, False, False, False, True]
    assert np.allclose(units, [[0.6, 0.8], [0, -1]])


def test_preservation_is_the_share_that_scikit_learn_finds():
    random = np.random.default_rng(3)
    units, positions = clouds(150), random.normal(size=(150, 2)).astype(np.float32)
    k = 15
    true = NearestNeighbors(n_neighbors=k, metric="cosine").fit(units).kneighbors(return_distance=False)
    drawn = NearestNeighbors(n_neighbors=k).fit(positions).kneighbors(return_distance=False)
    expected = [len(set(a) & set(b)) / k for a, b in zip(true, drawn, strict=True)]
    assert np.allclose(preservation(neighbor_graph(units, k), positions), expected)


def test_a_perfect_map_keeps_all_and_a_torn_one_none():
    angles = np.linspace(0, 1, 30)
    units = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    graph = neighbor_graph(units, 2)
    assert preservation(graph, units).tolist() == [1.0] * 30
    true, drawn = np.array([[1, 2], [0, 2]]), np.array([[2, 3], [3, 4]])
    assert kept_share(true, drawn).tolist() == [1 / 2, 0 / 2]


def test_points_drawn_at_one_place_are_not_their_own_neighbors():
    positions = np.zeros((10, 2), dtype=np.float32)
    drawn = drawn_neighbors(positions, np.arange(10), 4)
    assert drawn.shape == (10, 4)
    assert not (drawn == np.arange(10)[:, None]).any()


def test_the_search_stops_when_progress_says_so():
    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        neighbor_graph(clouds(20), 3, progress=stop)
