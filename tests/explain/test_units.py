import pytest

from inspector.errors import RequestError
from inspector.explain.units import grouped_units, query_units
from inspector.explain.variants import WORD_BUDGET
from inspector.text import words


def test_each_word_is_a_unit_with_its_exact_span():
    query = "Wie kopiere ich E-1042? 深い✓ שלום wie"
    units = query_units(query)
    assert [unit.text for unit in units] == [word.text for word in words(query)]
    assert all(query[unit.start : unit.end] == unit.text for unit in units)


def test_a_repeated_word_is_two_units():
    assert [unit.spans for unit in query_units("very very")] == [((0, 4),), ((5, 9),)]


@pytest.mark.parametrize("query", ["", "   ", "?! …"])
def test_a_query_without_words_has_no_units(query: str):
    assert query_units(query) == ()


@pytest.mark.parametrize("count", [65, 100, 300, 1000])
def test_a_long_query_is_cut_into_phrases_that_hold_every_word_once(count: int):
    query = " ".join(f"word{place}" for place in range(count))
    units = query_units(query)
    assert len(units) <= WORD_BUDGET
    assert [word for unit in units for word in unit.text.split()] == query.split()
    lengths = [len(unit.text.split()) for unit in units]
    assert max(lengths) - min(lengths) <= 1


def test_a_phrase_does_not_run_across_the_end_of_a_sentence():
    query = "a b c. d e f g. h i j"
    assert [unit.text for unit in query_units(query, budget=6)] == ["a", "b c", "d e", "f g", "h", "i j"]


def test_a_query_of_more_sentences_than_units_joins_them():
    query = ". ".join(f"w{place}" for place in range(10))
    assert [unit.text for unit in query_units(query, budget=5)] == [
        "w0. w1",
        "w2. w3",
        "w4. w5",
        "w6. w7",
        "w8. w9",
    ]


def test_groups_of_spans_are_units_in_query_order():
    query = "turn the light off now"
    units = grouped_units(query, [[(19, 22)], [(15, 18), (0, 4)]])
    assert [(unit.text, unit.spans) for unit in units] == [
        ("turn … off", ((0, 4), (15, 18))),
        ("now", ((19, 22),)),
    ]


@pytest.mark.parametrize("groups", [[[]], [[(0, 99)]], [[(2, 2)]], [[(0, 4), (3, 6)]], [[(0, 4)], [(3, 6)]]])
def test_groups_that_are_no_parts_of_the_query_are_refused(groups: list):
    with pytest.raises(RequestError):
        grouped_units("turn the light off", groups)
