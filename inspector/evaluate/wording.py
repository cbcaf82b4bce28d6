"""How evaluations speak: names of runs, values, p-values and numbers of queries, the same in every sentence."""

from __future__ import annotations

import math

from inspector.records.evaluation import Mentioned
from inspector.records.results import Retriever

SPOKEN: dict[str, str] = {
    Retriever.EMBEDDING: "the embedding",
    Retriever.KEYWORD: "keyword search",
    Retriever.HYBRID: "the hybrid list",
}
"""What runs of ours are called in sentences; a saved run has its own name."""

ONE_QUERY = "One query: no interval."
"""What is said where there is nothing to draw an interval from."""

_MOST_DIGITS = 9


def spoken(retriever: str) -> str:
    """Give what a run is called in the middle of a sentence."""
    return SPOKEN.get(retriever, f'"{retriever}"')


def short(value: float, digits: int = 3) -> str:
    """Write a measure's value or difference; a dash where there is none.

    What is not 0 is not written as 0: it gets as many more digits as its first needs, up to nine.
    """
    while digits < _MOST_DIGITS and value and not math.isnan(value) and not round(value, digits):
        digits += 1
    return _rounded(value, digits)


def interval(low: float, high: float) -> str:
    """Write an interval: "[0.010, 0.070]"."""
    return f"[{_rounded(low)}, {_rounded(high)}]"


def with_interval(value: float, low: float, high: float, digits: int = 3) -> str:
    """Write a value and its interval: "0.702 [0.651, 0.749]"; the value alone where it has none, as for one query."""
    return short(value, digits) if math.isnan(low) else f"{short(value, digits)} {interval(low, high)}"


def p_text(p_value: float) -> str:
    """Write a p-value: "p = .003", or "p < .001"."""
    return "p < .001" if p_value < 0.001 else f"p = {p_value:.3f}".replace("= 0.", "= .")


def queries_text(count: int) -> str:
    """Write a number of queries: "1 query", "300 queries"."""
    return f"{count:,} {'query' if count == 1 else 'queries'}"


def with_examples(sentence: str, ids: Mentioned) -> str:
    """Add a few ids to a sentence: "… (such as a, b)."."""
    named = ", ".join(f'"{each}"' for each in ids.examples[:3])
    return f"{sentence} ({'such as ' if ids.count > 3 else ''}{named})."


def capitalized(text: str) -> str:
    """Give a sentence its capital."""
    return text[:1].upper() + text[1:]


def _rounded(value: float, digits: int = 3) -> str:
    """Write a number without a sign before a 0."""
    return "–" if math.isnan(value) else f"{round(value, digits) + 0.0:.{digits}f}"
