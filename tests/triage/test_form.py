"""The JSON form, its promised fields, and the last answer of an index."""

import json

from inspector.triage.form import last_path, load_last, save_last, triage_json, triage_of
from tests.toy_index import toy_index
from tests.triage.answers import answer


def test_what_is_written_reads_back_the_same():
    assert triage_of(json.loads(json.dumps(triage_json(answer())))) == answer()


def test_the_fields_are_those_promised_and_rows_can_be_left_out():
    form = triage_json(answer(), rows=False)
    assert list(form) == [
        "index", "fingerprint", "made_at", "settings", "summary", "counts", "groups", "levers", "queries", "rate",
        "not_traced", "not_checked", "notes",
    ]  # fmt: skip
    assert form["queries"] == []
    assert form["rate"]["queries_per_second"] == 5.0
    assert form["groups"][0]["cause"] == "exact_term_missed"


def test_the_last_answer_is_kept_for_its_content_and_a_broken_file_is_none(tmp_path):
    collection = toy_index(tmp_path).collection
    assert load_last(collection) is None
    save_last(collection, answer(fingerprint=collection.fingerprint))
    assert load_last(collection) == answer(fingerprint=collection.fingerprint)
    save_last(collection, answer())
    assert load_last(collection) is None
    last_path(collection).write_text('{"index": "faq"')
    assert load_last(collection) is None
