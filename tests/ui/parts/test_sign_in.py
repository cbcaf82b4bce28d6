"""Sign-in: without a section nobody is asked; with one nothing is shown before; what cannot be read lets nobody in."""

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from inspector.ui.pages import PAGES
from tests.ui.harness import ROOT


@pytest.fixture
def secrets(tmp_path):
    """A secrets file that Streamlit reads in this test; it is not there until it is written."""
    before, file = config.get_option("secrets.files"), tmp_path / "secrets.toml"
    config._set_option("secrets.files", [str(file)], "a test")
    st.secrets._reset()
    yield file
    config._set_option("secrets.files", before, "a test")
    st.secrets._reset()


def door():
    import streamlit as st

    from inspector.ui.parts.sign_in import admitted

    if admitted():
        st.text("inside")


def opened():
    return AppTest.from_function(door, default_timeout=60).run()


def is_inside(app):
    return [text.value for text in app.text] == ["inside"]


def test_without_a_secrets_file_everybody_may_come_in(secrets):
    app = opened()
    assert is_inside(app)
    assert not app.error


def test_a_secrets_file_without_the_section_asks_nobody_to_sign_in(secrets):
    secrets.write_text('other = "value"\n')
    assert is_inside(opened())


def test_with_the_section_nothing_is_shown_before_the_sign_in(secrets):
    secrets.write_text('[auth]\nredirect_uri = "http://localhost/oauth2callback"\n')
    app = opened()
    assert not is_inside(app)
    assert not app.exception
    assert [button.label for button in app.button] == ["Sign in"]


def test_a_visitor_with_a_link_is_told_that_signing_in_does_not_lead_to_it_and_one_without_is_not(secrets):
    secrets.write_text('[auth]\nredirect_uri = "http://localhost/oauth2callback"\n')
    assert not opened().caption
    app = AppTest.from_function(door, default_timeout=60)
    app.query_params["q"] = "hotel wifi"
    assert "open the link once more" in app.run().caption[0].value


def test_somebody_who_has_signed_in_comes_in(secrets):
    secrets.write_text('[auth]\nredirect_uri = "http://localhost/oauth2callback"\n')
    app = AppTest.from_function(door, default_timeout=60)
    app.user = {"is_logged_in": True, "email": "ann@example.org"}
    assert is_inside(app.run())


def test_a_section_that_is_not_complete_or_without_its_package_is_said_when_somebody_signs_in(secrets):
    secrets.write_text('[auth]\nredirect_uri = "http://localhost/oauth2callback"\n')
    app = opened().button[0].click().run()
    assert not is_inside(app)
    assert not app.exception
    assert "Whoever runs this app" in app.error[0].value


@pytest.mark.parametrize("content", [b"[auth\n", b"\xff\xfe", b"auth = \n"])
def test_a_secrets_file_that_cannot_be_read_lets_nobody_in(secrets, content):
    secrets.write_bytes(content)
    app = opened()
    assert not is_inside(app)
    assert not app.exception
    assert "cannot be read" in app.error[0].value


def test_the_whole_app_shows_no_page_before_the_sign_in(secrets):
    secrets.write_text('[auth]\nredirect_uri = "http://localhost/oauth2callback"\n')
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert [button.label for button in app.button] == ["Sign in"]
    assert not [title for title in app.title if title.value in {page.title for page in PAGES}]
    assert not app.text_input
