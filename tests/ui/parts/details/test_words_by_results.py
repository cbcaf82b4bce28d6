from inspector.explain.lists import list_change
from inspector.records.units import Unit
from inspector.ui.parts.details.words_by_results import change_rows
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
