"""Judging in place: a press is written down, the page shows what the file says, the blind order tells nothing."""

from streamlit.testing.v1 import AppTest

from inspector.evaluate.judged import judge, read_judged
from inspector.ui.runtime import judging

NAME = "faq"


def buttons():
    import streamlit as st

    from inspector.ui.runtime import judging

    name, key, doc = "faq", "buttons", st.session_state.get("doc", "a")
    judging.show_grade(key, judging.grade_by(judging.judged(name).of_query("q").get(doc), judging.who()))
    st.segmented_control("Grade", [0, 1, 2, 3], key=key, on_change=judging.press, args=(name, "q", doc, key))
    st.button("Undo", on_click=judging.take_back, args=(name,))


def grades():
    return [each.grade for each in read_judged(NAME).statements]


def test_a_press_is_written_down_a_second_withdraws_it_and_undo_gives_it_back():
    app = AppTest.from_function(buttons).run()
    app.segmented_control(key="buttons").set_value(2).run()
    assert (grades(), app.segmented_control(key="buttons").value) == ([2], 2)
    app.segmented_control(key="buttons").set_value(None).run()
    assert (grades(), app.segmented_control(key="buttons").value) == ([2, None], None)
    app.button[0].click().run()
    assert (grades()[-1], app.segmented_control(key="buttons").value) == (2, 2)
    assert "graded 2 again" in app.toast[0].value
    assert not app.exception


def test_what_somebody_else_says_meanwhile_is_kept_beside_one_s_own():
    app = AppTest.from_function(buttons)
    app.session_state[judging.NAME] = " ann "
    app.run()
    judge(NAME, "q", "a", 0, "bob")
    app.segmented_control(key="buttons").set_value(3).run()
    (pair,) = read_judged(NAME).judged
    assert {each.who: each.grade for each in pair.statements} == {"bob": 0, "ann": 3}
    assert (pair.disputed, app.segmented_control(key="buttons").value) == (True, 3)


def test_a_grade_that_is_refused_is_said_and_not_shown_as_given():
    app = AppTest.from_function(buttons)
    app.session_state["doc"] = ""
    app.run().segmented_control(key="buttons").set_value(2).run()
    assert "needs a query and a document" in app.error[0].value
    assert (grades(), app.segmented_control(key="buttons").value) == ([], None)


def test_buttons_that_report_a_grade_once_more_write_nothing():
    app = AppTest.from_function(buttons).run()
    judge(NAME, "q", "a", 2)  # by the same person, on another page
    app.segmented_control(key="buttons").set_value(2).run()
    assert (grades(), app.segmented_control(key="buttons").value) == ([2], 2)


def test_undo_would_take_back_the_last_that_was_not_taken_back_and_nobody_else_s():
    judge(NAME, "q", "a", 1)
    judge(NAME, "q", "b", 2)
    judge(NAME, "q", "c", 2, "bob")
    found = read_judged(NAME)
    assert judging.last_of(found, "").doc == "b"
    assert judging.last_of(found, "bob").doc == "c"
    assert judging.last_of(found, "eve") is None


def order():
    import streamlit as st

    from inspector.ui.runtime import judging

    st.text(" ".join(judging.blind_order(st.session_state["query"], st.session_state["ids"])))


def drawn(query, ids, person=""):
    app = AppTest.from_function(order)
    app.session_state["query"], app.session_state["ids"], app.session_state[judging.NAME] = query, ids, person
    return app.run().text[0].value.split()


def test_the_blind_order_depends_on_person_and_query_and_not_on_the_ranks():
    ids = tuple(f"d{rank}" for rank in range(20))
    first = drawn("q", ids)
    assert sorted(first) == sorted(ids)
    assert drawn("q", ids[::-1]) == first
    assert first not in (drawn("other", ids), drawn("q", ids, "ann"), list(ids))
    assert [each for each in first if each in ids[:10]] == drawn("q", ids[:10])
