"""A case as a story: what was asked, what should have come, what came, why, and what helps, in two sizes of type.

Invariant: shows what it is given, in that order; texts travel as data and become text nodes. Cost: one small message.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from inspector.ui.components.element import element

LENGTH = 4_000
"""Code points of one text that travel."""

_draw = element("told_story")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that should come.

    Attributes:
        name: Its title, or its id where it has none.
        id: Its id; empty where the name is the id.
        place: Where it stood, a few words; may be empty.
        met: Whether that is where it should be.
    """

    name: str
    id: str = ""
    place: str = ""
    met: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A change that was tried and helps.

    Attributes:
        change: What is changed, a sentence.
        before: Where the document stood: "85th".
        after: Where it stands then: "1st".
    """

    change: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story, each part of which may be empty and is left out then.

    Attributes:
        head: A small line above all: which of how many, where it comes from.
        title: A name of its own; empty where the query is the name.
        asked: The query.
        among: Under which filter, a few words.
        note: What its author says about it.
        wanted: What should have come.
        came: What came instead, best first.
        came_label: Whose list that is.
        cause: Why, a sentence.
        word: The cause's word.
        moves: What brings it back, each tried alone.
        helps: What is said about the tries in place of `moves`, or under them.
    """

    asked: str
    head: str = ""
    title: str = ""
    among: str = ""
    note: str = ""
    wanted: tuple[Wanted, ...] = ()
    came: tuple[str, ...] = ()
    came_label: str = "Came first"
    cause: str = ""
    word: str = ""
    moves: tuple[Move, ...] = ()
    helps: str = ""


def told_story(story: ToldStory, *, large: bool = False, key: str) -> None:
    """Draw a story.

    Args:
        story: The story.
        large: In type for a projector instead of a page's.
        key: Unique on the page.
    """
    _draw(key=key, data=data_of(story, large=large))


def data_of(story: ToldStory, *, large: bool) -> dict[str, object]:
    """Give what travels: every text cut to `LENGTH`.

    Args:
        story: The story.
        large: In type for a projector.
    """
    return {**_cut(asdict(story)), "large": large}


def _cut(value: dict[str, object]) -> dict[str, object]:
    return {name: _short(each) for name, each in value.items()}


def _short(value: object) -> object:
    if isinstance(value, str):
        return value if len(value) <= LENGTH else f"{value[: LENGTH - 1]}…"
    if isinstance(value, (tuple, list)):
        return [_short(each) for each in value]
    return _cut(value) if isinstance(value, dict) else value
