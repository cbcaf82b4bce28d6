from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.errors import CancelledError
from inspector.projection.neighbors import neighbor_graph, preservation
from inspector.projection.record import MapMethod, MapSettings
from inspector.projection.saved import load_map, make_map, map_path, quick_map, save_map
from tests.projection.clouds import clouds, collection

ASKED = MapSettings(50_000, 0)


def equal(first, second) -> bool:
    arrays = ("rows", "x", "y", "preservation", "placed")
    numbers = ("mean_preservation", "method", "neighbors", "seed", "count", "sampled", "left_out", "settings")
    same = all(np.array_equal(getattr(first, name), getattr(second, name)) for name in arrays)
    return same and all(getattr(first, name) == getattr(second, name) for name in numbers)


def test_a_map_says_what_it_shows_and_how_far_to_trust_it():
    vectors = clouds(100)
    found = make_map(collection(vectors))
    assert found.rows.tolist() == list(range(100))
    assert (found.method, found.neighbors, found.seed, found.count) == (MapMethod.UMAP, 15, 0, 100)
    assert (found.sampled, found.left_out) == (False, 0)
    expected = preservation(neighbor_graph(vectors, 15), np.column_stack([found.x, found.y]))
    assert np.array_equal(found.preservation, expected)
    assert found.mean_preservation == pytest.approx(expected.mean())
    assert not any(getattr(found, name).flags.writeable for name in ("rows", "x", "y", "preservation", "placed"))


def test_a_map_is_kept_by_content_and_settings_and_read_back_unchanged(inspector_home):
    first = make_map(collection(clouds(40)))
    told: list[str] = []
    again = make_map(collection(clouds(40)), progress=lambda done, total, message: told.append(message))
    assert equal(first, again)
    assert told == []
    assert map_path(collection(clouds(40)), ASKED).parent.parent == inspector_home
    assert load_map(collection(clouds(40)), MapSettings(50_000, 1)) is None
    assert load_map(collection(clouds(41)), ASKED) is None
    assert not again.x.flags.writeable


def test_the_same_seed_gives_the_same_map():
    first = make_map(collection(clouds(50)))
    map_path(collection(clouds(50)), ASKED).unlink()
    assert equal(first, make_map(collection(clouds(50))))


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_too_few_documents_for_neighborhoods_are_drawn_by_pca_and_say_so(count):
    found = make_map(collection(clouds(count)))
    assert found.method is MapMethod.PCA
    assert found.neighbors == count - 1
    assert np.isfinite(found.x).all()
    if count == 1:
        assert np.isnan(found.mean_preservation)
        assert np.isnan(load_map(collection(clouds(count)), ASKED).mean_preservation)
    else:
        assert found.mean_preservation == 1.0  # all others are everyone's neighbors


def test_no_documents_give_an_empty_map():
    assert len(make_map(collection(np.empty((0, 4), dtype=np.float32))).rows) == 0
    assert len(quick_map(collection(np.empty((0, 4), dtype=np.float32))).rows) == 0


def test_documents_without_a_direction_are_left_out_and_counted():
    vectors = clouds(30)
    vectors[3] = 0
    vectors[17] = np.nan
    for found in (make_map(collection(vectors)), quick_map(collection(vectors))):
        assert found.rows.tolist() == [row for row in range(30) if row not in (3, 17)]
        assert found.left_out == 2
        assert not found.sampled


def test_above_the_limit_a_sample_is_drawn():
    found = make_map(collection(clouds(120)), points=40)
    assert (len(found.rows), found.count, found.sampled) == (40, 120, True)
    assert quick_map(collection(clouds(120)), points=40).rows.tolist() == found.rows.tolist()


def test_the_quick_map_is_pca_with_its_mean_preservation_from_five_hundred_points():
    units = clouds(700)
    found = quick_map(collection(units))
    assert found.method is MapMethod.PCA
    some = np.unique(np.linspace(0, 699, 500).astype(int))
    share = preservation(neighbor_graph(units, 15), np.column_stack([found.x, found.y]))
    assert found.mean_preservation == pytest.approx(share[some].mean())
    assert np.isnan(found.preservation).all()
    assert not found.misplaced.any()


def test_points_torn_from_all_true_neighbors_are_misplaced():
    found = make_map(collection(clouds(60)))
    assert found.misplaced.tolist() == [share == 0 for share in found.preservation.tolist()]


def test_a_stopped_map_is_not_kept():
    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        make_map(collection(clouds(30)), progress=stop)
    assert load_map(collection(clouds(30)), ASKED) is None


@pytest.mark.parametrize("content", [b"", b"not a map", b"PK\x03\x04 broken", b"\x93NUMPY\x01\x00"])
def test_a_broken_file_is_a_miss(content):
    small = collection(clouds(5))
    path = map_path(small, ASKED)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert load_map(small, ASKED) is None
    assert make_map(small).method is MapMethod.PCA
    assert load_map(small, ASKED) is not None


def test_a_plain_array_or_a_pickle_in_its_place_is_a_miss():
    small = collection(clouds(5))
    path = map_path(small, ASKED)
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        np.save(file, np.arange(3))
    assert load_map(small, ASKED) is None
    with path.open("wb") as file:
        np.savez(file, rows=np.array([{}, None], dtype=object))
    assert load_map(small, ASKED) is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_damaged_byte_never_gives_another_map(place, change):
    small = collection(clouds(5))
    first = make_map(small)
    path = save_map(small, first)
    raw = bytearray(path.read_bytes())
    raw[place % len(raw)] ^= change
    path.write_bytes(bytes(raw))
    again = load_map(small, ASKED)
    assert again is None or equal(first, again)
    path.unlink()


def test_rows_of_another_collection_are_a_miss():
    small = collection(clouds(5))
    path = save_map(small, make_map(small))
    with np.load(path) as content:
        changed = dict(content)
    changed["rows"] = np.array([0, 1, 2, 3, 5])
    with path.open("wb") as file:
        np.savez(file, **changed)
    assert load_map(small, ASKED) is None
