"""Distances against float64 arithmetic and another library, and the rules for vectors without a direction."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.spatial.distance import cdist, cosine

from inspector.vectors import (
    cosine_distance,
    cosine_similarity,
    directions,
    dot_products,
    norms,
    read_only,
)

COMPONENTS = st.floats(-1000, 1000, width=32)
MATRICES = hnp.arrays(np.float32, st.tuples(st.integers(1, 6), st.just(5)), elements=COMPONENTS)


def gaussian(rows: int, dim: int = 384, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(rows, dim)).astype(np.float32)


def test_a_distance_by_hand() -> None:
    query = np.array([[3.0, 4.0]], dtype=np.float32)
    documents = np.array([[6.0, 8.0], [4.0, 3.0], [-4.0, 3.0], [-3.0, -4.0]], dtype=np.float32)
    # (3·6 + 4·8) / (5·10) = 1, (3·4 + 4·3) / (5·5) = 0.96, (-12 + 12) / 25 = 0, -25 / 25 = -1
    assert cosine_similarity(query, documents)[0] == pytest.approx([1, 24 / 25, 0, -1], abs=1e-15)
    assert cosine_distance(cosine_similarity(query, documents))[0] == pytest.approx([0, 1 / 25, 1, 2], abs=1e-15)


def test_distances_equal_another_librarys() -> None:
    queries, documents = gaussian(3, seed=1), gaussian(50, seed=2)
    ours = cosine_distance(cosine_similarity(queries, documents))
    assert ours == pytest.approx(cdist(queries.astype(float), documents.astype(float), "cosine"), abs=1e-14)
    assert ours[1, 7] == pytest.approx(cosine(queries[1].astype(float), documents[7].astype(float)), abs=1e-14)


def test_similarities_equal_exactly_rounded_sums() -> None:
    queries, documents = gaussian(2, seed=3), gaussian(20, seed=4)
    for query, row in zip(queries.tolist(), cosine_similarity(queries, documents), strict=True):
        for document, similarity in zip(documents.tolist(), row, strict=True):
            product = math.fsum(a * b for a, b in zip(query, document, strict=True))
            lengths = math.sqrt(math.fsum(a * a for a in query)) * math.sqrt(math.fsum(b * b for b in document))
            assert similarity == pytest.approx(product / lengths, abs=1e-15)


@given(MATRICES, MATRICES)
def test_similarities_and_distances_stay_in_their_ranges(queries: np.ndarray, documents: np.ndarray) -> None:
    similarity = cosine_similarity(queries, documents)
    assert similarity.shape == (len(queries), len(documents))
    assert similarity.dtype == np.float64
    assert np.all((similarity >= -1) & (similarity <= 1))
    distance = cosine_distance(similarity)
    assert np.all((distance >= 0) & (distance <= 2))
    assert np.all(np.diff(np.take_along_axis(distance, np.argsort(-similarity), axis=1)) >= 0)


@given(MATRICES, st.floats(0.125, 8))
def test_a_distance_does_not_depend_on_lengths(vectors: np.ndarray, factor: float) -> None:
    stretched = vectors.astype(np.float64) * factor
    assert cosine_similarity(vectors, stretched) == pytest.approx(cosine_similarity(vectors, vectors), abs=1e-12)


def test_rounding_beyond_the_ends_is_clipped() -> None:
    assert cosine_distance([1 + 1e-9, -1 - 1e-9]).tolist() == [0.0, 2.0]


def test_a_distance_of_nothing_known_is_not_a_number() -> None:
    assert math.isnan(cosine_distance(math.nan))


def test_a_zero_vector_is_at_distance_one_from_everything() -> None:
    zero, some = np.zeros((1, 4), dtype=np.float32), gaussian(3, 4)
    assert cosine_similarity(zero, some).tolist() == [[0, 0, 0]]
    assert cosine_similarity(some, zero).tolist() == [[0], [0], [0]]
    assert cosine_distance(cosine_similarity(zero, zero)).tolist() == [[1]]


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_a_vector_that_is_not_finite_has_no_similarity_and_harms_no_other(broken: float) -> None:
    documents = np.array([[1, 0], [broken, 0], [0, 1]], dtype=np.float32)
    for measure in (cosine_similarity, dot_products):
        assert np.isnan(measure(documents[:1], documents))[0].tolist() == [False, True, False]
        assert np.isnan(measure(documents, documents[:1]))[:, 0].tolist() == [False, True, False]
        assert np.isnan(measure(np.zeros((1, 2)), documents))[0].tolist() == [False, True, False]


@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_very_short_and_very_long_vectors_keep_their_direction(scale: float) -> None:
    vectors = (gaussian(2, 8) * np.float32(scale)).astype(np.float32)
    assert cosine_similarity(vectors, vectors) == pytest.approx(
        cosine_similarity(gaussian(2, 8), gaussian(2, 8)), abs=1e-6
    )


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dim", [1, 7, 8, 129, 384])
def test_equal_vectors_tie_exactly_whatever_stands_beside_them(dim: int, order: str) -> None:
    query, documents = gaussian(1, dim, seed=5), gaussian(41, dim, seed=6)
    documents[[3, 20, 40]] = documents[11]
    batch = cosine_similarity(query, np.asarray(documents, order=order))[0]
    assert len({batch[row] for row in (3, 11, 20, 40)}) == 1
    for start in range(4):
        assert cosine_similarity(query, documents[start::2])[0].tolist() == batch[start::2].tolist()
    alone = [float(cosine_similarity(query, documents[row : row + 1])[0, 0]) for row in range(41)]
    assert alone == batch.tolist()
    assert cosine_similarity(documents, query)[:, 0].tolist() == batch.tolist()


def test_inner_products_by_hand() -> None:
    assert dot_products(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [0.0, -1.0]])).tolist() == [[11, -2]]


def test_directions_have_length_one_and_zero_stays_zero() -> None:
    found = directions(np.array([[3, 4], [0, 0], [np.nan, 1]], dtype=np.float32))
    assert found[:2].tolist() == [[3 / 5, 4 / 5], [0, 0]]
    assert np.isnan(found[2]).all()


def test_directions_leave_what_they_were_given() -> None:
    given_vectors = np.array([[3.0, 4.0], [np.nan, 1.0]])
    directions(given_vectors)
    assert given_vectors[0].tolist() == [3, 4]


@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_norms_do_not_depend_on_the_block(block: int) -> None:
    vectors = np.array([[3, 4], [0, 0], [5, 12], [np.nan, 1], [np.inf, 1]], dtype=np.float32)
    found = norms(vectors, block=block)
    assert found[:3].tolist() == [5, 0, 13]
    assert math.isnan(found[3])
    assert found[4] == math.inf


def test_norms_of_no_vectors_are_none() -> None:
    assert norms(np.empty((0, 4), dtype=np.float32)).tolist() == []


def test_a_read_only_view_refuses_writing_and_copies_nothing() -> None:
    array = np.array([1, 2, 3])
    view = read_only(array)
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 9
    assert np.shares_memory(view, array)
    array[0] = 7
    assert view[0] == 7
