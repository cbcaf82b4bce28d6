"""Reads the failure stories: one JSON object a line, every key checked, a mistake told by its line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from inspector.errors import CorpusError
from inspector.files import readable
from inspector.records.documents import condition
from inspector.records.findings import Cause
from inspector.records.stories import Story
from inspector.sample import location
from inspector.stores.corpus import json_lines

_NEEDED = ("id", "query", "expected", "cause", "asked", "why")
_OPTIONAL = ("fault", "where")


@cache
def stories() -> tuple[Story, ...]:
    """Give the sample's stories, in the order in which they are told; none where the file is missing.

    Raises:
        CorpusError: a line is no story.
    """
    return read_stories(location.STORIES) if location.STORIES.is_file() else ()


def story_of(query: str, fault: str = "") -> Story | None:
    """Give the story that a query on the sample, or on its copy with a fault, tells; None where it tells none."""
    return next((story for story in stories() if story.query == query.strip() and story.fault == fault), None)


def read_stories(path: Path) -> tuple[Story, ...]:
    """Read a file of stories.

    Raises:
        CorpusError: the file cannot be read, or a line is no story.
    """
    found: dict[str, Story] = {}
    with readable(path, CorpusError):
        for row in json_lines.read(path):
            problem = row.problem or _problem(row.values, found)
            if problem:
                raise CorpusError(f"{path.name}, line {row.number}: it {problem}.", "Mend the line.")
            story = _story(row.values)
            found[story.id] = story
    return tuple(found.values())


def _problem(values: Any, earlier: dict[str, Story]) -> str:
    """Say what is wrong with a line, as the end of a sentence; empty where it is a story."""
    missing = [key for key in _NEEDED if not (isinstance(values.get(key), str) and values[key].strip())]
    unknown = [key for key in values if key not in (*_NEEDED, *_OPTIONAL)]
    if missing:
        return f"has no text for {', '.join(missing)}"
    if unknown:
        return f"has keys that no story has: {', '.join(unknown)}"
    if values["cause"] not in list(Cause):
        return f'names the cause "{values["cause"]}", which is none of {", ".join(Cause)}'
    if values["id"] in earlier:
        return f'repeats the id "{values["id"]}"'
    return ""


def _story(values: Any) -> Story:
    return Story(
        **{key: values[key] for key in ("id", "query", "expected", "asked", "why")},
        cause=Cause(values["cause"]),
        fault=values.get("fault", ""),
        where=tuple(condition(text) for text in values.get("where", [])),
    )
