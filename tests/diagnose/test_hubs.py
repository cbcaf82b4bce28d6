"""Hubs: counted as brute force in float64 counts them, and none where there can be none."""

from __future__ import annotations

import numpy as np
import pytest

from inspector import files
from inspector.diagnose import hubs
from inspector.diagnose.hubs import load_hubness, measure_hubness
from inspector.errors import CancelledError
from inspector.records.documents import Document
from inspector.vectors import cosine_similarity
from tests.search.small_collection import SmallCollection


def collection(vectors) -> SmallCollection:
    vectors = np.asarray(vectors, dtype=np.float32)
    return SmallCollection([Document(str(row), "", "") for row in range(len(vectors))], vectors)


def cloud(count: int, dim: int = 16, seed: int = 0):
    return np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)


def brute_force(vectors, k: int = 10, askers=None):
    """Count by float64 similarities, an asker's own list without itself and without equal vectors."""
    similarities = cosine_similarity(vectors, vectors)
    directed = np.isfinite(vectors).all(axis=1) & vectors.any(axis=1)
    counts = np.zeros(len(vectors), dtype=np.int64)
    for asker in range(len(vectors)) if askers is None else askers:
        if not directed[asker]:
            continue
        others = [row for row in np.flatnonzero(directed) if not np.array_equal(vectors[row], vectors[asker])]
        nearest = sorted(others, key=lambda row: (-similarities[asker, row], row))[:k]
        counts[nearest] += 1
    return counts


def with_hub(count: int = 300):
    """Points on all sides of the origin, far from each other; and one moved towards their common middle."""
    vectors = cloud(count, 64) + 0.6
    vectors[7] = 0.6 + 0.01 * vectors[7]
    return vectors


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_brute_force(seed):
    vectors = cloud(200, seed=seed)
    found = measure_hubness(collection(vectors))
    np.testing.assert_array_equal(found.counts, brute_force(vectors))
    assert found.counts.sum() == 200 * 10
    assert (found.queries, found.k) == (200, 10)
    assert found.antihubs == np.count_nonzero(found.counts == 0)


def test_a_hub_exceeds_the_mean_by_two_standard_deviations_and_the_most_frequent_comes_first():
    found = measure_hubness(collection(with_hub()))
    assert found.bar == pytest.approx(10 + 2 * np.sqrt(np.mean((found.counts - 10.0) ** 2)))
    assert set(found.rows) == set(np.flatnonzero(found.counts > found.bar))
    assert list(found.counts[found.rows]) == sorted(found.counts[found.rows], reverse=True)
    assert found.rows[0] == 7
    assert found.counts[7] > 200


def test_exact_copies_do_not_ask_for_each_other_however_many_there_are():
    vectors = cloud(300)
    vectors[20:140] = vectors[20]  # more than the first search looks at
    vectors[3] = vectors[2]
    found, expected = measure_hubness(collection(vectors)).counts, brute_force(vectors)
    group = np.arange(20, 140)  # equally near to all: which of them take the last places is open
    assert found[group].sum() == expected[group].sum()
    np.testing.assert_array_equal(np.delete(found, group), np.delete(expected, group))


def test_copies_within_a_millionth_are_copies():
    vectors = cloud(100)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    exact, nearly = vectors.copy(), vectors.copy()
    exact[:30] = exact[0]
    nearly[:30] = nearly[0] * (1 + 3e-7 * np.random.default_rng(1).uniform(-1, 1, size=(30, 16)))
    counts = measure_hubness(collection(nearly)).counts
    assert counts[:30].sum() == measure_hubness(collection(exact)).counts[:30].sum()
    np.testing.assert_array_equal(counts[30:], measure_hubness(collection(exact)).counts[30:])


def test_length_does_not_matter():
    vectors = cloud(150)
    stretched = vectors * np.linspace(0.1, 10, 150, dtype=np.float32)[:, None]
    np.testing.assert_array_equal(
        measure_hubness(collection(stretched)).counts, measure_hubness(collection(vectors)).counts
    )


