"""Links: the index always explicit, unknown and changed ones told apart, long queries left out."""

import pytest
from streamlit.testing.v1 import AppTest

from inspector.records.documents import Condition
from inspector.sample import location
from inspector.ui.runtime import links, roots
from inspector.ui.runtime.links import MAX_QUERY
from tests.ui.indexes import LINES, toy_index


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv(roots.ROOTS_VARIABLE, str(tmp_path))
    monkeypatch.delenv(roots.OPEN_VARIABLE, raising=False)
    return tmp_path


def show_choice():
    import streamlit as st

    from inspector.ui.runtime import links

    choice = links.current_index()
    st.text(f"{choice.standing} {choice.path} {choice.name}".strip())


def show_refused():
    import streamlit as st

    from inspector.ui.runtime import links, state
    from inspector.ui.runtime.boundary import boundary

    with boundary():
        st.text(str(links.current_index()))
    st.text(f"remembered: {state.last_index()}")


def ask():
    import streamlit as st

    from inspector.ui.runtime import links
    from inspector.ui.runtime.links import Param

    query = st.text_input("Query", key=Param.QUERY, bind=links.query_binding(), persist_state="session")
    st.text(f"{len(query)} {links.query_is_too_long()}")
    st.button("example", on_click=links.ask_for, args=("an example", "copy"))


def select():
    import streamlit as st

    from inspector.ui.runtime import links

    st.text(f"{links.selected_document()} {links.expected_document()}")
    if st.button("select"):
        links.select_document("copy")
    if st.button("leave"):
        links.select_document(None)


def choose():
    import os
    from pathlib import Path

    import streamlit as st

    from inspector.ui.runtime import links
    from inspector.ui.runtime.links import Param

    links.current_index()
    st.multiselect("Filter", ["kind=method"], key=Param.WHERE, bind="query-params")
    if st.button("other"):
        links.choose_index(Path(os.environ["OTHER_INDEX"]))


def opened(function, **link):
    app = AppTest.from_function(function, default_timeout=120)
    for key, value in link.items():
        app.query_params[key] = value
    return app.run()


def test_without_a_link_the_first_index_is_chosen_and_written_into_the_link(data):
    toy_index(data / "faq")
    app = opened(show_choice)
    assert app.text[0].value == f"open {data / 'faq'} faq"
    name, _, prefix = app.query_params["index"].partition("~")
    assert (name, len(prefix)) == ("faq", 8)
    assert app.run().text[0].value == f"open {data / 'faq'} faq"


def test_a_link_by_name_alone_gets_its_fingerprint(data):
    toy_index(data / "team" / "faq")
    app = opened(show_choice, index="team/faq")
    assert app.text[0].value.startswith("open")
    assert app.query_params["index"].startswith("team/faq~")


def test_a_link_to_another_version_is_not_followed(data):
    toy_index(data / "faq")
    link = opened(show_choice).query_params["index"]
    assert opened(show_choice, index=link).text[0].value.startswith("open")
    toy_index(data / "faq", LINES[:2])
    assert opened(show_choice, index=link).text[0].value == f"other_version {data / 'faq'} faq"


@pytest.mark.parametrize("index", ["nothing~12345678", "../faq", "/etc", "~", "a\0b", "x" * 3000])
def test_a_link_to_an_unknown_index_is_not_followed(data, index):
    toy_index(data / "faq")
    assert opened(show_choice, index=index).text[0].value.startswith("unknown None")


def test_without_any_index_there_is_nothing_to_choose(data, monkeypatch):
    monkeypatch.setattr(location, "FOLDER", data / "no-sample")
    app = opened(show_choice)
    assert app.text[0].value == "none None"
    assert "index" not in app.query_params


def test_the_selected_document_comes_from_the_link_and_goes_into_it(data):
    app = opened(select, doc="sort", expected="wait")
    assert app.text[0].value == "sort wait"
    app.button[0].click().run()
    assert app.query_params["doc"] == "copy"
    app.button[1].click().run()
    assert "doc" not in app.query_params


def test_another_index_takes_document_and_filter_out_of_the_link(data, monkeypatch):
    first, second = toy_index(data / "first"), toy_index(data / "second", LINES[:2])
    monkeypatch.setenv("OTHER_INDEX", str(second))
    app = opened(choose, index=first.name, doc="copy", where=["kind=method"])
    assert app.multiselect[0].value == ["kind=method"]
    app.button[0].click().run()
    assert app.query_params["index"].startswith("second~")
    assert "doc" not in app.query_params
    assert app.run().multiselect[0].value == []


def test_a_query_from_a_link_fills_the_box(data):
    assert opened(ask, q="deep copy").text_input[0].value == "deep copy"


def test_a_query_too_long_for_a_link_works_without_it_and_says_so(data):
    app = opened(ask)
    app.text_input[0].set_value("x" * MAX_QUERY).run()
    assert app.text[0].value == f"{MAX_QUERY} False"
    app.text_input[0].set_value("x" * (MAX_QUERY + 1)).run()
    assert app.text[0].value == f"{MAX_QUERY + 1} True"
    app.run()
    assert app.text[0].value == f"{MAX_QUERY + 1} True"
    app.text_input[0].set_value("short").run()
    assert app.text[0].value == "5 False"


def test_an_example_fills_the_box_and_says_what_should_come(data):
    app = opened(ask)
    app.button[0].click().run()
    assert app.text_input[0].value == "an example"
    assert app.query_params["expected"] == "copy"


def test_the_view_of_an_index_names_it_with_query_expectation_and_filter(data):
    index = toy_index(data / "faq")
    prefix = opened(show_choice).query_params["index"]
    plain = links.view_of(index, query="copy", expected="sort")
    assert plain == {"index": prefix, "q": "copy", "expected": "sort", "where": ""}
    filtered = links.view_of(index, query="copy", expected="sort", where=(Condition("kind", "method"),))
    assert filtered == {**plain, "where": ["kind=method"]}


def test_without_a_named_folder_the_sample_comes_first(data, monkeypatch):
    monkeypatch.delenv(roots.ROOTS_VARIABLE)
    assert opened(show_choice).text[0].value == f"open {location.INDEX} help-centre"


@pytest.mark.parametrize("name", ["vectors.npy", "documents.arrow"])
def test_an_index_whose_file_is_a_link_outside_the_roots_is_not_opened(data, tmp_path_factory, name):
    outside = tmp_path_factory.mktemp("outside") / name
    (toy_index(data / "faq") / name).rename(outside)
    (data / "faq" / name).symlink_to(outside)
    app = opened(show_refused, index="faq")
    assert f"{name} is a link that leads outside" in app.error[0].value
    assert [text.value for text in app.text] == ["remembered: None"]


def choose_without_a_model():
    import os
    from pathlib import Path

    import streamlit as st

    from inspector.ui.runtime import links
    from inspector.ui.runtime.links import Param

    links.current_index()
    st.text_input("Search like a document", key=Param.LIKE, bind="query-params", persist_state="session")
    if st.button("other"):
        links.choose_index(Path(os.environ["OTHER_INDEX"]))


def test_another_index_empties_the_document_that_is_searched_like(data, monkeypatch):
    toy_index(data / "faq")
    monkeypatch.setenv("OTHER_INDEX", str(toy_index(data / "other", LINES[:2])))
    app = opened(choose_without_a_model, like="copy")
    assert app.text_input[0].value == "copy"
    app = app.button[0].click().run().run()
    assert not app.exception
    assert app.text_input[0].value == ""
