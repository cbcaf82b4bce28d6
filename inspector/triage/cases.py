"""What is triaged: each query once with its traffic, and what it should find.

Invariant: nothing is dropped silently; what is left out or added up is said in a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspector.evaluate.judgements import JudgementSet
from inspector.evaluate.query_sets import query_set
from inspector.records.runs import Judgement, Query
from inspector.records.triage import TriageCase
from inspector.triage.phrases import queries as queries_in


@dataclass(frozen=True, slots=True)
class Cases:
    """What is triaged.

    Attributes:
        cases: Each query id once, in order of first appearance.
        notes: What was left out or added up, one sentence each.
    """

    cases: tuple[TriageCase, ...]
    notes: tuple[str, ...] = ()


def cases_of(queries: Sequence[Query], judged: JudgementSet | None = None) -> Cases:
    """Put queries and judgements together.

    Of a query's judged documents those with its highest grade are expected: they are the answers, the others are only
    related. A query whose judged documents all have a grade of 0 expects nothing.

    Args:
        queries: As they were read; the same id again adds to its count.
        judged: What the queries should find.

    Raises:
        RequestError: an id stands for two different texts.
    """
    asked = query_set(query for query in queries if query.text.strip())
    empty = sum(not query.text.strip() for query in queries)
    wanted = best_of(judged.judgements) if judged else {}
    known = {query.id for query in asked}
    cases = tuple(TriageCase(query, wanted.get(query.id, ())) for query in asked)
    strangers = sum(query not in known for query in wanted)
    repeated = len(queries) - empty - len(asked)
    notes = (
        (empty, f"{queries_in(empty)} without a word left out."),
        (repeated, f"{queries_in(repeated, 'repeated')} added to the count of the first of its kind."),
        (strangers, f"Expected documents of {strangers:,} other queries, which were not given, left out."),
        (judged.repeated if judged else 0, f"{judged.repeated if judged else 0:,} repeated judgements left out."),
    )
    return Cases(cases, tuple(said for number, said in notes if number))


def best_of(judgements: Iterable[Judgement]) -> Mapping[str, tuple[str, ...]]:
    """Give for each query the documents with its highest grade, where that is above 0, in the order judged."""
    highest: dict[str, int] = {}
    found: dict[str, list[str]] = {}
    for each in judgements:
        if each.grade <= 0 or each.grade < highest.get(each.query, 0):
            continue
        if each.grade > highest.get(each.query, 0):
            highest[each.query], found[each.query] = each.grade, []
        found[each.query].append(each.doc)
    return {query: tuple(docs) for query, docs in found.items()}
