"""Inside a model's space or not: read against the sample's own documents and against the same turned at random."""

import numpy as np
import pytest

from inspector.diagnose.freshness.space import FEWEST, Space
from tests.diagnose.freshness.spaces import NARROW, WIDE, any_direction, model_vectors

SAMPLE = 120


def inside(space, vectors, own=None):
    own = model_vectors(len(vectors), seed=50) if own is None else own
    return np.array([space.strangeness(vectors[[row]], own[[row]]).inside for row in range(len(vectors))])


def test_other_texts_of_the_model_lie_inside():
    assert inside(Space(model_vectors(SAMPLE)), model_vectors(200, seed=9)).mean() >= 0.99


def test_random_directions_lie_outside():
    assert inside(Space(model_vectors(SAMPLE)), any_direction(200)).mean() <= 0.01


def test_the_same_vectors_turned_by_another_rotation_lie_outside():
    turn, _ = np.linalg.qr(np.random.default_rng(123).normal(size=(WIDE, WIDE)))
    assert inside(Space(model_vectors(SAMPLE)), model_vectors(200, seed=9) @ turn).mean() <= 0.01


@pytest.mark.parametrize(("count", "taken_in"), [(10, 0.2), (FEWEST - 1, 0.1)])
def test_a_few_documents_are_enough_to_tell_most_of_what_is_nowhere_near_them(count, taken_in):
    few = model_vectors(count)
    near = few + 0.02 * any_direction(count, seed=4)
    space = Space(few)
    assert inside(space, near, few).all()
    assert inside(space, any_direction(200)).mean() <= taken_in


@pytest.mark.parametrize("count", [10, FEWEST - 1, FEWEST, SAMPLE])
def test_what_is_even_farther_from_all_texts_than_a_random_direction_is_not_taken_for_a_text(count):
    vectors = model_vectors(count)
    space, rows, own = Space(vectors), any_direction(500), model_vectors(1, seed=50)
    lowest = rows[np.argsort((rows @ np.vstack([vectors, own]).T).max(axis=1))[:20]]
    assert not inside(space, lowest, np.tile(own, (20, 1))).any()


def test_the_sample_s_own_documents_lie_inside_each_left_out():
    vectors = model_vectors(SAMPLE)
    space = Space(vectors)
    found = [space.strangeness(vectors[[row]], vectors[[row]], row).inside for row in range(SAMPLE)]
    assert np.mean(found) >= 0.99


def test_closeness_is_the_largest_similarity_to_the_other_texts_and_its_own():
    vectors = model_vectors(SAMPLE)
    space, vector, own = Space(vectors), any_direction(1, seed=8), model_vectors(1, seed=31)
    others = np.delete(vectors, 4, axis=0).astype(np.float64)
    found = space.strangeness(3 * vector, 2 * own, 4)
    assert found.closest == pytest.approx(max((others @ vector[0]).max(), float(own[0] @ vector[0])), abs=1e-6)


def test_the_background_is_the_median_closeness_of_the_sample_s_documents():
    few = model_vectors(FEWEST - 1)
    among = few.astype(np.float64) @ few.T.astype(np.float64)
    np.fill_diagonal(among, -np.inf)
    found = Space(few).strangeness(any_direction(1), few[:1])
    assert found.background == pytest.approx(np.median(among.max(axis=1)), abs=1e-6)
    assert found.random < found.background


def test_the_random_background_keeps_the_angles_of_the_sample():
    # As many random directions in the whole space come about as close: sqrt(2 ln n / dim) and less.
    found = Space(model_vectors(FEWEST - 1)).strangeness(any_direction(1), any_direction(1))
    assert 0.05 < found.random < np.sqrt(2 * np.log(FEWEST - 1) / WIDE) + 0.1


def test_length_is_no_strangeness():
    space, vector, own = Space(model_vectors(SAMPLE)), model_vectors(1, seed=9), model_vectors(1, seed=9)
    first = space.strangeness(vector, own)
    again = Space(7 * model_vectors(SAMPLE)).strangeness(1e-3 * vector, 50 * own)
    assert again.inside == first.inside
    assert again.closest == pytest.approx(first.closest, abs=1e-6)


def test_the_same_seed_gives_the_same_answer():
    vector, own = any_direction(1), model_vectors(1, seed=9)
    first, second = (Space(model_vectors(SAMPLE)).strangeness(vector, own) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("count", [1, 2, 3, FEWEST, SAMPLE])
def test_equal_vectors_are_a_space_too_and_nothing_is_divided_by_nothing(count):
    same = np.tile(model_vectors(1), (count, 1))
    with np.errstate(all="raise"):
        found = Space(same).strangeness(same[:1], same[:1])
        other = Space(same).strangeness(any_direction(1), same[:1])
    assert found.inside
    assert not other.inside
    assert found.closest == pytest.approx(1, abs=1e-6)


def test_a_model_that_fills_the_whole_space_is_told_by_closeness():
    # With as many directions as dimensions nothing lies outside the axes; a vector near one text is still known.
    wide = any_direction(SAMPLE, dim=NARROW)
    near = wide[:20] + 0.05 * any_direction(20, seed=5, dim=NARROW)
    space = Space(wide)
    assert all(space.strangeness(near[[row]], wide[[row]]).inside for row in range(20))


def test_of_two_texts_only_random_directions_are_told_from_the_models_own():
    dim = model_vectors(2).shape[1]
    random = np.random.default_rng(3).normal(size=(200, dim))
    assert inside(Space(model_vectors(2)), random).mean() <= 0.05
