"""Sentences on the page: quoted words in bold, every character escaped."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from inspector.text import quoted
from inspector.ui.components.prose import marked_up


def test_what_stands_in_quotes_is_bold_and_the_quotes_are_gone():
    assert marked_up('Why "a list" is 1st, by "a" and "b"') == (
        "Why <strong>a list</strong> is 1st, by <strong>a</strong> and <strong>b</strong>"
    )


def test_markup_is_escaped_inside_and_outside_of_quotes():
    assert marked_up('<i> "<script>" & \'') == "&lt;i&gt; <strong>&lt;script&gt;</strong> &amp; &#x27;"


def test_a_quote_without_a_partner_stays():
    assert marked_up('6" wide') == "6&quot; wide"


@given(st.text())
def test_no_tag_but_our_own_comes_out_and_no_character_is_lost(words):
    made = marked_up(f"Why {quoted(words)} is 1st")
    assert set(re.findall(r"<[^>]*>", made)) <= {"<strong>", "</strong>"}
    shown = html.unescape(re.sub(r"</?strong>", "", made))
    assert len(shown) - len("Why  is 1st") in (len(words), len(words) + 2)  # empty words keep their quotes


def line():
    from inspector.ui.components.prose import prose

    prose('size: 6" <b> "wide"', literal=True)


def test_a_literal_line_keeps_its_quotes():
    app = AppTest.from_function(line, default_timeout=120).run()
    assert ">size: 6&quot; &lt;b&gt; &quot;wide&quot;<" in app.get("html")[0].value
