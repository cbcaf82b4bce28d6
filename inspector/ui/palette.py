"""The colours of the app: one per retriever everywhere, light and dark.

Theme, components and charts all use these values; `.streamlit/config.toml` repeats them because Streamlit reads only
that file, and a test compares the two. Invariant: text reaches WCAG AA (4.5 : 1) on both grounds of its theme, marks
3 : 1, and the retrievers stay apart under the three kinds of colour blindness. Colour never stands alone: names, signs,
shapes or numbers always say the same. Costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from inspector.records.results import Retriever


@dataclass(frozen=True, slots=True)
class Ink:
    """One meaning's colour, as "#rrggbb".

    Attributes:
        mark: For lines, bars, points and borders.
        text: For words and numbers.
        wash: For a ground behind ordinary text.
    """

    mark: str
    text: str
    wash: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, each as "#rrggbb".

    Attributes:
        ground: Behind the page.
        surface: Behind fields and quiet boxes.
        border: Thin lines that separate.
        text: Ordinary text.
        muted: Text of lesser weight; also an effect below the noise floor.
        accent: Streamlit's own widgets, with white text on it.
        quiet: Marks of lesser weight, such as the many points of the map.
        embedding: The embedding retriever; also an effect that pulls closer.
        keyword: The keyword retriever; also an effect that pushes away.
        hybrid: The hybrid retriever.
        query: The query's star.
        expected: The expected document's diamond.
    """

    ground: str
    surface: str
    border: str
    text: str
    muted: str
    accent: str
    quiet: str
    embedding: Ink
    keyword: Ink
    hybrid: Ink
    query: Ink
    expected: Ink

    @property
    def retrievers(self) -> Mapping[Retriever, Ink]:
        """Give the colour of each retriever."""
        inks = {
            Retriever.KEYWORD: self.keyword,
            Retriever.EMBEDDING: self.embedding,
            Retriever.HYBRID: self.hybrid,
        }
        return MappingProxyType(inks)

    @property
    def diverging(self) -> tuple[str, str, str]:
        """Give the ends and the middle of the scale of signed effects: pushes away, nothing, pulls closer.

        The ends are as strong as ordinary text on them allows, the same as the strongest chip.
        """
        away, closer = (mixed(ink.mark, self.ground, STRONGEST) for ink in (self.keyword, self.embedding))
        return away, self.ground, closer


STRONGEST = 0.38
"""Share of a colour in the ground behind text, where an effect is the largest of its query."""


def mixed(colour: str, ground: str, share: float) -> str:
    """Give a colour laid over a ground, as "#rrggbb".

    Args:
        colour: "#rrggbb".
        ground: "#rrggbb".
        share: How much of the colour is seen, 0 to 1.
    """
    pairs = zip(channels(colour), channels(ground), strict=True)
    return "#" + "".join(f"{round(share * above + (1 - share) * below):02x}" for above, below in pairs)


def channels(colour: str) -> tuple[int, int, int]:
    """Give red, green and blue of "#rrggbb", each 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


LIGHT = Palette(
    ground="#ffffff",
    surface="#f5f7fa",
    border="#dde2e9",
    text="#1b2430",
    muted="#5a6472",
    accent="#1b5bbd",
    quiet="#98a2b0",
    embedding=Ink("#2b78de", "#1b5bbd", "#e4eefb"),
    keyword=Ink("#d9730d", "#a84e00", "#fcecdc"),
    hybrid=Ink("#6f2dab", "#6a2aa3", "#efe6f7"),
    query=Ink("#d11f50", "#b81743", "#fbe4ea"),
    expected=Ink("#0a8f68", "#08734f", "#dff4ec"),
)

DARK = Palette(
    ground="#10151c",
    surface="#1a222c",
    border="#313c49",
    text="#e7eaef",
    muted="#9ba6b4",
    accent="#3974d6",
    quiet="#66717f",
    embedding=Ink("#5290f0", "#84b3ff", "#1b3050"),
    keyword=Ink("#e58a2e", "#f0a352", "#43301b"),
    hybrid=Ink("#d2a6f7", "#d9b4fa", "#382a4a"),
    query=Ink("#ff5d80", "#ff86a0", "#46222e"),
    expected=Ink("#34c796", "#5fd8ae", "#163a31"),
)


def palette(theme: str | None) -> Palette:
    """Give the colours of a theme.

    Args:
        theme: "light" or "dark", as the browser reports it; None (not known yet) is light.
    """
    return DARK if theme == "dark" else LIGHT
