"""The page has the app's colours, in light and dark, and loads nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from inspector.cases.page.seen import STRONGEST
from inspector.cases.page.style import DARK, LIGHT, style
from inspector.ui import palette
from inspector.ui.palette import Ink, Palette


def inks(colours: Palette) -> dict[str, str]:
    """The app's colours by the page's names."""
    found = {name: getattr(colours, name) for name in ("ground", "surface", "border", "text", "muted", "quiet")}
    for name in ("embedding", "keyword", "hybrid", "query", "expected"):
        ink: Ink = getattr(colours, name)
        found.update({f"{name}-mark": ink.mark, f"{name}-text": ink.text, f"{name}-wash": ink.wash})
    return found


@pytest.mark.parametrize(("page", "app"), [(LIGHT, palette.LIGHT), (DARK, palette.DARK)], ids=["light", "dark"])
def test_the_colours_are_the_apps(page: Mapping[str, str], app: Palette) -> None:
    assert dict(page) == inks(app)


def test_the_strongest_chip_is_as_strong_as_the_apps() -> None:
    assert STRONGEST / 100 == palette.STRONGEST


def test_the_style_loads_nothing_and_every_colour_it_uses_is_there() -> None:
    import re

    sheet = style()
    assert "url(" not in sheet
    assert "@import" not in sheet
    assert "<" not in sheet
    used = set(re.findall(r"var\(--([a-z-]+)\)", sheet))
    assert used - {"mark", "ink"} <= set(LIGHT) == set(DARK)
    assert sheet.count("{") == sheet.count("}")
