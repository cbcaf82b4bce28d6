"""Files from elsewhere: each is checked, those that are no cases are named, the others are taken."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from inspector.cases import shelf
from inspector.cases.file import case_bytes
from tests.ui.case_samples import case_of, index_in


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return case_of(index_in(tmp_path_factory.mktemp("toy")))


def page():
    import streamlit as st

    from inspector.ui.parts.cases.bring import take_in
    from inspector.ui.runtime import cases

    st.text(f"case {cases.named()} uploads {cases.uploads()}")
    given = st.session_state.pop("given", None)
    if given:
        take_in(given)


def taken(*given):
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["given"] = list(given)
    app.run()
    assert not app.exception
    return app


def test_one_good_file_is_shelved_and_opened(case):
    app = taken(("a.json", case_bytes(case)))
    assert shelf.take(case.id).request == case.request
    assert app.text[0].value == f"case {case.id} uploads 1"


def test_bad_files_are_named_one_by_one_and_the_good_ones_are_taken(case):
    data = case_bytes(case)
    app = taken(
        ("good.json", data),
        ("cut.json", data[:500]),
        ("newer.json", data.replace(b'"version": 1', b'"version": 9', 1)),
        ("other.json", b'{"a": 1}'),
        ("latin.json", "é".encode("latin-1")),
    )
    said = [error.value for error in app.error]
    assert [message.split()[0].replace("\\", "") for message in said] == (
        ["cut.json", "newer.json", "other.json", "latin.json"]
    )
    assert [each.id for each in shelf.shelf().cases] == [case.id]


def test_a_case_of_an_id_that_is_taken_gets_one_of_its_own(case):
    taken(("a.json", case_bytes(case)))
    taken(("b.json", case_bytes(replace(case, note="Another."))))
    assert len({each.id for each in shelf.shelf().cases}) == 2
