"""What the ways of searching are called on the page: at the head of a column, and within a sentence of labels."""

from __future__ import annotations

from inspector.evaluate.wording import SPOKEN, capitalized


def heading(run: str) -> str:
    """Give what a run is called at the head of a column: "Keyword search", or the name of a saved run."""
    return capitalized(SPOKEN[run].removeprefix("the ")) if run in SPOKEN else run


def label(run: str) -> str:
    """Give what a run is called within a line: "keyword search", or the name of a saved run as it is."""
    return SPOKEN[run].removeprefix("the ") if run in SPOKEN else run
