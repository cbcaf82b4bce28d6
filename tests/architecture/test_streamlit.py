"""House rule 2: Streamlit lives in app.py and inspector/ui; its session, links and caches in inspector/ui/runtime."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import Source, dotted, house, imports

RUNTIME = "inspector/ui/runtime/"
KEPT_IN_RUNTIME = re.compile(r"(session_state|query_params|cache_\w+)$")


def strays(source: Source) -> list[str]:
    """Imports of Streamlit outside the app."""
    if source.path == "app.py" or source.path.startswith("inspector/ui/"):
        return []
    return [
        source.at(one.node, "Streamlit is imported outside app.py and inspector/ui")
        for one in imports(source)
        if one.module.split(".")[0] == "streamlit"
    ]


def state_outside_runtime(source: Source) -> list[str]:
    """Uses of st.session_state, st.query_params and st.cache_* outside the runtime."""
    if source.path.startswith(RUNTIME):
        return []
    found = []
    for node in ast.walk(source.tree):
        name = dotted(node) if isinstance(node, ast.Attribute) else ""
        if name.split(".")[0] in ("st", "streamlit") and KEPT_IN_RUNTIME.search(name):
            found.append(source.at(node, f"{name} belongs into {RUNTIME}"))
    for one in imports(source):
        if one.module.split(".")[0] == "streamlit":
            found += [
                source.at(one.node, f"{n} belongs into {RUNTIME}") for n in one.names if KEPT_IN_RUNTIME.search(n)
            ]
    return found


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_streamlit_stays_in_the_app_and_its_state_in_the_runtime(source: Source) -> None:
    assert strays(source) + state_outside_runtime(source) == []


@pytest.mark.parametrize("line", ["import streamlit as st", "def f():\n    from streamlit.testing.v1 import AppTest"])
def test_streamlit_outside_the_app_is_seen(line: str) -> None:
    assert len(strays(Source("inspector/search/x.py", line))) == 1
    assert strays(Source("inspector/ui/pages/x.py", line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "st.session_state['k'] = 1",
        "x = st.query_params.get('q')",
        "@st.cache_data\ndef f(): ...",
        "streamlit.cache_resource(f)",
        "from streamlit import session_state",
    ],
)
def test_state_outside_the_runtime_is_seen(line: str) -> None:
    assert len(state_outside_runtime(Source("inspector/ui/pages/x.py", line))) == 1
    assert state_outside_runtime(Source("inspector/ui/runtime/x.py", line)) == []


def test_a_page_link_may_carry_query_params() -> None:
    line = "st.page_link(page, query_params={'q': query})"
    assert state_outside_runtime(Source("inspector/ui/pages/x.py", line)) == []
