"""A query given as a vector: its own text has that vector, every other text is refused."""

from __future__ import annotations

import numpy as np
import pytest

from inspector.embedders.facts import tokens_refusal
from inspector.embedders.given import NO_OTHER, GivenVector, given_of
from inspector.errors import EmbedderError
from tests.toy import ToyEmbedder

ROW = np.array([3.0, 0.0, 4.0], dtype=np.float32)


def test_the_text_of_the_query_has_the_given_vector_untouched() -> None:
    given = GivenVector("a query", ROW, "the vector in q.npy")
    assert given.dim == 3
    assert np.array_equal(given.encode(["a query", "a query"], prompt="query: "), [[3, 0, 4], [3, 0, 4]])
    assert given.encode([]).shape == (0, 3)


def test_every_other_text_is_refused() -> None:
    given = GivenVector("a query", ROW, "the vector in q.npy")
    for texts in (["a"], ["a query", "a query."], [""]):
        with pytest.raises(EmbedderError) as refused:
            given.encode(texts)
        assert refused.value.message == NO_OTHER


@pytest.mark.parametrize(
    ("row", "wrong"),
    [([0, 0, 0], "is all zeros"), ([1, np.nan, 0], "no numbers"), ([1, np.inf, 0], "no numbers")],
)
def test_a_vector_without_a_direction_is_refused(row: list[float], wrong: str) -> None:
    with pytest.raises(EmbedderError, match=wrong):
        GivenVector("a query", np.array(row, dtype=np.float32), 'the stored vector of "d1"')


def test_its_fingerprint_changes_with_text_vector_and_document() -> None:
    made = [
        GivenVector("a", ROW, "x"),
        GivenVector("b", ROW, "x"),
        GivenVector("a", -ROW, "x"),
        GivenVector("a", ROW, "x", like="d1"),
    ]
    assert len({each.fingerprint for each in made}) == 4
    assert made[0].fingerprint == GivenVector("a", ROW.copy(), "x").fingerprint


def test_a_later_change_of_the_array_changes_nothing() -> None:
    row = ROW.copy()
    given = GivenVector("a", row, "x")
    row[:] = 0
    assert np.array_equal(given.encode(["a"]), [[3, 0, 4]])


def test_nothing_is_concluded_about_reading() -> None:
    given = GivenVector("a", ROW, "x")
    assert tokens_refusal(given)
    assert given.token_counts(["a", "b c"]).tolist() == [0, 0]
    assert given.read_end("a") == 0


def test_only_a_given_vector_takes_the_place_of_a_model() -> None:
    given = GivenVector("a", ROW, "x")
    assert given_of(given) is given
    assert given_of(ToyEmbedder()) is None
    assert given_of(None) is None
