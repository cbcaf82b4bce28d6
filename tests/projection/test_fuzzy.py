from __future__ import annotations

import numpy as np
import pytest

from inspector.projection.fuzzy import directed_strengths, fuzzy_graph
from inspector.projection.neighbors import neighbor_graph
from inspector.vectors import cosine_distance
from tests.projection.clouds import clouds


@pytest.mark.parametrize(("count", "others"), [(300, 14), (40, 14), (12, 11), (10, 9)])
def test_the_graph_is_the_one_that_umap_learn_makes(count, others):
    from umap.umap_ import fuzzy_simplicial_set

    units = np.vstack([clouds(count - 3), clouds(1), clouds(1), clouds(1)])  # four copies of one point
    graph = neighbor_graph(units, others)
    distances = cosine_distance(graph.similarities)
    expected, _, _ = fuzzy_simplicial_set(
        units,
        others + 1,
        np.random.RandomState(0),  # asked for and not used
        "cosine",
        knn_indices=np.hstack([np.arange(count)[:, None], graph.points]),
        knn_dists=np.hstack([np.zeros((count, 1)), distances]).astype(np.float32),
    )
    found = fuzzy_graph(graph.points, distances)
    assert np.allclose(found.toarray(), expected.toarray(), atol=1e-3)


def test_strengths_sum_to_the_logarithm_of_the_neighborhood():
    distances = np.sort(np.random.default_rng(0).uniform(0.1, 0.9, size=(50, 15)), axis=1)
    assert np.allclose(directed_strengths(distances).sum(axis=1), np.log2(16))


def test_the_nearest_has_strength_one_and_copies_too():
    strengths = directed_strengths(np.array([[0.2, 0.3, 0.4, 0.5], [0.0, 0.0, 0.3, 0.6]]))
    assert strengths[0, 0] == 1.0
    assert strengths[1, :3].tolist() == [1.0, 1.0, 1.0]


def test_copies_only_hold_each_other_fully():
    assert directed_strengths(np.zeros((3, 2))).tolist() == [[1.0, 1.0]] * 3


def test_two_directions_join_as_either_or():
    # each is the other's nearest: 1 + 1 - 1 * 1 = 1
    graph = fuzzy_graph(np.array([[1], [0]]), np.array([[0.5], [0.5]])).toarray()
    assert graph.tolist() == [[0.0, 1.0], [1.0, 0.0]]
