"""Markup that cannot be broken by what people wrote: every text is escaped on its way into a tag.

Invariant: only `Markup` goes into a page as it is, and only `tag` and `raw` make it; `raw` is for our own constants.
Control characters, which could hide or turn text around, are shown by their names.
"""

from __future__ import annotations

import re
from html import escape

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_VOID = frozenset({"meta", "circle", "line", "path", "br"})


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def raw(text: str) -> Markup:
    """Take a constant of ours as markup; never anything from a case."""
    return Markup(text)


def clean(text: str) -> str:
    """Give a text with characters that steer as visible signs: U+202E for one that turns text, U+FFFD for a control."""
    named = _TURNING.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)
    return _CONTROL.sub("\ufffd", named)


def text(value: str) -> Markup:
    """Escape a text."""
    return value if isinstance(value, Markup) else Markup(escape(clean(value), quote=True))


def joined(parts: list[Markup]) -> Markup:
    """Put pieces of markup behind each other."""
    return Markup("".join(parts))


def tag(name: str, /, *content: str, **attributes: str) -> Markup:
    """Give an element.

    Args:
        name: Its name.
        content: What is in it; whatever is no markup is escaped.
        attributes: By name, "_" for "-", a trailing "_" dropped; their values are escaped.
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items() if value
    )
    if name in _VOID and not content:
        return Markup(f"<{name}{said}>" if name in ("meta", "br") else f"<{name}{said}/>")
    return Markup(f"<{name}{said}>{''.join(text(each) for each in content)}</{name}>")
