from inspector.explain.lists import list_change
from inspector.explain.units import query_units
from inspector.records.units import Unit
from inspector.text import words
from inspector.ui.parts.details.words_by_results import change_rows, decided
from tests.diagnose.samples import effects
from tests.toy_index import toy_index

WORD = Unit("nested", ((7, 13),))


def test_who_leaves_and_who_enters_is_named_by_title_with_overlap_and_rbo(tmp_path):
    """Of copy, sort, csv two stay and one is new; RBO as the comparison gives it."""
    change = list_change(WORD, ("copy", "sort", "csv"), ("sort", "copy", "json"), 3)
    table = change_rows((change,), toy_index(tmp_path).collection)
    assert table == {
        "without": ["nested"],
        "kept": ["2 of 3"],
        "RBO": [f"{change.rbo:.2f}"],
        "leave": ["read a csv file"],
        "enter": ["write json"],
    }


def test_what_phrases_decide_is_not_written_beside_words_however_many_there_are():
    """128 words make 64 phrases of two, as many as words are tried: 64."""
    query = " ".join(f"w{place}" for place in range(128))
    changes = tuple(list_change(unit, ("a",), ("b",), 1) for unit in query_units(query))
    tried = words(query)[: len(changes)]
    first = effects(" ".join(word.text for word in tried), ("a",), [[0.0]] * len(tried), 0.1)
    assert len(changes) == len(first.words) == 64
    assert decided(first, changes) == ()
    single = tuple(list_change(unit, ("a",), ("b",), 1) for unit in query_units("reset it"))
    assert decided(effects("reset it", ("a",), [[0.0], [0.0]], 0.1), single) == (1, 1)
