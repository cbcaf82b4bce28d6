"""The journal: appended lines, a torn end, and the key of what it belongs to."""

import os

from inspector.records.triage import TriageSettings
from inspector.triage.kept import FOLDERS, Journal, drop_old, folder_of, key_of
from tests.toy_index import toy_index
from tests.triage.samples import cases


def test_what_was_added_is_read_back_in_order_across_openings(tmp_path):
    path = tmp_path / "deep" / "j.jsonl"
    Journal(path).add([{"a": 1}, {"b": "é\n"}])
    Journal(path).add([{"c": None}])
    assert Journal(path).read() == [{"a": 1}, {"b": "é\n"}, {"c": None}]


def test_a_torn_last_line_is_passed_over_and_does_not_spoil_the_next(tmp_path):
    path = tmp_path / "j.jsonl"
    Journal(path).add([{"a": 1}, {"b": 2}])
    path.write_bytes(path.read_bytes()[:-4])
    journal = Journal(path)
    assert journal.read() == [{"a": 1}]
    journal.add([{"c": 3}])
    assert Journal(path).read() == [{"a": 1}, {"c": 3}]


def test_the_key_changes_with_what_decides_the_answer_and_not_with_how_much_is_traced(tmp_path):
    collection = toy_index(tmp_path).collection
    usual = key_of(collection, cases(("copy", "copy")), TriageSettings())
    assert key_of(collection, cases(("copy", "copy")), TriageSettings(limit=5)) == usual
    others = [
        key_of(collection, cases(("copy", "sort")), TriageSettings()),
        key_of(collection, cases(("copy", "copy", 2)), TriageSettings()),
        key_of(collection, cases(("copy", "copy")), TriageSettings(k=9)),
        key_of(collection, cases(("copy", "copy")), TriageSettings(exact=True)),
    ]
    assert len({usual, *others}) == 5


def test_of_many_triages_the_one_used_longest_ago_goes_first():
    for number in range(FOLDERS + 2):
        folder_of(f"k{number}").mkdir(parents=True)
        os.utime(folder_of(f"k{number}"), (number, number))
    drop_old()
    assert not folder_of("k1").exists()
    assert folder_of("k2").exists()
