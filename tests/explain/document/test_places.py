import numpy as np

from inspector.explain.document.matrix import location_matrix
from inspector.explain.document.places import BESIDE, places
from tests.explain.document.toys import TokenToy

TOY = TokenToy({"cat": [2, 0], "dog": [0, 1], "sat": [2, 3], ".": [1, 0], "</s>": [1, 1]})
DOCUMENT = "The cat sat. A dog."


def matrix(query: str):
    return location_matrix(query, DOCUMENT, (TOY.token_parts([query])[0], TOY.token_parts([DOCUMENT])[0]))


def test_cells_are_sums_over_sentences_and_sum_to_the_similarity():
    """Query (2, 0) + (0, 1) + (1, 1) = (3, 2). First sentence: (2, 0) + (2, 3) + (1, 0) = (5, 3); second: (0, 1) +
    (1, 0) = (1, 1); beside: </s> (1, 1). The document sums to (7, 5)."""
    found = places(matrix("cat dog"), [(0, 12), (13, 19)])
    lengths = np.sqrt(3 * 3 + 2 * 2) * np.sqrt(7 * 7 + 5 * 5)
    assert found.rows == ("cat", "dog", BESIDE)
    assert found.columns == (0, 1, -1)
    assert np.allclose(found.cells * lengths, [[10, 2, 2], [3, 1, 1], [8, 2, 2]])
    assert np.isclose(found.cells.sum() * lengths, 3 * 7 + 2 * 5)
    assert np.isclose(found.beside * lengths, (8 + 2 + 2) + (2 + 1))


def test_sentences_that_hold_nothing_are_left_out_and_words_in_no_sentence_are_beside():
    found = places(matrix("cat"), [(13, 19), (30, 40)])
    assert found.columns == (0, -1)
    assert np.isclose(found.cells.sum(), matrix("cat").similarity)
