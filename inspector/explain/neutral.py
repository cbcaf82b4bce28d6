"""Edits of a query that leave its meaning alone: what they move is noise, and effects below it are not told from it.

The first pass makes three edits and takes the largest move, because of three nothing finer can be said. The refined
floor makes eight and takes the 90th percentile of their moves (linear between the two nearest), so that a single edit
to which the model is allergic does not hide every word. Both are per document, on the scale of similarities.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from inspector.explain.evaluator import Evaluator
from inspector.records.explanation import Contributions
from inspector.records.noise import NoiseFloor
from inspector.text import join_spaces, words
from inspector.vectors import read_only

_ENDINGS = ".?!…。？！ \t\n"
_SMALL_WORD = re.compile(
    r"(?<![\w'’])(?:the|a|an|is|are|in|on|of|to|for|and|with|do|does|i|my)(?![\w'’])", re.IGNORECASE
)
PERCENTILE = 90.0

Edit = Callable[[str], str]


def _toggle_ending(query: str, mark: str) -> str:
    bare = query.rstrip(_ENDINGS)
    return bare if query.rstrip().endswith(mark) else bare + mark


def full_stop(query: str) -> str:
    """End the query with a full stop, or take away the one it has."""
    return _toggle_ending(query, ".")


def question_mark(query: str) -> str:
    """End the query with a question mark, or take away the one it has."""
    return _toggle_ending(query, "?")


def politeness(query: str) -> str:
    """Put "please" before the query, or "thanks" behind one that says please already."""
    return f"{query} thanks" if "please" in query.lower() else f"please {query}"


def dots(query: str) -> str:
    """End the query with three dots, or take away those it has."""
    return _toggle_ending(query, "...") if not query.rstrip().endswith("…") else query.rstrip(_ENDINGS)


def greeting(query: str) -> str:
    """Greet before asking."""
    return f"hello, {query}"


def thanks(query: str) -> str:
    """Thank after asking, twice where the query does it already."""
    return f"{query.rstrip(_ENDINGS)}, thank you"


def article(query: str) -> str:
    """Put "the" before the query, or take it away where it begins with it."""
    first = words(query)[:1]
    if first and first[0].text.lower() == "the":
        return query[: first[0].start] + query[first[0].end :]
    return f"the {query}"


def stammer(query: str) -> str:
    """Say a small word twice: the first of the query, or "is" at the end of a query without any."""
    found = _SMALL_WORD.search(query)
    if not found:
        return f"{query.rstrip(_ENDINGS)} is"
    return f"{query[: found.end()]} {found.group()}{query[found.end() :]}"


NEUTRAL_EDITS: tuple[Edit, ...] = (full_stop, question_mark, politeness)
"""The edits of the first pass."""

ALL_EDITS: tuple[Edit, ...] = (*NEUTRAL_EDITS, dots, greeting, thanks, article, stammer)
"""The edits of the refined floor; the first pass's come first."""


def neutral_variants(query: str, edits: tuple[Edit, ...] = NEUTRAL_EDITS) -> tuple[str, ...]:
    """Give the query under each neutral edit, in the order of the edits, white space joined."""
    return tuple(join_spaces(edit(query)) for edit in edits)


def noise_floor(
    query: str, evaluator: Evaluator, edits: tuple[Edit, ...] = ALL_EDITS, percentile: float = PERCENTILE
) -> NoiseFloor:
    """Measure how much each document's similarity moves under neutral edits.

    Args:
        query: As typed.
        evaluator: Answers for the documents.
        edits: What is tried; an edit that leaves the text as it is says nothing and is left out.
        percentile: Which percentile of the moves is the floor, 0 to 100.

    Raises:
        EmbedderError: the model failed.
        RequestError: the evaluator's budget does not suffice.
        CancelledError: the work was stopped.
    """
    tried = tuple(text for text in dict.fromkeys(neutral_variants(query, edits)) if text != query)
    found = evaluator.ask([query, *tried])
    moves = np.abs(found[1:] - found[0])
    floor = np.percentile(moves, percentile, axis=0) if tried else np.zeros(found.shape[1])
    return NoiseFloor(evaluator.ids, tried, read_only(moves), percentile, read_only(floor))


def with_floor(effects: Contributions, refined: NoiseFloor) -> Contributions:
    """Give effects held against the refined floor, for the documents that it knows."""
    floor = effects.noise_floor.copy()
    for place, document_id in enumerate(refined.ids):
        column = effects.column(document_id)
        if column >= 0:
            floor[column] = refined.floor[place]
    return replace(effects, noise_floor=read_only(floor), neutral_edits=refined.edits)
