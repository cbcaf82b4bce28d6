import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.explain.game import Game, game_of, values
from inspector.explain.units import grouped_units, query_units
from inspector.explain.variants import variants
from inspector.text import words
from tests.explain.toys import ToyEvaluator, additive


def test_the_whole_query_stays_as_typed():
    query = "  odd   spacing,\there "
    game = game_of(query)
    assert game.text(game.full) == query


def test_the_mask_0_is_the_empty_text_even_where_punctuation_would_be_left():
    assert game_of("reset it?").text(0) == ""
    assert game_of("?!").text(0) == "?!"  # without units, nothing can be taken away


def test_without_one_word_is_the_text_an_inspection_has_encoded_already():
    query = "  copy a\tnested  (deep) list? "
    game, plan = game_of(query), variants(query)
    assert [game.text(game.without([place])) for place in range(5)] == [plan.texts[row] for row in plan.word_rows]


def test_a_subset_keeps_the_order_of_its_words():
    game = game_of("how do I reset it?")
    assert game.text(0b01001) == "how reset ?"
    assert game.text(0b10010) == "do it?"


def test_a_phrase_goes_as_a_whole():
    game = Game("turn the light off", grouped_units("turn the light off", [[(0, 4), (15, 18)], [(9, 14)]]))
    assert game.text(0b10) == "the light"
    assert game.text(0b01) == "turn the off"


def test_texts_that_are_the_same_are_asked_about_once():
    game = game_of("very very big")
    texts, rows = game.texts([0b101, 0b110, 0b111])
    assert texts == ("very big", "very very big")
    assert rows == [0, 0, 1]


def test_values_come_in_the_order_of_the_masks():
    evaluator = ToyEvaluator(additive(red=0.5, car=0.25), additive(car=1.0))
    found = values(game_of("red car"), evaluator, [0b11, 0, 0b10, 0b11])
    assert found.tolist() == [[0.75, 1.0], [0.0, 0.0], [0.25, 1.0], [0.75, 1.0]]
    assert evaluator.asked == {"red car", "", "car"}


def test_no_mask_gives_no_row():
    assert values(game_of("red car"), ToyEvaluator(additive(red=1.0)), []).shape == (0, 1)


@given(st.text(alphabet="ab 深い✓שé́ \t.,?!-—🙂()", max_size=40), st.data())
def test_any_subset_of_any_text_has_the_words_that_were_kept(query: str, data: st.DataObject):
    game = Game(query, query_units(query))
    mask = data.draw(st.integers(0, game.full))
    kept = "".join(unit.text for place, unit in enumerate(game.units) if mask >> place & 1)
    if mask and mask != game.full:
        assert "".join(char for char in kept if char.isalnum()) == "".join(c for c in game.text(mask) if c.isalnum())


@pytest.mark.parametrize("query", ["重置密码", "reset 🙂 it", "naïve — café", "שלום world"])
def test_cutting_every_unit_and_putting_it_back_gives_the_query_byte_for_byte(query: str):
    pieces, at = [], 0
    for unit in game_of(query).units:
        pieces += [query[at : unit.start], unit.text]
        at = unit.end
    assert "".join([*pieces, query[at:]]).encode() == query.encode()
    assert [unit.text for unit in game_of(query).units] == [word.text for word in words(query)]


def test_values_of_repeated_words_tell_occurrences_apart_by_place():
    game = game_of("a b a")
    assert game.text(0b011) == "a b"
    assert game.text(0b110) == "b a"
    found = values(game, ToyEvaluator(lambda there: float(len(there))), [0b101])
    assert np.array_equal(found, [[1.0]])
