"""Some queries answered together, and where what they expect stands in the list that was asked for.

Invariant: what is within k here is what production returns for k. A query on which the model fails is left out with
the reason; the others go on. Cost: the batched answers, and a second search for k where an ANN structure or a filter
may answer otherwise for more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from inspector.errors import EmbedderError
from inspector.evaluate.answering import Answers, Manner, answer_queries
from inspector.inspection import OpenIndex
from inspector.progress import Progress, silent
from inspector.records.results import Retriever
from inspector.records.runs import Run
from inspector.records.triage import TriageCase, TriageSettings
from inspector.search.hybrid import DEPTH, Ranked
from inspector.triage.wanted import Wanted, place_of
from inspector.vectors import Float32Array


class Batch:
    """Answered queries, and the facts about them."""

    def __init__(
        self,
        index: OpenIndex,
        settings: TriageSettings,
        cases: Sequence[TriageCase],
        wanted: Wanted,
        answers: Answers,
    ) -> None:
        """Take what was answered.

        Args:
            index: The index.
            settings: What is looked at.
            cases: The queries, in the order of the answers.
            wanted: What their expected ids stand for.
            answers: Their lists, at least `DEPTH` and k long.
        """
        self.index, self.settings, self.cases, self.answers = index, settings, tuple(cases), answers
        self.wanted = tuple(frozenset().union(*(wanted[each] for each in case.expected)) for case in cases)
        self.judged = tuple(place for place, case in enumerate(cases) if case.expected)

    @cached_property
    def vectors(self) -> Float32Array:
        """Vectors of the judged queries, shape (judged, dim).

        Raises:
            EmbedderError: there is no model.
        """
        if self.answers.vectors is None:
            raise EmbedderError("Without its model the queries have no vectors.")
        found: Float32Array = self.answers.vectors[list(self.judged)]
        return found

    def ranked(self, run: Run | None, place: int) -> Ranked:
        """Give the list of a query in one run; empty where there is no such run."""
        if run is None:
            return Ranked((), np.empty(0))
        found = run.lists[place]
        return Ranked(found.ids, np.array(found.scores))

    @cached_property
    def lists(self) -> tuple[tuple[str, ...], ...]:
        """The list of every query by the asked retriever: what production returns for k, then how it goes on."""
        run = {
            Retriever.EMBEDDING: self.answers.embedding,
            Retriever.KEYWORD: self.answers.keyword,
            Retriever.HYBRID: self.answers.hybrid,
        }[self.settings.retriever]
        deep = tuple(each.ids for each in run.lists) if run is not None else ((),) * len(self.cases)
        approximate = self.index.collection.has_ann and not self.settings.exact
        if self.settings.retriever is not Retriever.EMBEDDING or self.answers.vectors is None:
            return deep
        if not approximate and not self.settings.where:
            return deep
        hits = self.index.collection.search(
            self.answers.vectors, self.settings.k, where=self.settings.where, exact=not approximate
        )
        return tuple(
            tuple(dict.fromkeys(each.ids + more)) if len(each.ids) == self.settings.k else each.ids
            for each, more in zip(hits, deep, strict=True)
        )

    @cached_property
    def places(self) -> tuple[int | None, ...]:
        """For each query the place of the expected document that stands best in its list; None = not in it."""
        return tuple(place_of(ids, wanted) for ids, wanted in zip(self.lists, self.wanted, strict=True))

    def within(self, place: int | None) -> bool:
        """Whether a place is among the first k."""
        return place is not None and place <= self.settings.k


@dataclass(frozen=True, slots=True)
class Answered:
    """Queries of a batch that were answered, and those that were not.

    Attributes:
        batch: Those that were.
        refused: The others, each with the reason as a sentence.
    """

    batch: Batch
    refused: tuple[tuple[TriageCase, str], ...]


def answer_batch(
    index: OpenIndex,
    settings: TriageSettings,
    cases: Sequence[TriageCase],
    wanted: Wanted,
    *,
    more: int = 0,
    progress: Progress = silent,
) -> Answered:
    """Answer some queries.

    Args:
        index: The index; without a model only keyword search answers.
        settings: What is looked at.
        cases: The queries.
        wanted: What their expected ids stand for.
        more: How much longer the lists should be than needed.
        progress: Told about the steps; may stop the work.

    Raises:
        RequestError: weight or the filter cannot be used.
        EmbedderError: the model does not fit the index.
        CancelledError: progress asked to stop.
    """
    manner = Manner(max(settings.k, DEPTH) + more, settings.where, settings.exact, settings.fusion, settings.weight)
    refused: tuple[tuple[TriageCase, str], ...] = ()
    try:
        answers = answer_queries(index, [case.query for case in cases], manner, progress=progress)
    except EmbedderError:
        refused = _refused(index, manner, cases, progress)
        if len(refused) == len(cases) > 1:
            raise
        gone = {case.query.id for case, _ in refused}
        cases = [case for case in cases if case.query.id not in gone]
        answers = answer_queries(index, [case.query for case in cases], manner, progress=progress)
    kept = replace(answers, hybrid=answers.hybrid if settings.retriever is Retriever.HYBRID else None)
    return Answered(Batch(index, settings, cases, wanted, kept), refused)


def _refused(
    index: OpenIndex, manner: Manner, cases: Sequence[TriageCase], progress: Progress
) -> tuple[tuple[TriageCase, str], ...]:
    """Ask one by one which queries the model cannot read; what it can read is kept in the cache for the rest."""
    found = []
    for case in cases:
        try:
            answer_queries(index, [case.query], manner, progress=progress)
        except EmbedderError as error:
            found.append((case, error.message))
    return tuple(found)
