"""The classifier: its area against scikit-learn's, and that it is judged on what it has not seen."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from inspector.monitor.classifier import area_under, separate


def test_the_area_is_that_of_scikit_learn_ties_included():
    rng = np.random.default_rng(0)
    scores, positive = rng.integers(0, 6, 50).astype(float), rng.random(50) < 0.4
    assert area_under(scores, positive)[0] == pytest.approx(roc_auc_score(positive, scores), abs=1e-12)


def test_the_variance_of_an_area_is_that_of_delong():
    # ones 3, 1 and zeros 2, 0: each one beats (2, 1) of 2 zeros, each zero is beaten by (1, 2) of 2 ones;
    # sample variances of (1, .5) and (.5, 1) are .125 each: .125 / 2 + .125 / 2
    area, variance = area_under(np.array([3.0, 1.0, 2.0, 0.0]), np.array([True, True, False, False]))
    assert (area, variance) == (0.75, pytest.approx(0.125))


def test_vectors_without_a_difference_cannot_be_told_apart_although_they_could_be_learned_by_heart():
    rng = np.random.default_rng(1)
    then, now = rng.normal(size=(40, 200)), rng.normal(size=(40, 200))  # more dimensions than vectors
    found, _ = separate(then, now)
    assert found.low < 0.5 < found.high


def test_a_shift_is_told_apart_and_the_clearest_of_now_scores_highest():
    rng = np.random.default_rng(2)
    then, now = rng.normal(size=(60, 8)), rng.normal(size=(50, 8))
    now[:30, 0] += 4.0
    found, scores = separate(then, now)
    assert 0.6 < found.low < found.auc < found.high <= 1.0
    assert scores.shape == (50,)
    assert scores[:30].min() > np.median(scores[30:])
    assert int(np.argmax(scores)) < 30
    assert not scores.flags.writeable
