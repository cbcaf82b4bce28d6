"""An evaluation read back from the JSON form in which the command `eval` gives it.

Invariant: what is read has the same numbers, a null read as NaN; the ranked lists are no part of that form. Cost:
linear in queries, runs and measures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from inspector.records.evaluation import Comparison, Estimate, Evaluation, Fit, Mentioned, Sweep, SweepPoint
from inspector.records.inspection import IndexFacts
from inspector.records.results import Fusion
from inspector.records.runs import Query
from inspector.vectors import FloatArray, read_only

Form = Mapping[str, Any]
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError)
"""What reading a form that is none raises."""


def evaluation_of(form: Form) -> Evaluation:
    """Give the evaluation of a JSON form, without its ranked lists.

    Raises:
        KeyError: a field is missing.
        TypeError: a field is of another type.
        ValueError: a field cannot be read.
    """
    runs = tuple(str(name) for name, means in form["retrievers"].items() if means)
    measures = tuple(map(str, form["retrievers"][runs[0]])) if runs else ()
    rows = form["per_query"]
    return Evaluation(
        fit=_fit(form["fit"]),
        retrievers=runs,
        measures=measures,
        queries=tuple(Query(str(row["query"]), str(row["text"])) for row in rows),
        values=_values(rows, runs, measures),
        estimates=tuple(
            Estimate(run, measure, _number(mean), *_ends(form["intervals"][run][measure]))
            for run in runs
            for measure, mean in form["retrievers"][run].items()
        ),
        comparisons=tuple(map(_comparison, form["comparisons"])),
        runs=(),
        depth=int(form["depth"]),
        sweeps=tuple(map(_sweep, form["sweeps"])),
        notes=tuple(map(str, form["notes"])),
        index=IndexFacts(**form["index"]) if form.get("index") else None,
    )


def _values(rows: list[Form], runs: tuple[str, ...], measures: tuple[str, ...]) -> FloatArray:
    """Give the values of every query, shape (runs, measures, queries)."""
    values = [[[_number(row["values"][run][measure]) for row in rows] for measure in measures] for run in runs]
    return read_only(np.array(values, dtype=np.float64).reshape(len(runs), len(measures), len(rows)))


def _fit(form: Form) -> Fit:
    values: dict[str, Any] = {}
    for field in fields(Fit):
        value = form[field.name]
        of_ids = isinstance(value, Mapping)
        values[field.name] = Mentioned(int(value["count"]), tuple(map(str, value["examples"]))) if of_ids else value
    return Fit(**values)


def _comparison(form: Form) -> Comparison:
    low, high = _ends(form["ci"])
    return Comparison(
        a=str(form["a"]),
        b=str(form["b"]),
        measure=str(form["measure"]),
        difference=_number(form["difference"]),
        low=low,
        high=high,
        p_value=_number(form["p_value"]),
        p_holm=_number(form["p_holm"]),
        smallest_detectable=_number(form["smallest_detectable"]),
        queries=int(form["queries"]),
        won=int(form["won"]),
        lost=int(form["lost"]),
        sentence=str(form["sentence"]),
    )


def _sweep(form: Form) -> Sweep:
    lowest, highest = _ends(form["as_good"])
    points = tuple(
        SweepPoint(
            _number(point["weight"]),
            _number(point["mean"]),
            *_ends(point["ci"]),
            _number(point["p_value"]),
            point["as_good"] is True,
        )
        for point in form["points"]
    )
    best = _number(form["best"])
    return Sweep(Fusion(form["fusion"]), str(form["measure"]), points, best, lowest, highest, str(form["sentence"]))


def _ends(pair: list[float | None]) -> tuple[float, float]:
    low, high = pair
    return _number(low), _number(high)


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
