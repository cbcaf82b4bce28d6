"""How well a collection answers: percentiles and the share out of domain, against arithmetic."""

import numpy as np
import pytest

from inspector.monitor.fit import query_fit
from inspector.search.background import Background
from tests.monitor.indexes import collection

AXES = np.eye(32)[:4]


def background(best):
    return Background(np.array([0.0, 0.1]), np.array(best, dtype=float), len(best))


def leaning(cosine: float) -> np.ndarray:
    """A query with this best similarity: along the first document, and an axis no document lies on."""
    return np.concatenate([[cosine], np.zeros(30), [(1 - cosine**2) ** 0.5]])


def test_shares_and_medians_are_those_of_the_best_similarities(tmp_path):
    opened = collection(tmp_path, "axes", {"a": "fox", "b": "frog", "c": "bird", "d": "hare"}, vectors=AXES)
    ordinary = background(np.linspace(0.5, 0.9, 101))  # 5th percentile .52
    then = np.stack([leaning(each) for each in (0.6, 0.8, 0.51, 0.8)])
    now = np.stack([leaning(each) for each in (0.1, 0.2, 0.51, 0.7)])
    found = query_fit(opened, ordinary, then, now)
    assert (found.then_outside, found.now_outside) == (0.25, 0.75)
    assert found.then_percentile == pytest.approx(50, abs=1)  # (.6 + .8) / 2 is the middle of .5 to .9
    assert found.now_percentile == pytest.approx((0 + 2.5) / 2, abs=1)
    assert found.low < 0.5 < found.high


def test_without_a_background_nothing_is_said(tmp_path):
    opened = collection(tmp_path, "axes", {"a": "fox", "b": "frog", "c": "bird", "d": "hare"}, vectors=AXES)
    assert query_fit(opened, background([]), AXES, AXES) is None
