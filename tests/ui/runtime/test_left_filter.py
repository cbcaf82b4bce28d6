from streamlit.testing.v1 import AppTest


def searching():
    import streamlit as st

    from inspector.ui.runtime.left_filter import leave_filter, settle_filter
    from inspector.ui.runtime.links import Param

    if st.session_state.get("elsewhere"):
        leave_filter()
        st.session_state["elsewhere"] = False
        st.session_state[Param.WHERE] = ["version=4.17"]  # as a browser does that had not drawn the other page's end
    settle_filter()
    st.multiselect("Filter", ["version=4.17", "product=app"], key=Param.WHERE)


def after_a_list_of_views(link: list[str]) -> list[str]:
    app = AppTest.from_function(searching, default_timeout=60)
    app.session_state["elsewhere"] = True
    app.query_params["where"] = link
    return app.run().multiselect[0].value


def test_a_view_opened_from_a_list_has_its_links_filter_and_not_the_one_the_browser_sends_along():
    assert after_a_list_of_views([]) == []
    assert after_a_list_of_views(["product=app"]) == ["product=app"]


def test_while_people_search_the_filter_stays_and_the_link_does_not_put_it_back():
    app = AppTest.from_function(searching, default_timeout=60).run()
    app.multiselect[0].set_value(["product=app"]).run()
    app.query_params["where"] = ["version=4.17"]
    assert app.run().multiselect[0].value == ["product=app"]
