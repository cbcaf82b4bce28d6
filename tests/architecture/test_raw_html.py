"""Safety: text of documents never becomes markup; what is drawn by hand is drawn in inspector/ui/components alone."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import ROOT, Source, calls, house

COMPONENTS = "inspector/ui/components/"
SCRIPTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "inspector").rglob("*.js"))
PARSES_MARKUP = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval)\b|new Function\b"
)


def hand_made(source: Source) -> list[str]:
    """Calls that put markup on the page, outside the components; `unsafe_allow_html` nowhere."""
    found = []
    for call in calls(source):
        if any(word.arg in ("unsafe_allow_html", "unsafe_allow_javascript") for word in call.keywords):
            found.append(source.at(call, "unsafe_allow_html: draw with Streamlit's widgets, or in a component"))
        is_html = isinstance(call.func, ast.Attribute) and call.func.attr in ("html", "iframe")
        if is_html and not source.path.startswith(COMPONENTS):
            found.append(source.at(call, f"{ast.unparse(call.func)} belongs into {COMPONENTS}"))
    return found


@pytest.mark.parametrize("source", house(), ids=lambda source: source.path)
def test_markup_is_made_in_components_alone(source: Source) -> None:
    assert hand_made(source) == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_build_nodes_and_never_parse_markup(script: str) -> None:
    assert PARSES_MARKUP.findall((ROOT / script).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", ["st.markdown(text, unsafe_allow_html=True)", "st.html(text)", "components.v1.html(text)", "box.html(text)"]
)
def test_markup_made_elsewhere_is_seen(line: str) -> None:
    assert len(hand_made(Source("inspector/ui/parts/x.py", line))) == 1


@pytest.mark.parametrize("line", ["row.innerHTML = text", "document.write(text)", "eval(text)", "new Function(text)"])
def test_a_script_that_parses_markup_is_seen(line: str) -> None:
    assert len(PARSES_MARKUP.findall(line)) == 1
    assert PARSES_MARKUP.findall("row.textContent = text; evaluate(text)") == []
