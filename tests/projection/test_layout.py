from __future__ import annotations

import numpy as np
import pytest

from inspector.errors import CancelledError
from inspector.projection.layout import umap_positions
from inspector.projection.neighbors import neighbor_graph, preservation
from inspector.projection.pca import pca_positions
from inspector.projection.record import MapSettings
from tests.projection.clouds import clouds


def lay_out(units, seed=0, **more):
    settings = MapSettings(1000, seed)
    graph = neighbor_graph(units, settings.neighbors)
    return graph, umap_positions(units, graph, pca_positions(units), settings, **more)


def test_umap_keeps_more_neighbors_than_the_principal_components():
    units = clouds(300, dim=32, groups=30)
    graph, positions = lay_out(units)
    assert preservation(graph, positions).mean() > 1.5 * preservation(graph, pca_positions(units)).mean()


def test_the_same_seed_gives_the_same_map_and_another_seed_another():
    units = clouds(120)
    first, second, other = lay_out(units)[1], lay_out(units)[1], lay_out(units, seed=1)[1]
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("count", [10, 14, 15, 16, 17])
def test_collections_about_as_small_as_a_neighborhood_are_laid_out(count):
    _, positions = lay_out(clouds(count))
    assert positions.shape == (count, 2)
    assert np.isfinite(positions).all()


def test_copies_have_finite_places_near_each_other():
    units = np.vstack([np.repeat(clouds(1), 30, axis=0), clouds(60, seed=5)])
    positions = lay_out(units)[1]
    assert np.isfinite(positions).all()
    assert np.isfinite(lay_out(np.repeat(clouds(1), 30, axis=0))[1]).all()


def test_progress_counts_the_rounds_and_can_stop_them():
    told: list[tuple[int, int, str]] = []
    lay_out(clouds(60), progress=lambda *step: told.append(step))
    assert told[-1] == (500, 500, "Drawing the map")

    def stop(done: int, total: int, message: str) -> None:
        if done > 0:
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        lay_out(clouds(60), progress=stop)
    assert np.isfinite(lay_out(clouds(60))[1]).all()
