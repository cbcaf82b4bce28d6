"""Errors as people see them, and only where they happened."""

from streamlit.testing.v1 import AppTest


def mistake():
    import streamlit as st

    from inspector.errors import StoreError
    from inspector.ui.runtime.boundary import boundary

    with boundary("The list"):
        raise StoreError("The index *x* has 384 <b>dimensions</b>.", "Rebuild it.")
    st.write("after")


def bug():
    import streamlit as st

    from inspector.ui.runtime.boundary import boundary

    with boundary("The map"):
        raise ZeroDivisionError("secret detail")
    st.write("after")


def rerun_inside():
    import streamlit as st

    from inspector.ui.runtime.boundary import boundary

    with boundary("The page"):
        if "again" not in st.session_state:
            st.session_state["again"] = True
            st.rerun()
    st.write("after")


def test_a_mistake_of_the_user_is_a_message_and_a_next_step_shown_as_written():
    for app in (first := AppTest.from_function(mistake, default_timeout=120).run(), first.run()):
        assert not app.exception
        text = app.error[0].value
        assert text.replace("\\", "") == "The index *x* has 384 <b>dimensions</b>.  \nRebuild it."
        assert "\\*x\\*" in text
        assert "\\<b\\>" in text
        assert app.markdown[-1].value == "after"


def test_a_mistake_of_ours_is_an_apology_with_the_traceback_folded_away():
    app = AppTest.from_function(bug, default_timeout=120).run().run()
    assert not app.exception
    assert app.error[0].value.startswith("The map could not be shown, because of a mistake in this tool.")
    assert "secret detail" not in app.error[0].value
    assert "ZeroDivisionError: secret detail" in app.expander[0].code[0].value
    assert app.markdown[-1].value == "after"


def test_streamlits_own_rerun_passes_through():
    app = AppTest.from_function(rerun_inside, default_timeout=120).run()
    assert not app.error
    assert app.markdown[-1].value == "after"
