"""Judging in place: the last word holds, people are kept apart, and nothing that was said is lost."""

import threading
from contextlib import suppress

import pytest

from inspector.errors import RequestError
from inspector.evaluate import judged
from inspector.evaluate.judged import (
    MAX_GRADE,
    export_texts,
    judge,
    judged_file,
    judged_queries,
    read_judged,
    standing,
    undo,
)
from inspector.evaluate.judgements import parse_judgements
from inspector.evaluate.query_sets import parse_queries
from inspector.records.judged import JudgedSet

NAME = "help centre"


def state():
    return [(each.query, each.doc, each.grade) for each in read_judged(NAME).judged]


def test_the_last_word_of_a_person_holds_and_all_are_kept():
    assert read_judged(NAME) == JudgedSet()
    judge(NAME, "q", "a", 1)
    judge(NAME, "q", "b", 0)
    judge(NAME, "q", "a", 2)
    assert state() == [("q", "a", 2), ("q", "b", 0)]
    assert [each.grade for each in read_judged(NAME).statements] == [1, 0, 2]
    judge(NAME, "q", "b", None)
    assert state() == [("q", "a", 2)]
    assert len(judged_file(NAME).read_text().splitlines()) == 4


def test_two_people_who_disagree_are_both_kept_and_the_later_counts():
    judge(NAME, "q", "a", 2, "ann")
    judge(NAME, "q", "a", 0, "bob")
    judge(NAME, "q", "b", 1, "ann")
    judge(NAME, "q", "b", 1, "bob")
    found = read_judged(NAME)
    assert found.disagreements == 1
    disputed = found.of_query("q")["a"]
    assert (disputed.grade, disputed.disputed) == (0, True)
    assert [(each.who, each.grade) for each in disputed.statements] == [("ann", 2), ("bob", 0)]
    judge(NAME, "q", "a", None, "bob")
    assert read_judged(NAME).of_query("q")["a"].grade == 2
    judge(NAME, "q", "a", 1, "ann")
    assert read_judged(NAME).of_query("q")["a"].grade == 1


def test_undo_gives_back_what_this_person_said_before_step_by_step():
    judge(NAME, "q", "a", 1, "ann")
    judge(NAME, "q", "a", 2, "ann")
    judge(NAME, "q", "b", 0, "ann")
    judge(NAME, "q", "a", 3, "bob")
    assert undo(NAME, "ann").doc == "b"
    assert state() == [("q", "a", 3)]
    assert undo(NAME, "ann").grade == 1
    assert undo(NAME, "ann").grade is None
    assert undo(NAME, "ann") is None
    assert undo(NAME) is None
    assert state() == [("q", "a", 3)]
    judge(NAME, "q", "c", 1, "ann")
    assert undo(NAME, "ann").doc == "c"
    assert len(read_judged(NAME).statements) == 4 + 3 + 2


def test_many_people_at_once_lose_nothing():
    def work(who):
        for place in range(10):
            judge(NAME, "what is new?\tnothing\n", f"d{place}", 1, who)

    threads = [threading.Thread(target=work, args=(f"p{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = read_judged(NAME)
    assert found.unreadable == ()
    assert {(each.who, each.doc) for each in found.statements} == {
        (f"p{number}", f"d{place}") for number in range(3) for place in range(10)
    }


def test_sets_of_different_names_have_files_of_their_own_whatever_the_names():
    files = {judged_file(name) for name in ("a/b", "a-b", "a b", "../a", "", "…", "a" * 500, "A-B")}
    assert len(files) == 8
    assert {file.parent for file in files} == {judged_file(NAME).parent}
    assert all(len(file.name) < 60 for file in files)


@pytest.mark.parametrize(
    ("query", "doc", "grade"), [("q", "a", -1), ("q", "a", MAX_GRADE + 1), (" ", "a", 1), ("q", "", 1)]
)
def test_what_is_no_judgement_is_refused_and_not_written(query, doc, grade):
    with pytest.raises(RequestError):
        judge(NAME, query, doc, grade)
    assert not judged_file(NAME).exists()


def test_an_export_is_what_an_evaluation_reads():
    judge(NAME, "wie öffne ich\tdas?", "a b", 2)
    judge(NAME, "wie öffne ich\tdas?", "c", 0)
    judge(NAME, "q", "c", 1)
    found = read_judged(NAME)
    queries, judgements = judged_queries(found)
    asked, said = export_texts(found)
    assert parse_queries(asked, "q.jsonl") == queries
    assert parse_judgements(said, "r.jsonl") == judgements
    assert [query.text for query in queries] == ["wie öffne ich\tdas?", "q"]
    assert [(each.query, each.doc, each.grade) for each in judgements.judgements] == [
        (queries[0].id, "a b", 2), (queries[0].id, "c", 0), (queries[1].id, "c", 1),
    ]  # fmt: skip


def test_what_stands_is_what_a_person_said_and_did_not_undo():
    judge(NAME, "q", "a", 1, "ann")
    judge(NAME, "q", "b", 2, "bob")
    judge(NAME, "q", "a", 3, "ann")
    assert [each.grade for each in standing(read_judged(NAME), "ann")] == [1, 3]
    undo(NAME, "ann")
    assert [each.grade for each in standing(read_judged(NAME), "ann")] == [1]
    undo(NAME, "ann")
    assert standing(read_judged(NAME), "ann") == ()
    assert [each.doc for each in standing(read_judged(NAME), "bob")] == ["b"]


def test_two_undos_at_once_take_back_two_statements_not_one_twice(monkeypatch):
    for doc in ("a", "b", "c"):
        judge(NAME, "q", doc, 1, "ann")
    both, reading = threading.Barrier(2), judged.read_judged

    def read_together(name):
        found = reading(name)
        with suppress(threading.BrokenBarrierError):
            both.wait(0.3)  # both have read before either writes, if nothing keeps one of them out
        return found

    monkeypatch.setattr(judged, "read_judged", read_together)
    threads = [threading.Thread(target=undo, args=(NAME, "ann")) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken_back = [each.doc for each in reading(NAME).statements if each.undoes]
    assert sorted(taken_back) == ["b", "c"]
