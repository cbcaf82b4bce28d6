"""A kept comparison is the one that was made, and no other."""

from dataclasses import replace

import pytest

from inspector.compare.comparing import compare
from inspector.compare.saved import Question, comparison_path, load_comparison, save_comparison
from inspector.evaluate.judgements import parse_judgements
from inspector.records.documents import Condition
from inspector.records.runs import Query
from tests.compare.planted import AT_ZERO, FIVE, planted

JUDGED = parse_judgements("query\tdoc\tgrade\nq\td1\t1\n")


@pytest.fixture
def answered(tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECTOR_HOME", str(tmp_path / "home"))
    before, after = planted(tmp_path / "a"), planted(tmp_path / "b", {**FIVE, "new": "0.5 degrees"})
    question = Question(before.collection.fingerprint, after.collection.fingerprint, AT_ZERO, JUDGED, 3)
    return question, compare(before, after, AT_ZERO, JUDGED, k=3)


def test_what_was_kept_comes_back_whole(answered):
    question, found = answered
    save_comparison(question.key, found)
    assert load_comparison(question.key) == found


def test_another_question_has_no_answer_kept(answered):
    question, found = answered
    save_comparison(question.key, found)
    others = [
        {"queries": (Query("q", "1"),)},
        {"queries": (Query("q", "0", 2),)},
        {"queries": None},
        {"judgements": None},
        {"k": 4},
        {"where": (Condition("kind", "howto"),)},
        {"exact": True},
        {"before": question.after, "after": question.before},
    ]
    assert [load_comparison(replace(question, **other).key) for other in others] == [None] * len(others)


@pytest.mark.parametrize("spoilt", ["", "{}", '{"before": 3}'])
def test_a_broken_file_is_no_answer(answered, spoilt):
    question, found = answered
    save_comparison(question.key, found)
    comparison_path(question.key).write_text(spoilt)
    assert load_comparison(question.key) is None
