"""What the links between the two pages carry: the question, and every setting that is not the ordinary one."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from inspector.ui.runtime import engine, links, roots
from tests.ui.indexes import toy_index


def drawn(folder, query, settings):
    from dataclasses import replace
    from pathlib import Path

    import streamlit as st

    from inspector.records.documents import Condition
    from inspector.records.results import Fusion, Request
    from inspector.ui.parts.missing.between import view_of
    from inspector.ui.runtime import state

    other = Request("", 3, (Condition("kind", "method"),), exact=True, fusion=Fusion.WEIGHTED, weight=0.2)
    state.remember_index(Path(folder))
    st.json(view_of(replace(other if settings else Request(""), query=query), "sort"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path))
    return toy_index(tmp_path / "faq")


def view(folder, query="copy a list", settings=False):
    app = AppTest.from_function(drawn, args=(str(folder), query, settings), default_timeout=60).run()
    assert not app.exception
    return json.loads(app.json[0].value)


def test_an_ordinary_question_carries_index_query_and_document_and_says_that_there_is_no_filter(folder):
    name = f"faq~{engine.collection(folder).fingerprint[: links.PREFIX]}"
    assert view(folder) == {"index": name, "q": "copy a list", "expected": "sort", "where": ""}


def test_settings_that_are_not_ordinary_go_along_as_their_widgets_write_them(folder):
    found = view(folder, settings=True)
    assert {key: found[key] for key in ("k", "where", "fusion", "weight", "exact")} == {
        "k": "3",
        "where": ["kind=method"],
        "fusion": "by score",
        "weight": "0.2",
        "exact": "true",
    }


def test_a_query_too_long_for_a_link_is_left_to_the_session(folder):
    assert "q" not in view(folder, query="x" * (links.MAX_QUERY + 1))
    assert "q" in view(folder, query="x" * links.MAX_QUERY)
