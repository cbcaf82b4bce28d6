from __future__ import annotations

import numpy as np

from inspector.stores.vector_facts import VectorFacts, measure


def test_each_vector_is_counted_as_what_it_is() -> None:
    rows = [[1, 0], [0.6, 0.8], [3, 4], [0, 0], [np.nan, np.inf], [np.inf, 0], [1.0005, 0]]
    assert measure(np.array(rows, dtype=np.float32)) == VectorFacts(count=7, nan=1, infinite=1, zero=1, odd=1)


def test_vectors_without_a_direction_do_not_decide_about_lengths() -> None:
    assert VectorFacts(3, nan=1, infinite=0, zero=1, odd=0).normalized
    assert not VectorFacts(2, nan=1, infinite=0, zero=1, odd=0).normalized
    assert not VectorFacts(3, nan=0, infinite=0, zero=0, odd=1).normalized


def test_lengths_are_no_warning_where_they_vary_anyway() -> None:
    assert VectorFacts(10, 0, 0, 0, odd=10).warnings() == ()
    assert len(VectorFacts(10, 0, 0, 0, odd=4).warnings()) == 1
