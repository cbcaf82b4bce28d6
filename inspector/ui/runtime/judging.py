"""Judging in place: who judges, what was judged, and what a press of a button writes down.

Invariant: a grade on the page is what the file of judgements says, never only what this session pressed; so two people
see each other's, and a refused one is not shown as given. Cost: nothing while judging is off; else the file is read
once for each change of it.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from inspector import fingerprint
from inspector.errors import InspectorError
from inspector.evaluate import judged as store
from inspector.records.judged import Judged, JudgedSet, Statement
from inspector.stores.collection import Collection
from inspector.text import quoted, shortened
from inspector.ui.runtime import links, memo
from inspector.ui.runtime.boundary import draw_error, plain
from inspector.ui.runtime.links import Param

NAME = "judge name"
NAME_LENGTH = 80
_SHOWN = "_judge_shown"
STEP = 25
"""Documents of a blind list that are drawn at once."""


def on() -> bool:
    """Say whether judging is on, by the toggle or, before it was ever drawn, by the link."""
    return _flag(Param.JUDGE)


def blind() -> bool:
    """Say whether the results are judged without their ranks."""
    return on() and _flag(Param.BLIND)


def _flag(param: Param) -> bool:
    value = st.session_state.get(param)
    return value if isinstance(value, bool) else "true" in links.widget_list(param)


def set_name(collection: Collection) -> str:
    """Give the name under which judgements of an index are kept."""
    return collection.name


def signed_in() -> str:
    """Give who is signed in, by address or name; empty for nobody."""
    if st.user.get("is_logged_in") is not True:
        return ""
    return str(st.user.get("email") or st.user.get("name") or "").strip()


def who() -> str:
    """Give who judges: the person signed in, else the name typed on the page; empty for nobody in particular."""
    value = st.session_state.get(NAME)
    return signed_in() or (value.strip()[:NAME_LENGTH] if isinstance(value, str) else "")


def judged(name: str) -> JudgedSet:
    """Give what a set of judgements says now.

    Raises:
        StoreError: its file cannot be read.
    """
    path = store.judged_file(name)
    try:
        found = path.stat()
    except OSError:
        return JudgedSet()
    stamp = (name, str(path), found.st_mtime_ns, found.st_size)
    return memo.remembered("judged", stamp, lambda: store.read_judged(name))


def of_query(collection: Collection, query: str) -> Mapping[str, Judged]:
    """Give what holds about the documents of one query, by document id.

    Raises:
        StoreError: the file of judgements cannot be read.
    """
    return judged(set_name(collection)).of_query(query.strip())


def grade_by(found: Judged | None, person: str) -> int | None:
    """Give the grade that one person gave a document; None where there is none."""
    statements = found.statements if found is not None else ()
    return next((each.grade for each in statements if each.who == person), None)


def show_grade(key: str, grade: int | None) -> None:
    """Give the buttons of that key the grade that holds; before they are drawn."""
    st.session_state[key] = grade


def press(name: str, query: str, doc: str, key: str) -> None:
    """Write down what the buttons of that key say about a document; pressed again they withdraw it. In a callback."""
    value = st.session_state.get(key)
    grade = value if isinstance(value, int) else None
    try:
        known = grade_by(judged(name).of_query(query).get(doc), who())
        if grade != known:  # buttons that move on the page report their grade anew
            store.judge(name, query, doc, grade, who())
    except InspectorError as error:
        draw_error(error)


def last_of(found: JudgedSet, person: str) -> Statement | None:
    """Give what `take_back` would take back; None where there is nothing."""
    return next(reversed(store.standing(found, person)), None)


def take_back(name: str) -> None:
    """Take back this person's last judgement, and say which it was. In a callback."""
    try:
        undone = store.undo(name, who())
    except InspectorError as error:
        draw_error(error)
        return
    if undone is not None:
        now = "not judged" if undone.grade is None else f"graded {undone.grade}"
        text = f"{shortened(undone.doc)} is {now} again for {quoted(shortened(undone.query))}."
        st.toast(plain(text), icon=":material/undo:")


def blind_order(query: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Give documents in an order that tells nothing of their ranks: the same for a person and query whenever asked."""
    person = who()
    return tuple(sorted(ids, key=lambda doc: fingerprint.of_values("blind", person, query, doc)))


def shown(query: str) -> int:
    """Give how many documents of a query's blind list this session looks at."""
    kept = st.session_state.get(_SHOWN)
    return int(kept[1]) if isinstance(kept, tuple) and kept[0] == query else STEP


def show_more(query: str) -> None:
    """Look at more documents of a query's blind list."""
    st.session_state[_SHOWN] = (query, shown(query) + STEP)
