from __future__ import annotations

import numpy as np

from inspector.explain.document.screening import guessed_removal, likeliest
from tests.explain.document.toys import TokenToy


def test_the_guess_is_right_where_words_do_not_look_at_each_other() -> None:
    toy = TokenToy({"cat": [1, 0], "dog": [0, 1], "sat": [3, 4]})
    query, document = toy.token_parts(["cat", "cat dog sat"])
    groups = [[(0, 3)], [(4, 7), (8, 11)], []]
    # cat + dog + sat = (4, 5); without cat (3, 5); cat alone (1, 0).
    whole = 4 / np.sqrt(41)
    assert np.allclose(guessed_removal(query, document, groups), [whole - 3 / np.sqrt(34), whole - 1, 0])


def test_the_largest_guesses_are_measured_first() -> None:
    toy = TokenToy({"cat": [1, 0], "dog": [0, 1]})
    parts = tuple(toy.token_parts(["cat", "dog cat dog"]))
    groups = [[(0, 3)], [(4, 7)], [(8, 11)]]
    assert likeliest(parts, groups, 1).tolist() == [1]
    assert likeliest(parts, groups, 2).tolist() == [0, 1]
    assert likeliest(parts, groups, 3).tolist() == likeliest(parts, groups, 9).tolist() == [0, 1, 2]
    assert likeliest(None, groups, 2).tolist() == [0, 1]
