from __future__ import annotations

import numpy as np

from inspector.projection.record import MapSettings
from tests.projection.test_place import drawn


def test_points_are_found_by_document_in_any_order():
    on = drawn([(0, 0), (1, 1), (2, 2)], rows=[5, 9, 2])
    assert on.points_of(np.array([2, 9, 5, 7, -1])).tolist() == [2, 1, 0, -1, -1]
    assert drawn(np.zeros((0, 2))).points_of(np.array([1])).tolist() == [-1]


def test_each_setting_has_a_key_of_its_own():
    settings = [
        MapSettings(10, 0),
        MapSettings(11, 0),
        MapSettings(10, 1),
        MapSettings(10, 0, 5),
        MapSettings(10, 0, 15, 0.2),
    ]
    assert len({each.key for each in settings}) == len(settings)
    assert MapSettings(10, 0).key == MapSettings(10, 0).key
