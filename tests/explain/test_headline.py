from dataclasses import replace

import numpy as np

from inspector.explain.headline import headline
from tests.diagnose.samples import effects, hit, inspection, neighbor


def shown(removal: list[list[float]], floor: float = 0.02, rank_without: int = 7):
    found = effects("reset E-1042", ("a",), removal, floor)
    return replace(found, rank_without=np.full((2, 1), rank_without))


def test_names_the_strongest_word_with_rank_and_distance_before_and_after():
    rows = inspection(neighbors=(neighbor(1, "a"),), contributions=shown([[0.26], [0.1]]))
    assert headline(rows, "a").startswith('Without "reset" it would be 7th instead of 1st; distance 0.50 → 0.76.')


def test_says_so_when_every_effect_is_noise():
    rows = inspection(neighbors=(neighbor(1, "a"),), contributions=shown([[0.01], [-0.01]]))
    assert headline(rows, "a").startswith("No single word holds it here (distance 0.50): removing any one changes")


def test_a_word_that_pushes_it_away_is_named_where_none_holds_it():
    rows = inspection(neighbors=(neighbor(1, "a"),), contributions=shown([[0.01], [-0.3]]))
    said = 'No single word holds it here; without "E-1042" it would be 7th instead of 1st; distance 0.50 → 0.20.'
    assert headline(rows, "a").startswith(said)


def test_says_when_the_rank_stays():
    rows = inspection(neighbors=(neighbor(1, "a"),), contributions=shown([[0.26], [0.1]], rank_without=1))
    assert "it would still be 1st" in headline(rows, "a")


def test_keyword_part_names_the_words_of_the_hit():
    rows = inspection(keyword=(hit(1, "x", 5, ("reset", 3.0)), hit(2, "a", 1, ("E-1042", 2.0), ("reset", 1.0))))
    assert headline(rows, "a") == 'Keyword search has it 2nd, by "E-1042" and "reset".'


def test_a_document_without_query_words_is_said_to_be_absent():
    rows = inspection(neighbors=(neighbor(1, "a"),))
    assert headline(rows, "a").startswith("Keyword search does not have it")
