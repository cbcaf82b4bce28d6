"""An evaluation: judged queries answered in every way, measured, compared, and said in sentences.

Invariant: every run is measured on the same queries, to the same depth, in the same order as people see it. Cost: that
of answering the judged queries once; a sweep fuses the same candidates anew and searches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from inspector.errors import RequestError
from inspector.evaluate.answering import Answers, Manner, answer_queries
from inspector.evaluate.comparison import compare_runs
from inspector.evaluate.fit import Fitted, by_parent, fit_judgements
from inspector.evaluate.judgements import JudgementSet
from inspector.evaluate.measures import DEFAULT_MEASURES, cutoff_of, is_judged, parse_measures, values_of
from inspector.evaluate.notes import NO_EMBEDDING, fit_notes, judged_note, parent_note, run_notes
from inspector.evaluate.significance import bootstrap_intervals
from inspector.evaluate.sweep import sweep_weights
from inspector.evaluate.wording import queries_text
from inspector.inspection import OpenIndex, index_facts
from inspector.progress import Progress, silent
from inspector.records.documents import Where
from inspector.records.evaluation import Estimate, Evaluation, Sweep
from inspector.records.results import Fusion, Request, check_request
from inspector.records.runs import Query, RankedList, Run
from inspector.search.hybrid import DEPTH
from inspector.stores.collection import Collection
from inspector.vectors import FloatArray, read_only

SEED = 0
"""Of every draw: the same input gives the same numbers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be evaluated, and how.

    Attributes:
        measures: By name; empty for `DEFAULT_MEASURES`, or what of them fits the depth.
        depth: Length of the lists, >= 1; None for `DEPTH`, or what the deepest measure needs.
        where: The filter of all searches.
        exact: Search all vectors even where the index has an ANN structure.
        fusion: How the hybrid list is made.
        weight: Share of the embedding in the hybrid list, 0 to 1.
        saved: Further runs, each with a name of its own; cut to the same depth.
        also: Measures that are taken beside, such as those of gates.
        sweep: The measure by which all hybrid weights are compared; empty for no sweep.
    """

    measures: tuple[str, ...] = ()
    depth: int | None = None
    where: Where = ()
    exact: bool = False
    fusion: Fusion = Fusion.RRF
    weight: float = 0.5
    saved: tuple[Run, ...] = ()
    also: tuple[str, ...] = ()
    sweep: str = ""


def evaluate_index(
    index: OpenIndex,
    queries: Sequence[Query],
    judgements: JudgementSet,
    asked: Asked = Asked(),
    *,
    progress: Progress = silent,
) -> Evaluation:
    """Evaluate an index with judged queries; only those are answered.

    Args:
        index: The index; without a model only keyword search and saved runs are evaluated.
        queries: Each id once.
        judgements: What was judged.
        asked: What, and how.
        progress: Told about encoding, searching and measuring; may stop the work.

    Raises:
        RequestError: no query has a word, judgements, queries and documents have nothing in common, or a measure, a
            run's name, the depth, the weight or the filter cannot be used.
        EmbedderError: the model does not fit the index, or it failed.
        CancelledError: progress asked to stop.
    """
    measures, depth, left_out = _plan(asked)
    worded = [query for query in queries if query.text.strip()]
    empty = len(queries) - len(worded)
    if queries and not worded:
        raise RequestError(f"None of the {queries_text(empty)} has a word.", "Give the queries with their texts.")
    fitted = fit_judgements(index.collection, worded, judgements, asked.where)
    manner = Manner(depth, asked.where, asked.exact, asked.fusion, asked.weight)
    answers = answer_queries(index, fitted.queries, manner, progress=progress)
    progress(0, 0, "Measuring")
    found = evaluate(index.collection, (*answers.runs, *asked.saved), fitted, measures, depth)
    silent_embedding = () if answers.embedding else (f"{NO_EMBEDDING} {_no_model(index)}",)
    wordless = (f"{queries_text(empty)} without a word left out.",) if empty else ()
    notes = (*silent_embedding, *left_out, *wordless, *found.notes)
    return replace(found, notes=notes, sweeps=_sweeps(index, answers, fitted, asked, depth, progress))


def evaluate(
    collection: Collection, runs: Sequence[Run], fitted: Fitted, measures: Sequence[str], depth: int
) -> Evaluation:
    """Measure and compare runs.

    Args:
        collection: The index, for the parents of its documents.
        runs: Each with a name of its own.
        fitted: The judgements, and which queries are evaluated.
        measures: Canonical names.
        depth: How long a list counts, >= 1.

    Raises:
        RequestError: two runs have one name, or a measure is not known.
    """
    names = tuple(str(run.name) for run in runs)
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        raise RequestError(f'Two runs are called "{double}".', "Give the saved run another name.")
    measured = tuple(_cut(_whole(collection, run, fitted), depth) for run in runs)
    values = np.zeros((len(runs), len(measures), len(fitted.queries)))
    for place, run in enumerate(measured):
        values[place] = values_of(run, fitted.queries, fitted.grades, measures)
    found = Evaluation(
        fit=fitted.fit,
        retrievers=names,
        measures=tuple(measures),
        queries=fitted.queries,
        values=read_only(values),
        estimates=_estimates(names, measures, values),
        comparisons=compare_runs(names, measures, values, SEED),
        runs=measured,
        depth=depth,
        index=index_facts(collection),
    )
    return replace(found, notes=_notes(found, runs))


def _plan(asked: Asked) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """Give the measures, the depth, and a note where the lists are too short for the measures one expects.

    Raises:
        RequestError: a measure is not known, or looks deeper than the lists are.
    """
    named = (*asked.also, *((asked.sweep,) if asked.sweep else ()))
    if asked.depth is None:
        measures = parse_measures((*(asked.measures or DEFAULT_MEASURES), *named))
        return measures, max(DEPTH, *(cutoff_of(each) or 0 for each in measures)), ()
    check_request(Request("", asked.depth))
    measures = parse_measures((*(asked.measures or _defaults(asked.depth)), *named))
    for each in measures:
        if not is_judged(each) and (cutoff_of(each) or 0) > asked.depth:
            raise RequestError(
                f"{each} looks at {cutoff_of(each)} places, but the lists are {asked.depth} long.",
                "Take longer lists, or another measure.",
            )
    shortened = not asked.measures and asked.depth < DEPTH
    said = f"R@{DEPTH} was not taken, and RR and AP see no further: the lists are {asked.depth} long."
    return measures, asked.depth, (said,) if shortened else ()


def _defaults(depth: int) -> tuple[str, ...]:
    """Give the measures one expects of lists of a length."""
    if depth >= DEPTH:
        return DEFAULT_MEASURES
    places = min(10, depth)
    return f"nDCG@{places}", f"R@{places}", "RR", "AP", f"Judged@{places}"


def _no_model(index: OpenIndex) -> str:
    return index.model_refusal or "the index has no model that could be loaded."


def _whole(collection: Collection, run: Run, fitted: Fitted) -> Run:
    return by_parent(collection, run) if fitted.fit.per_parent else run


def _cut(run: Run, depth: int) -> Run:
    return Run(run.name, tuple(RankedList(each.query, each.ids[:depth], each.scores[:depth]) for each in run.lists))


def _estimates(names: Sequence[str], measures: Sequence[str], values: FloatArray) -> tuple[Estimate, ...]:
    flat = values.reshape(-1, values.shape[2])
    intervals = bootstrap_intervals(flat, SEED)
    labels = [(name, measure) for name in names for measure in measures]
    return tuple(
        Estimate(name, measure, float(flat[row].mean()), float(intervals[row, 0]), float(intervals[row, 1]))
        for row, (name, measure) in enumerate(labels)
    )


def _notes(evaluation: Evaluation, given: Sequence[Run]) -> tuple[str, ...]:
    runs, queries, depth = evaluation.runs, evaluation.queries, evaluation.depth
    of_runs = [note for one, cut in zip(given, runs, strict=True) for note in run_notes(one, cut, queries, depth)]
    of_parents = [parent_note(runs)] if evaluation.fit.per_parent else []
    judged = judged_note(evaluation.retrievers, evaluation.measures, evaluation.values)
    return (*fit_notes(evaluation.fit), *of_parents, *of_runs, judged)


def _sweeps(
    index: OpenIndex, answers: Answers, fitted: Fitted, asked: Asked, depth: int, progress: Progress
) -> tuple[Sweep, ...]:
    if not asked.sweep or answers.candidates is None:
        return ()

    def whole(run: Run) -> Run:
        return _cut(_whole(index.collection, run, fitted), depth)

    (measure, *_) = parse_measures([asked.sweep])
    return tuple(
        sweep_weights(answers.candidates, fitted, fusion, measure, depth, whole=whole, progress=progress)
        for fusion in Fusion
    )