def test_vectors_without_a_direction_neither_ask_nor_are_found():
    vectors = cloud(120)
    vectors[:30] = np.nan
    vectors[30:40] = 0
    vectors[40] = np.inf
    found = measure_hubness(collection(vectors))
    np.testing.assert_array_equal(found.counts, brute_force(vectors))
    assert found.queries == 79
    assert found.antihubs == np.count_nonzero(found.counts[41:] == 0)


def test_a_sample_asks_where_there_are_more_and_its_hubs_are_more_than_chance():
    vectors = cloud(400)
    small = collection(vectors)
    found = measure_hubness(small, askers=50, seed=3)
    np.testing.assert_array_equal(found.counts, brute_force(vectors, askers=small.sample(50, 3)))
    assert found.queries == 50
    # Poisson of mean 50 * 10 / 400 = 1.25: 0.05 / 400 = 1.25e-4 lies between P(X > 6) and P(X > 7).
    assert found.bar >= 7
    assert measure_hubness(collection(with_hub()), askers=100).rows[0] == 7


def test_many_blocks_give_the_same_as_one(monkeypatch):
    small = collection(cloud(2500))
    whole = measure_hubness(small, askers=200)
    monkeypatch.setattr(hubs, "_BYTES", 1)
    np.testing.assert_array_equal(measure_hubness(small, askers=200).counts, whole.counts)


def test_fewer_ask_of_a_collection_so_large_that_all_would_take_too_long(monkeypatch):
    monkeypatch.setattr(hubs, "PRODUCTS", 100 * 300 * 16)
    assert measure_hubness(collection(cloud(300))).queries == 100


@pytest.mark.parametrize(
    "vectors",
    [
        np.ones((1, 4)),
        np.ones((50, 4)),
        np.zeros((20, 4)),
        np.full((20, 4), np.nan),
        cloud(11),
        np.vstack([np.ones((30, 4)), np.full((5, 4), np.nan)]),
    ],
    ids=["one document", "all equal", "all zero", "all NaN", "as many as a list holds", "all equal or NaN"],
)
def test_there_are_no_hubs_where_there_can_be_none(vectors):
    assert not len(measure_hubness(collection(vectors)).rows)


def test_in_a_collection_no_larger_than_a_list_every_document_is_in_all_others_lists():
    np.testing.assert_array_equal(measure_hubness(collection(cloud(5))).counts, [4] * 5)


def test_kept_hubs_come_back_as_they_were():
    small = collection(with_hub())
    first, again = load_hubness(small), load_hubness(small)
    assert len(list(files.home().glob("*/hubness-*.npz"))) == 1
    np.testing.assert_array_equal(again.rows, first.rows)
    np.testing.assert_array_equal(again.counts, first.counts)
    assert (again.queries, again.k, again.bar, again.antihubs) == (first.queries, first.k, first.bar, first.antihubs)


def test_kept_hubs_are_not_counted_again():
    small = collection(with_hub())
    load_hubness(small)

    def stop(done: int, total: int, message: str) -> None:
        raise CancelledError("stopped")

    load_hubness(small, stop)
    with pytest.raises(CancelledError):
        load_hubness(collection(cloud(30)), stop)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x93NUMPY"])
def test_a_broken_file_is_counted_again(content):
    small = collection(with_hub())
    first = load_hubness(small)
    (path,) = files.home().glob("*/hubness-*.npz")
    path.write_bytes(content)
    np.testing.assert_array_equal(load_hubness(small).counts, first.counts)
    assert path.stat().st_size > 100


def test_a_file_of_another_collection_is_counted_again():
    first = load_hubness(collection(with_hub()))
    (path,) = files.home().glob("*/hubness-*.npz")
    load_hubness(collection(cloud(50)))
    (other,) = set(files.home().glob("*/hubness-*.npz")) - {path}
    path.write_bytes(other.read_bytes())
    np.testing.assert_array_equal(load_hubness(collection(with_hub())).counts, first.counts)


def test_a_home_that_cannot_be_written_to_means_counting_each_time(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("INSPECTOR_HOME", str(blocked / "home"))
    assert load_hubness(collection(cloud(30))).queries == 30
