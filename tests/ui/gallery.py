"""A page of our components with sample records, for looking at them: `streamlit run tests/ui/gallery.py`.

The link's `show` parameter picks one part, so that a test or a screenshot sees it alone; what was chosen is printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import streamlit as st

from inspector.ui.components.joined_lists import joined_lists
from inspector.ui.components.marked_text import marked_text
from inspector.ui.components.page_style import page_style
from inspector.ui.components.word_chips import word_chips
from tests.ui import samples

LONG = (
    "Strikethrough is one of GitHub's own additions to Markdown.\n\n    ~~two tildes~~ around the words\n\n"
    "كيف أشطب الكلمات في تعليق؟ استخدم علامتي التلدة.\n\n" + "Some more words about a comment on GitHub. " * 30
)


def lists() -> None:
    selected = st.session_state.setdefault("selected", "md-strike")
    expected = "gh-contact-3"
    chosen = joined_lists(samples.columns(10), selected=selected, expected=expected, key="ten")
    if chosen and chosen != selected:
        st.session_state.selected = chosen
        st.rerun()
    st.write(f"Selected: `{selected}`")
    if st.button("Select rtl from outside"):
        st.session_state.selected = "rtl"
        st.rerun()


def sizes() -> None:
    st.subheader("Twenty")
    joined_lists(samples.columns(20), selected="md-strike", expected="yt-time", key="twenty")
    st.subheader("Three")
    joined_lists(samples.columns(3), selected=None, expected=None, key="three")


def empty() -> None:
    gone = "No document contains any word of this query."
    joined_lists(samples.columns(5, keyword=gone), selected="md-del", expected=None, key="no keyword")
    loading = "The model is still loading. Keyword search works meanwhile."
    joined_lists(samples.columns(5, embedding=loading, hybrid=loading), selected=None, expected=None, key="loading")
    joined_lists(
        samples.columns(0, keyword=gone, embedding="No document passes the filter."), selected=None, key="none"
    )


def words() -> None:
    word_chips(samples.contributions(), "md-strike", key="chips")
    st.divider()
    odd = samples.contributions("如何 <b>bold</b> " + "x" * 300 + " كيف 🙂 E-1042 don't --dry-run")
    word_chips(odd, "md-strike", key="odd chips")


def texts() -> None:
    spans = samples._spans(LONG)
    marked_text(LONG, spans=spans, read_end=700, key="long")
    marked_text("Use ~~tildes around the words~~. <script>alert(1)</script>", spans=((24, 29),), key="short")
    marked_text("", key="empty")
    marked_text("All of it is very long. " * 2000, key="huge", read_end=1000)


def charts() -> None:
    from tests.ui import chart_samples

    chart_samples.show()


PARTS = {"lists": lists, "sizes": sizes, "empty": empty, "words": words, "texts": texts, "charts": charts}

st.set_page_config(page_title="Gallery", layout="wide")
page_style()
st.title("Neighbor Inspector")
wanted = st.query_params.get("show", "")
for name, part in PARTS.items():
    if wanted in ("", name):
        st.header(name.capitalize(), anchor=False)
        part()
