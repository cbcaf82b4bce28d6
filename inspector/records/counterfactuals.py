"""What would have to be left out of a query for a result to come or go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.records.units import Unit


class Goal(StrEnum):
    """What leaving words out is to bring about."""

    LEAVE = "leave"
    ENTER = "enter"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A set of words whose removal reaches a goal.

    Attributes:
        units: The words or phrases that are left out, in query order.
        text: The query without them.
        rank_before: Exact rank of the document under the whole query, 1-based.
        rank_after: Exact rank under the text.
        distance_before: Cosine distance to the whole query, in [0, 2].
        distance_after: Cosine distance to the text.
        minimal: Whether every smaller set of words was tried and fails; otherwise it is the smallest found.
        verified: Whether the text, searched for anew, really gives a list in which the goal is reached.
    """

    units: tuple[Unit, ...]
    text: str
    rank_before: int
    rank_after: int
    distance_before: float
    distance_after: float
    minimal: bool
    verified: bool


@dataclass(frozen=True, slots=True)
class CounterfactualAnswer:
    """The answer to a question of this kind; that there is none is an answer too.

    Attributes:
        goal: What was to be brought about.
        id: The document that is to leave or to enter the first k, or to fall below the rival.
        k: Length of the list; 0 where two documents are to swap.
        rival: The document below it that is to overtake it; empty unless two are to swap.
        found: The smallest set that was found; None where there is none.
        tried: How many sets of words were tried.
        complete: Whether, where none was found, all sets were tried, save the one of all words.
    """

    goal: Goal
    id: str
    k: int
    rival: str
    found: Counterfactual | None
    tried: int
    complete: bool
