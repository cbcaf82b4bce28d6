from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inspector.ui.map_view import MapView, bounds, group_labels, marked_bounds, outside, point_look


def view(points: list[tuple[float, float]], **more) -> MapView:
    positions = np.array(points, dtype=np.float32).reshape(-1, 2)
    rows = np.arange(len(points), dtype=np.int64)
    return MapView(rows, positions[:, 0], positions[:, 1], np.zeros(len(points), dtype=bool), **more)


def test_close_points_share_one_label_on_the_best_of_them() -> None:
    shown = view([(0, 0), (100, 0), (1, 1), (0.5, 0)])
    place = {row: row for row in range(4)}
    ranked = [(3, 4), (2, 1), (1, 2), (0, 3)]
    assert group_labels(shown, ranked, place) == {2: "1 · 3 · 4", 1: "2"}


def test_a_crowd_is_labelled_with_four_ranks_and_dots() -> None:
    shown = view([(0, 0)] * 6 + [(100, 0)])
    place = {row: row for row in range(7)}
    assert group_labels(shown, [(row, row + 1) for row in range(6)], place) == {0: "1 · 2 · 3 · 4 …"}


def test_an_outlier_does_not_shrink_the_map_but_a_marked_one_is_inside() -> None:
    shown = view([(at / 100, 0) for at in range(1000)] + [(500, 0)])
    (_, high), _ = bounds(shown, [])
    assert high < 12  # all others end below 10, and 6 % of the width is added
    (_, high), _ = bounds(shown, [1000])
    assert high > 500


def test_a_small_island_is_out_of_sight_and_counted_until_one_of_it_is_marked() -> None:
    crowd, island = [(at / 100, at % 7) for at in range(960)], [(-40 - at / 100, -30) for at in range(40)]
    shown = view(crowd + island)
    (low, high), _ = marked_bounds(shown)
    assert (round(low, 1), round(high, 1)) == (-0.6, 10.2)  # 0 to 9.59, and 6 % of that on either side
    assert outside(shown) == 40
    assert outside(replace(shown, keyword=(999,))) == 0
    assert outside(replace(shown, expected=5)) == 40


def test_a_large_island_is_in_sight() -> None:
    shown = view([(at / 100, 0) for at in range(900)] + [(-40, 0)] * 100)
    assert outside(shown) == 0


def test_the_query_is_always_inside() -> None:
    (low, _), (_, high) = bounds(view([(0, 0), (1, 1)], query=(-9.0, 9.0)), [])
    assert low < -9
    assert high > 9


def test_one_point_or_none_still_has_a_region() -> None:
    for shown in (view([(3, 3)]), view([])):
        for low, high in bounds(shown, []):
            assert high > low


@pytest.mark.parametrize(("count", "look"), [(0, (7, 0.75)), (100, (7, 0.75)), (30_000, (3, 0.3)), (90_000, (3, 0.3))])
def test_points_are_small_and_faint_where_there_are_many(count: int, look: tuple[float, float]) -> None:
    assert point_look(count) == look
