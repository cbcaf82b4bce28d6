"""How judgements fit the queries and the documents of an index, said in numbers before anything is measured.

Invariant: what does not fit is counted with examples, never dropped in silence. Where the judgements name parents whose
chunks are indexed, they are read as judgements of parents, and so are the lists. Cost: one look-up of the judged ids;
with parents, one pass through their column.
"""

from __future__ import annotations

from collections.abc import Collection as Ids
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspector.errors import RequestError
from inspector.evaluate.judgements import JudgementSet
from inspector.evaluate.measures import Grades
from inspector.records.documents import Where
from inspector.records.evaluation import Fit, Mentioned
from inspector.records.runs import Query, RankedList, Run
from inspector.search.parents import has_parents
from inspector.stores.collection import Collection

EXAMPLES = 5
"""Ids that are named where more are counted."""

_FETCHED_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Fitted:
    """Judgements as an index can be measured with them.

    Attributes:
        fit: How they fit.
        queries: The queries to evaluate.
        grades: By query and document, or by parent; of evaluated queries only.
    """

    fit: Fit
    queries: tuple[Query, ...]
    grades: Grades


def fit_judgements(
    collection: Collection, queries: Sequence[Query], judgements: JudgementSet, where: Where = ()
) -> Fitted:
    """Hold judgements against queries and documents.

    Args:
        collection: The index.
        queries: What can be asked, each id once.
        judgements: What was judged.
        where: The filter that the searches will have.

    Raises:
        RequestError: no query was judged, no judged document is in the index, no judged query has a relevant document,
            or the filter does not fit the collection.
    """
    by_query = judgements.by_query
    judged = _judged(queries, by_query)
    docs = tuple(dict.fromkeys(each.doc for each in judgements.judgements))
    there, per_parent = _known(collection, docs)
    if not there:
        raise RequestError(
            f"None of the {len(docs):,} judged documents is in {collection.name}: they are {_such_as(docs)}, the index "
            f"has {_such_as(collection.ids_at(collection.sample(EXAMPLES)))}.",
            "Give the judgements of this index's documents, or the index that they are about.",
        )
    evaluated = tuple(query for query in judged if _relevant(by_query[query.id]))
    if not evaluated:
        raise RequestError(
            f"None of the {len(judged):,} judged queries has a relevant document: every grade is 0 or less.",
            "A grade above 0 means relevant.",
        )
    given, grades = {query.id for query in queries}, {query.id: by_query[query.id] for query in evaluated}
    fit = Fit(
        queries=len(queries),
        judgements=len(judgements.judgements),
        documents=len(docs),
        evaluated=len(evaluated),
        repeated=judgements.repeated,
        without_text=_mentioned(each for each in by_query if each not in given),
        without_judgement=_mentioned(query.id for query in queries if query.id not in by_query),
        without_relevant=_mentioned(query.id for query in judged if query.id not in grades),
        missing=_mentioned(doc for doc in docs if doc not in there),
        filtered=_mentioned(_filtered(collection, grades, where) if not per_parent else ()),
        unreachable=_mentioned(each for each, docs in grades.items() if not _relevant(docs) & there),
        per_parent=per_parent,
    )
    return Fitted(fit, evaluated, _of_parents(collection, grades) if per_parent else grades)


def by_parent(collection: Collection, run: Run) -> Run:
    """Give the lists with parents in the place of documents: each once, where its best chunk stood.

    Documents of their own stay as they are, and so do ids that the index does not have, such as a saved run's parents.
    """
    parents = _parents_of(collection, (doc for each in run.lists for doc in each.ids))
    lists = []
    for each in run.lists:
        first: dict[str, float] = {}
        for doc, score in zip(each.ids, each.scores, strict=True):
            first.setdefault(parents.get(doc, doc), score)
        lists.append(RankedList(each.query, tuple(first), tuple(first.values())))
    return Run(run.name, tuple(lists))


def _judged(queries: Sequence[Query], by_query: Grades) -> list[Query]:
    """Give the queries that were judged.

    Raises:
        RequestError: there is none.
    """
    judged = [query for query in queries if query.id in by_query]
    if not judged:
        raise RequestError(
            f"None of the {len(queries):,} queries was judged: their ids are "
            f"{_such_as([query.id for query in queries])}, those of the judgements {_such_as(by_query)}.",
            "Give the queries that the judgements are about, with their ids.",
        )
    return judged


def _known(collection: Collection, docs: Sequence[str]) -> tuple[set[str], bool]:
    """Give the judged ids that are in the index, and whether more of them are parents than documents alone.

    An id that is both, as where the first chunk has the id of the whole, is meant as the parent.
    """
    rows = collection.rows_of(docs)
    as_documents = {doc for doc, row in zip(docs, rows, strict=True) if row >= 0}
    if not has_parents(collection):
        return as_documents, False
    as_parents = set(docs).intersection(collection.values("parent", limit=max(1, collection.count)))
    return as_documents | as_parents, len(as_parents) > len(as_documents - as_parents)


def _of_parents(collection: Collection, grades: Grades) -> Grades:
    """Read judgements of chunks as judgements of their parents; of several the best counts."""
    parents = _parents_of(collection, (doc for docs in grades.values() for doc in docs))
    out: dict[str, dict[str, int]] = {}
    for query, docs in grades.items():
        of_query = out.setdefault(query, {})
        for doc, grade in docs.items():
            whole = parents.get(doc, doc)
            of_query[whole] = max(grade, of_query.get(whole, grade))
    return out


def _parents_of(collection: Collection, ids: Iterable[str]) -> Mapping[str, str]:
    """Give the parents of those documents that have one."""
    wanted = tuple(dict.fromkeys(ids))
    known = [doc for doc, row in zip(wanted, collection.rows_of(wanted), strict=True) if row >= 0]
    out: dict[str, str] = {}
    for start in range(0, len(known), _FETCHED_AT_ONCE):
        fetched = collection.documents(known[start : start + _FETCHED_AT_ONCE])
        out.update((document.id, document.parent) for document in fetched if document.parent is not None)
    return out


def _filtered(collection: Collection, grades: Grades, where: Where) -> tuple[str, ...]:
    """Give the relevant documents that do not pass the filter."""
    mask = collection.matching(where)
    if mask is None:
        return ()
    wanted = tuple(dict.fromkeys(doc for docs in grades.values() for doc in docs if docs[doc] > 0))
    rows = collection.rows_of(wanted)
    return tuple(doc for doc, row in zip(wanted, rows, strict=True) if row >= 0 and not mask[row])


def _relevant(docs: Mapping[str, int]) -> set[str]:
    return {doc for doc, grade in docs.items() if grade > 0}


def _mentioned(ids: Iterable[str]) -> Mentioned:
    found = tuple(ids)
    return Mentioned(len(found), found[:EXAMPLES])


def _such_as(ids: Ids[str]) -> str:
    named = [f'"{each}"' for each in sorted(ids)[:3]]
    return ", ".join(named) + (" and so on" if len(ids) > len(named) else "")
