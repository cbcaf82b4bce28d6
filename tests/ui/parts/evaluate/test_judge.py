"""Judging in place in words: counts, what others said, what each list has, and the grade in the rows."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from inspector.evaluate.judged import read_judged
from inspector.inspection import inspect
from inspector.records.judged import Judged, JudgedSet, Statement
from inspector.records.results import Request
from inspector.ui.parts.evaluate.judge import count_of, grade_label, others_said, shares, with_grades
from inspector.ui.parts.lists import columns
from tests.toy_index import toy_index

AT = "2026-01-02T03:04:05+00:00"


def said(doc, **grades):
    statements = tuple(Statement("q", doc, grade, AT, "" if who == "nobody" else who) for who, grade in grades.items())
    return Judged("q", doc, statements[-1].grade, statements)


def test_the_results_of_a_query_are_counted_and_disagreements_with_them():
    found = JudgedSet((said("a", ann=2), said("b", ann=2, bob=0), replace(said("c", ann=1), query="other")))
    assert count_of(found, "q") == "2 results of this query judged, people disagree on 1."
    assert count_of(found, "other") == "1 result of this query judged."
    assert count_of(found, "new") == "No result of this query is judged yet."


def test_what_others_said_is_told_with_the_disagreement_and_one_s_own_grade_is_not():
    assert others_said(None, "ann") == ""
    assert others_said(said("a", ann=2), "ann") == ""
    assert others_said(said("a", bob=2, ann=2), "ann") == "Graded 2 by bob and 2 by ann."
    assert others_said(said("a", ann=2, bob=0), "ann") == (
        "Graded 2 by ann and 0 by bob. You disagree; the later grade counts, which is 0."
    )
    assert others_said(said("a", nobody=2, bob=0), "ann").endswith("They disagree; the later grade counts, which is 0.")


def test_the_lists_are_held_against_what_was_judged_relevant(tmp_path):
    index = toy_index(tmp_path)
    found = inspect(index, Request("copy a nested list", k=3))
    (first, second), other = [hit.id for hit in found.neighbors[:2]], "json"
    assert other not in {hit.id for hit in (*found.neighbors, *found.keyword, *found.hybrid)}
    of_query = {first: said(first, ann=3), second: said(second, ann=0), other: said(other, ann=1)}
    has_first = sum(hit.id == first for hit in found.keyword)
    assert shares(found, of_query) == (
        f"Of 2 documents judged relevant, the lists have: keyword {has_first}, embedding 1 and hybrid 1."
    )
    assert shares(found, {second: said(second, ann=0)}) == ""


def test_the_grade_that_holds_stands_in_every_row_of_its_document_and_nowhere_else(tmp_path):
    index = toy_index(tmp_path)
    found = inspect(index, Request("copy a nested list", k=3))
    plain = columns(found, index.keyword, "")
    graded = with_grades(plain, {"copy": said("copy", ann=2, bob=1)})
    assert {row.grade for column in graded for row in column.rows if row.id == "copy"} == {"grade 1, disputed"}
    assert {row.grade for column in graded for row in column.rows if row.id != "copy"} == {""}
    assert with_grades(plain, {}) == plain
    assert grade_label(said("copy", ann=2)) == "grade 2"


def judged_page():
    import streamlit as st

    from inspector.stores import open_index
    from inspector.ui.parts.evaluate.judge import draw_grades, draw_switch
    from inspector.ui.runtime import judging

    collection = open_index(st.session_state["folder"])
    draw_switch(collection, "a nested list")
    draw_grades(collection, "a nested list", "copy", judging.of_query(collection, "a nested list").get("copy"))


def judged_by(folder, **user):
    app = AppTest.from_function(judged_page, default_timeout=60)
    app.session_state["folder"], app.session_state["judge"] = folder, True
    if user:
        app.user = {"is_logged_in": True, **user}
    return app.run()


def test_a_grade_of_somebody_signed_in_bears_the_name_which_the_page_shows_and_no_name_is_asked(tmp_path):
    collection, folder = toy_index(tmp_path).collection, tmp_path / "index"
    app = judged_by(folder, email="ann@example.org", name="Ann")
    assert not app.text_input
    assert any("ann@example.org" in each.value for each in app.get("html"))
    app.segmented_control[0].set_value(2).run()
    app = judged_by(folder)
    assert [field.label for field in app.text_input] == ["Your name"]
    app.segmented_control[0].set_value(1).run()
    assert not app.exception
    said = [(each.who, each.grade) for each in read_judged(collection.name).statements]
    assert said == [("ann@example.org", 2), ("", 1)]
