"""Sentences of ours that quote people's words: what stands in double quotes is set in bold, all of it escaped.

Markdown would read a document's title as markup; this is the one place that turns a sentence into HTML instead.
Invariant: no character of the sentence reaches the page unescaped. Cost: none to speak of.
"""

from __future__ import annotations

import html
import re

import streamlit as st

_QUOTED = re.compile(r'"([^"]+)"')
_STYLES = {
    "title": "font-size:1.375rem;font-weight:600;line-height:1.3;margin:0",
    "lead": "font-size:1.0625rem;line-height:1.5;margin:0",
    "body": "font-size:1rem;line-height:1.5;margin:0",
    "small": "font-size:.875rem;line-height:1.45;margin:0;opacity:.72",
}


def prose(sentence: str, size: str = "body", *, literal: bool = False) -> None:
    """Draw a sentence, with the quoted parts in bold.

    Args:
        sentence: Plain text; no markup of any kind is understood.
        size: "title", "lead", "body" or "small".
        literal: Show double quotes as they are, nothing in bold: for a line of other people's words.
    """
    inside = html.escape(sentence) if literal else marked_up(sentence)
    st.html(f'<p dir="auto" style="overflow-wrap:anywhere;{_STYLES[size]}">{inside}</p>')


def marked_up(sentence: str) -> str:
    """Give the sentence as HTML: escaped, quoted parts in bold."""
    parts = []
    done = 0
    for quoted in _QUOTED.finditer(sentence):
        parts.append(html.escape(sentence[done : quoted.start()]))
        parts.append(f"<strong>{html.escape(quoted.group(1))}</strong>")
        done = quoted.end()
    return "".join([*parts, html.escape(sentence[done:])])
