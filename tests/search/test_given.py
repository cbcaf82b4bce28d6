"""Queries given as vectors: a document's stored one, or the rows of a file, checked before anything is searched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inspector.errors import RequestError
from inspector.search.given import from_file, like
from inspector.stores import open_index
from inspector.stores.collection import Collection
from tests.ui.indexes import toy_index


@pytest.fixture
def toys(tmp_path: Path) -> Collection:
    return open_index(toy_index(tmp_path / "faq"))


def test_like_a_document_is_its_stored_vector_and_its_title(toys: Collection) -> None:
    given = like(toys, "sort")
    stored = toys.vectors(toys.rows_of(["sort"]))
    assert given.query == "Sorting"
    assert np.array_equal(given.encode(["Sorting"]), stored)
    assert given.sentence == 'The query is the stored vector of "sort".'


def test_typed_words_stay_the_words_of_the_query(toys: Collection) -> None:
    assert like(toys, "sort", "thread").query == "thread"


def test_a_document_that_is_not_there_is_named(toys: Collection) -> None:
    with pytest.raises(RequestError, match='has the id "nothing"'):
        like(toys, "nothing")


def test_one_row_may_be_a_plain_list_of_numbers(tmp_path: Path) -> None:
    np.save(tmp_path / "q.npy", np.arange(1, 5))
    assert from_file(tmp_path / "q.npy", 1, 4).tolist() == [[1, 2, 3, 4]]


@pytest.mark.parametrize("shape", [(2, 3), (1, 4), (4,), (2, 4, 1)])
def test_another_shape_is_refused_with_both_shapes(tmp_path: Path, shape: tuple[int, ...]) -> None:
    np.save(tmp_path / "q.npy", np.ones(shape, dtype=np.float32))
    with pytest.raises(RequestError) as refused:
        from_file(tmp_path / "q.npy", 2, 4)
    assert str(shape) in refused.value.message
    assert "(2, 4)" in refused.value.message


def test_what_is_no_array_of_numbers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.npy").write_text("no array")
    np.save(tmp_path / "words.npy", np.array(["a", "b"]))
    np.save(tmp_path / "objects.npy", np.array([{}], dtype=object), allow_pickle=True)
    np.savez(tmp_path / "many.npz", a=np.ones(4))
    for name in ("text.npy", "words.npy", "objects.npy", "many.npz", "missing.npy"):
        with pytest.raises(RequestError):
            from_file(tmp_path / name, 1, 4)
