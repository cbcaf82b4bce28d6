"""Judged documents in lists, and what a list is worth by them.

A judgement names a document or a parent whose chunks stand for it; of several chunks the first counts. Invariant: a
query without a relevant document is not measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspector.evaluate.judgements import JudgementSet
from inspector.evaluate.measures import values_of
from inspector.records.runs import Query, RankedList, Run

MEASURE = "nDCG@10"

Parents = Mapping[str, str]
"""The parent of each document that has one."""


class Judged:
    """Judgements by query, those without a relevant document left out."""

    def __init__(self, judgements: JudgementSet | None) -> None:
        """Take judgements; None for none."""
        by_query = judgements.by_query if judgements else {}
        self._grades = {
            query: grades for query, grades in by_query.items() if any(grade > 0 for grade in grades.values())
        }

    def has(self, query: str) -> bool:
        """Say whether a query has a relevant document."""
        return query in self._grades

    def names(self, query: str, documents: Sequence[str], parents: Parents) -> tuple[str, ...]:
        """Give a list as judgements name its documents, each once: by id, or by parent where that is judged."""
        grades = self._grades.get(query, {})
        return tuple(dict.fromkeys(self._name(grades, each, parents) for each in documents))

    def relevant(self, query: str, documents: Sequence[str], parents: Parents) -> dict[str, str]:
        """Give the documents of a list that are relevant, each with the name it was judged by; the first of a name."""
        grades = self._grades.get(query, {})
        found: dict[str, str] = {}
        for each in documents:
            name = self._name(grades, each, parents)
            if grades.get(name, 0) > 0 and name not in found.values():
                found[each] = name
        return found

    def worth(self, lists: Mapping[str, Sequence[str]]) -> dict[str, float]:
        """Give nDCG@10 of lists, each as `names` gives it, by query; those without a relevant document are left out."""
        queries = [Query(query, "") for query in lists if query in self._grades]
        if not queries:
            return {}
        run = Run("", tuple(RankedList(each.id, tuple(lists[each.id]), ()) for each in queries))
        (values,) = values_of(run, queries, self._grades, (MEASURE,))
        return {query.id: float(value) for query, value in zip(queries, values, strict=True)}

    @staticmethod
    def _name(grades: Mapping[str, int], document: str, parents: Parents) -> str:
        parent = parents.get(document, "")
        return parent if document not in grades and parent in grades else document
