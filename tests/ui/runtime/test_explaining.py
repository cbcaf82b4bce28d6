"""The page's explanations: they draw on one cache, and it is said what is being measured."""

import pytest
from streamlit.testing.v1 import AppTest

from inspector.records.results import Request
from inspector.ui.runtime import engine, explaining
from inspector.ui.runtime.refinements import Growing
from tests.toy_index import toy_index
from tests.ui.waiting import until

QUERY = "copy a nested list"


@pytest.fixture
def index(tmp_path):
    return toy_index(tmp_path)


def words(index, ids, k=3):
    look = lambda: explaining.query_words(index, index.embedder, Request(QUERY, k=k), ids)  # noqa: E731
    until(lambda: not look().alive)
    return look()


def test_another_k_or_document_is_explained_without_an_encode(index):
    first = words(index, ("copy", "sort"))
    assert first.value.finished
    assert first.error == ""
    calls = index.embedder.calls
    assert words(index, ("copy", "sort"), k=5).value.lists.k == 5
    assert words(index, ("csv",)).value.shares.ids == ("csv",)
    assert index.embedder.calls == calls
    assert engine.vector_cache(index.embedder).hits > 0


def test_a_document_and_what_would_change_it_are_explained_step_by_step(index):
    document = index.collection.documents(("copy",))[0]
    look = lambda: explaining.document(index, index.embedder, QUERY, document, 0.5)  # noqa: E731
    until(lambda: not look().alive)
    found = look()
    assert found.value.complete
    assert found.value.text == "copy a nested list\nmake a deep copy of a nested list"
    change = lambda: explaining.smallest_change(index, index.embedder, Request(QUERY, k=3), "copy")  # noqa: E731
    until(lambda: not change().alive)
    assert change().value.id == "copy"
    assert change().error == ""


def test_it_is_said_what_is_being_measured_and_how_far_it_is():
    assert explaining.doing(Growing(("a",))) == "Measuring more"
    assert explaining.doing(Growing(("a",), message="Hiding sentences", done=4, total=1200)) == (
        "Hiding sentences (4 of 1,200)"
    )


def test_a_page_is_drawn_to_its_end_whatever_has_been_measured_meanwhile():
    def page():
        import streamlit as st

        from inspector.ui.runtime import explaining
        from inspector.ui.runtime.refinements import Growing

        explaining.watch((Growing(("words", "an answer that is over by now"), steps=1),))
        st.text("the end")

    drawn = AppTest.from_function(page).run(timeout=60)
    assert [each.value for each in drawn.text] == ["the end"]
    assert "Measuring more" in drawn.caption[0].value
    assert not drawn.exception
