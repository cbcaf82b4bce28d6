"""What a link gave is there after a first click too; in a browser: `test_missing_browser.py`."""

from streamlit.testing.v1 import AppTest


def asked():
    import streamlit as st

    from inspector.ui.runtime import first_run
    from inspector.ui.runtime.links import Param

    first_run.give_back_first()
    st.text_input("Query", key=Param.QUERY, bind="query-params", persist_state="session")
    first_run.keep_first()
    st.text(f"{st.session_state[Param.QUERY]}|{st.query_params.get(Param.QUERY)}")


def opened(**link):
    app = AppTest.from_function(asked, default_timeout=60)
    for key, value in link.items():
        app.query_params[key] = value
    return app.run()


def test_what_the_link_no_longer_has_in_the_second_run_is_given_back_to_widget_and_link():
    app = opened(q="copy a list", index="faq~12345678")
    assert app.text[0].value == "copy a list|copy a list"
    del app.query_params["q"]  # as Streamlit does where a page is left
    assert app.run().text[0].value == "copy a list|copy a list"


def test_what_was_typed_since_is_not_overwritten():
    app = opened(q="copy a list")
    app.text_input[0].set_value("something else").run()
    assert app.text_input[0].value == "something else"


def test_without_values_in_the_link_nothing_is_kept():
    app = opened(index="faq~12345678")
    assert app.text[0].value == "|None"
    assert app.run().text[0].value == "|None"
