"""What a reader of an evaluation's numbers must know, as sentences: what did not fit, what was cut, what is unknown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspector.evaluate.measures import is_judged
from inspector.evaluate.wording import queries_text, short, spoken, with_examples
from inspector.records.evaluation import Fit
from inspector.records.runs import Query, Run
from inspector.text import counted, listed
from inspector.vectors import FloatArray

NO_EMBEDDING = "Without the embedding:"
"""How the note begins that says why only keyword search answered."""


def fit_notes(fit: Fit) -> tuple[str, ...]:
    """Say how judgements, queries and documents fit; what fits is not mentioned."""
    found = (
        (fit.without_judgement, "Left out, because nobody judged them: {}", queries_text),
        (fit.without_text, "Left out, because they were judged, but no text was given for them: {}", queries_text),
        (fit.without_relevant, "Left out, because no document was judged relevant: {}", queries_text),
        (fit.missing, f"Not in the index: {{}} of {fit.documents:,} judged documents", "{:,}".format),
        (fit.unreachable, "Counted as 0, because none of their relevant documents is in the index: {}", queries_text),
        (fit.filtered, "Not to be found, because they do not pass the filter: {} relevant documents", "{:,}".format),
    )
    said = [with_examples(text.format(count(ids.count)), ids) for ids, text, count in found if ids.count]
    if fit.repeated:
        repeat = "repeats an earlier one and counts" if fit.repeated == 1 else "repeat an earlier one and count"
        said.append(f"{counted(fit.repeated, 'line')} of the judgements {repeat} once.")
    return tuple(said)


def run_notes(given: Run, measured: Run, queries: Sequence[Query], depth: int) -> tuple[str, ...]:
    """Say what one run lacks.

    Args:
        given: As it was found or read.
        measured: As it is measured: by parent where that is asked for, and cut.
        queries: The evaluated queries.
        depth: How long a list counts.
    """
    lists = given.by_query
    absent = sum(1 for query in queries if query.id not in lists or not lists[query.id].ids)
    longest = max((len(each.ids) for each in given.lists), default=0)
    said = []
    if absent:
        said.append(f"{spoken(given.name)} found nothing for {queries_text(absent)}, which count as 0.")
    if longest > depth:
        said.append(f"The lists of {spoken(given.name)} are up to {longest:,} long; the first {depth:,} count.")
    return tuple(each[:1].upper() + each[1:] for each in said)


def parent_note(runs: Sequence[Run]) -> str:
    """Say that lists were read by parent, and how long they are then."""
    lengths = [len(each.ids) for run in runs for each in run.lists if each.ids] or [0]
    return (
        "The judgements name parents, so of every parent only the best chunk counts; the lists then hold "
        f"{min(lengths):,} to {max(lengths):,} parents."
    )


def judged_note(retrievers: Sequence[str], measures: Sequence[str], values: FloatArray) -> str:
    """Say how much of the lists was judged: what nobody judged counts as not relevant.

    Args:
        retrievers: Names of the runs.
        measures: Their names, a `Judged` among them.
        values: Shape (retrievers, measures, queries).
    """
    place = next(place for place, measure in enumerate(measures) if is_judged(measure))
    shares = np.mean(values[:, place], axis=1)
    said = listed([f"{short(share, 2)} ({name})" for name, share in zip(retrievers, shares, strict=True)])
    return f"What nobody judged counts as not relevant. {measures[place]}, the judged share of the lists, is {said}."
