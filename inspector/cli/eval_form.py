"""An evaluation as JSON, whose field names are promises, and as text for people: the table, then what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from inspector.cli.output import console, shown
from inspector.evaluate.gates import gate_text
from inspector.evaluate.wording import ONE_QUERY, p_text, queries_text, short, with_interval
from inspector.records.evaluation import Comparison, Evaluation, Fit, GateResult, Mentioned, Sweep
from inspector.records.results import Retriever
from inspector.text import shortened

ALWAYS = (Retriever.EMBEDDING, Retriever.KEYWORD, Retriever.HYBRID)
"""Retrievers that the JSON form names always; one that could not answer is null."""


def evaluation_json(found: Evaluation, gates: Sequence[GateResult] = ()) -> dict[str, Any]:
    """Give the JSON form of an evaluation; NaN stands where a number does not exist."""
    names = dict.fromkeys((*map(str, ALWAYS), *found.retrievers))
    return {
        "index": asdict(found.index) if found.index else None,
        "retrievers": {name: _means(found, name) for name in names},
        "intervals": {
            name: {each.measure: [each.low, each.high] for each in found.estimates if each.retriever == name}
            for name in found.retrievers
        },
        "queries": len(found.queries),
        "depth": found.depth,
        "fit": _fit(found.fit),
        "notes": list(found.notes),
        "per_query": [
            {
                "query": query.id,
                "text": query.text,
                "values": {
                    name: dict(zip(found.measures, found.values[place, :, row].tolist(), strict=True))
                    for place, name in enumerate(found.retrievers)
                },
            }
            for row, query in enumerate(found.queries)
        ],
        "comparisons": [_comparison(each) for each in found.comparisons],
        "sweeps": [_sweep(each) for each in found.sweeps],
        "gates": [_gate(each) for each in gates],
    }


def _means(found: Evaluation, name: str) -> dict[str, float] | None:
    means = {each.measure: each.mean for each in found.estimates if each.retriever == name}
    return means or None


def _fit(fit: Fit) -> dict[str, Any]:
    """Give every field by its name; ids that something is true of as their count and some examples."""
    values = {name: getattr(fit, name) for name in Fit.__dataclass_fields__}
    return {
        name: {"count": value.count, "examples": list(value.examples)} if isinstance(value, Mentioned) else value
        for name, value in values.items()
    }


def _comparison(each: Comparison) -> dict[str, Any]:
    return {
        "a": each.a,
        "b": each.b,
        "measure": each.measure,
        "difference": each.difference,
        "ci": [each.low, each.high],
        "p_value": each.p_value,
        "smallest_detectable": each.smallest_detectable,
        "p_holm": each.p_holm,
        "queries": each.queries,
        "won": each.won,
        "lost": each.lost,
        "sentence": each.sentence,
    }


def _sweep(sweep: Sweep) -> dict[str, Any]:
    return {
        "fusion": sweep.fusion.value,
        "measure": sweep.measure,
        "best": sweep.best,
        "as_good": [sweep.lowest, sweep.highest],
        "points": [
            {
                "weight": point.weight,
                "mean": point.mean,
                "ci": [point.low, point.high],
                "p_value": point.p_value,
                "as_good": point.as_good,
            }
            for point in sweep.points
        ],
        "sentence": sweep.sentence,
    }


def _gate(result: GateResult) -> dict[str, Any]:
    return {
        "gate": gate_text(result.gate),
        "retriever": result.gate.retriever,
        "measure": result.gate.measure,
        "relation": result.gate.relation.value,
        "bar": result.gate.bar,
        "value": result.value,
        "ci": [result.low, result.high],
        "passed": result.passed,
        "by_chance": result.by_chance,
        "sentence": result.sentence,
    }


def print_evaluation(found: Evaluation, gates: Sequence[GateResult], worst: int) -> None:
    """Print an evaluation on stdout: gates first, then the table, the comparisons, sweeps, notes, the worst queries.

    Args:
        found: The evaluation.
        gates: What became of the gates.
        worst: How many of the worst queries are listed, those of the first run by the first measure.
    """
    out = console()
    for result in gates:
        out.print(shown(result.sentence, "" if result.passed else "bold"))
    if gates:
        out.print()
    many = len(found.queries) > 1
    told = "; mean [95 % interval]" if many else f". {ONE_QUERY}"
    out.print(shown(f"{queries_text(len(found.queries))}, lists of {found.depth:,}{told}"))
    out.print(_table(found))
    for comparison in found.comparisons:
        if comparison.measure == found.measures[0]:
            out.print(shown(comparison.sentence))
    others = [each for each in found.comparisons if each.measure != found.measures[0]]
    if others:
        out.print(_differences(others))
    for sweep in found.sweeps:
        out.print(shown(sweep.sentence))
        out.print(shown("  " + "  ".join(f"{point.weight:.1f} {short(point.mean)}" for point in sweep.points), "dim"))
    for note in found.notes:
        out.print(shown(note, "dim"))
    _print_worst(out, found, worst)


def _table(found: Evaluation) -> Table:
    table = Table(pad_edge=False, box=SIMPLE_HEAD)
    table.add_column("measure")
    for name in found.retrievers:
        table.add_column(shown(name), overflow="fold")
    for measure in found.measures:
        cells = [found.estimate(name, measure) for name in found.retrievers]
        table.add_row(
            shown(measure),
            *(shown(with_interval(each.mean, each.low, each.high, 4)) for each in cells if each),
        )
    return table


def _differences(comparisons: Sequence[Comparison]) -> Table:
    """Give the comparisons by the other measures as a table."""
    table = Table(pad_edge=False, box=SIMPLE_HEAD)
    for name in ("measure", "first", "second", "difference", "corrected", "smallest to be seen"):
        table.add_column(name, overflow="fold")
    for each in comparisons:
        table.add_row(
            each.measure,
            shown(each.a),
            shown(each.b),
            Text(with_interval(each.difference, each.low, each.high)),
            p_text(each.p_holm),
            short(each.smallest_detectable),
        )
    return table


def _print_worst(out: Console, found: Evaluation, count: int) -> None:
    if count < 1:
        return
    name, measure = found.retrievers[0], found.measures[0]
    out.print()
    out.print(shown(f"Worst queries by {measure} of {name}:", "bold"))
    for query, value in found.worst(name, measure, count):
        others = ", ".join(
            f"{other} {short(float(found.of(other, measure)[found.queries.index(query)]))}"
            for other in found.retrievers[1:]
        )
        label = "" if query.id == query.text else f"{shortened(query.id, 24)}  "
        out.print(shown(f"  {short(value)}  {label}{shortened(query.text, 70)}" + (f"  ({others})" if others else "")))
