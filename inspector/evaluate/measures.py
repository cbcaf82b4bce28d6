"""Measures by their ir-measures names, per query.

Invariant: a list is judged in the order in which it is shown. trec_eval, whose definitions these are, sorts by score
and breaks ties by id; so it is given places instead of scores. Cost: one pass of trec_eval's own code per run.

References:
    MacAvaney, Macdonald and Ounis 2022, "Streamlining evaluation with ir-measures".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from inspector.errors import RequestError
from inspector.records.runs import Query, Run
from inspector.vectors import FloatArray, read_only

if TYPE_CHECKING:
    import ir_measures

DEFAULT_MEASURES = ("nDCG@10", "R@10", "R@100", "RR", "AP", "Judged@10")
JUDGED = "Judged"
COMMON = ("nDCG@k", "R@k", "P@k", "RR", "RR@k", "AP", "AP@k", "Success@k", "Rprec", "Bpref", "Judged@k")
"""Named where a measure is not known; k stands for a number."""

Grades = Mapping[str, Mapping[str, int]]
"""Grades, >= 0, by query and document."""

_LONGEST_NAME = 80
_BETWEEN = re.compile(r"[\s,]+(?![^(]*\))")
_NAME = re.compile(r"\w+")
_UNREADABLE = (ValueError, NameError, TypeError, KeyError, AttributeError, AssertionError, RecursionError, MemoryError)


def parse_measures(names: Sequence[str]) -> tuple[str, ...]:
    """Give measures by their canonical names, each once, `Judged@k` at the end.

    Where no `Judged` is among them, one is added: at the smallest cutoff, or at 10.

    Args:
        names: As typed, such as "nDCG@10"; one text may hold several, separated by white space or commas outside of
            brackets.

    Raises:
        RequestError: there is none, or one is not known, cannot be computed here, or is a count rather than a mean.
    """
    written = [name for text in names for name in _BETWEEN.split(text.strip()) if name]
    found = list(dict.fromkeys(str(_parsed(name)) for name in written))
    if not found:
        raise RequestError("There is no measure.", f"Name some, such as {', '.join(COMMON)}.")
    judged = [name for name in found if is_judged(name)]
    if not judged:
        judged = [f"{JUDGED}@{min((cutoff for name in found if (cutoff := cutoff_of(name))), default=10)}"]
    return (*(name for name in found if not is_judged(name)), *judged)


def is_judged(measure: str) -> bool:
    """Say whether a measure tells how much was judged, not how good a list is."""
    return measure.startswith(JUDGED)


def cutoff_of(measure: str) -> int | None:
    """Give how many places a measure looks at; None where it looks at all.

    Raises:
        RequestError: the measure is not known.
    """
    cutoff = _parsed(measure).params.get("cutoff")
    return int(cutoff) if isinstance(cutoff, int) else None


def values_of(run: Run, queries: Sequence[Query], grades: Grades, measures: Sequence[str]) -> FloatArray:
    """Give every measure of every query.

    A query whose list is empty or missing has 0 everywhere.

    Args:
        run: The lists, best first.
        queries: The queries; each has at least one relevant document in `grades`.
        grades: What was judged.
        measures: Canonical names.

    Returns:
        Shape (measures, queries), read-only.

    Raises:
        RequestError: a measure is not known.
    """
    parsed = [_parsed(name) for name in measures]
    rows = {str(measure): row for row, measure in enumerate(parsed)}
    places = {query.id: place for place, query in enumerate(queries)}
    lists = {
        each.query: {doc: float(len(each.ids) - place) for place, doc in enumerate(each.ids)}
        for each in run.lists
        if each.query in places and each.ids
    }
    judged = {query.id: {doc: max(0, grade) for doc, grade in grades[query.id].items()} for query in queries}
    out = np.zeros((len(parsed), len(queries)))
    for value in _pipeline().iter_calc(parsed, judged, lists) if lists else ():
        out[rows[str(value.measure)], places[value.query_id]] = value.value
    return read_only(out)


def _parsed(name: str) -> ir_measures.Measure:
    """Read a measure with the library's own parser.

    Raises:
        RequestError: it is not known, cannot be computed, or is a count.
    """
    import ir_measures
    from ir_measures.measures.base import MeanAgg

    written = name.strip()
    try:
        if len(written) > _LONGEST_NAME:
            raise ValueError("too long")
        measure = ir_measures.parse_measure(_NAME.sub(_as_registered, written, count=1))
        known = _pipeline().supports(measure)
        cutoff = measure.params.get("cutoff", 1)
    except _UNREADABLE:
        known, cutoff = False, 1
    if not known or cutoff < 1:
        raise RequestError(
            f'There is no measure "{written[:_LONGEST_NAME]}" that can be computed here.',
            f"Those used most are {', '.join(COMMON)}, with a number from 1 on for k.",
        )
    if not isinstance(measure.aggregator(), MeanAgg):
        raise RequestError(f'"{written}" counts instead of measuring, so it has no mean.', "Choose another measure.")
    return measure


def _pipeline() -> ir_measures.Provider:
    """Give what computes measures: of the library's ways those that run in this process and need no further package."""
    import ir_measures as of

    ways: Callable[..., ir_measures.Provider] = of.providers.FallbackProvider
    return ways([of.pytrec_eval, of.judged, of.msmarco, of.compat, of.accuracy])


def _as_registered(name: re.Match[str]) -> str:
    """Give a measure's name as the library writes it, whatever its capitals: "ndcg" is nDCG."""
    from ir_measures.measures import registry

    if name[0] in registry:
        return name[0]
    return next((known for known in registry if known.casefold() == name[0].casefold()), name[0])
