"""What the checks of one query believe of many: of queries for which nobody said what should have come.

Invariant: a sign is the finding of the check that Inspect runs, on the same facts; checks that need the effects of
words are left out. Cost: documents are fetched and their tokens counted once for all the lists they stand in; exact
ranks take one more matrix search, and only where an ANN structure answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspector.diagnose import diagnose
from inspector.embedders.facts import tokens_refusal
from inspector.inspection import index_facts
from inspector.records.documents import Document
from inspector.records.findings import NotChecked
from inspector.records.inspection import Cost, Inspection, Reading, Standing, Timings
from inspector.records.results import ExplainLevel, KeywordHit, Neighbor, RanksAre, Request, TermScore
from inspector.records.triage import Sign
from inspector.search.background import best_percentile, related_percentile
from inspector.search.badges import badges, rank_badges
from inspector.search.hybrid import Ranked
from inspector.stores.recipe import embedded_text
from inspector.triage.batch import Batch
from inspector.vectors import IntArray, cosine_distance

NONE = Timings()


def signs_of(batch: Batch) -> dict[str, tuple[tuple[Sign, ...], tuple[NotChecked, ...]]]:
    """Give for each query without an expected document what the checks believe, and what they could not look at."""
    asked = [place for place, case in enumerate(batch.cases) if not case.expected]
    if not asked:
        return {}
    subject = _Subject(batch, asked)
    out = {}
    for place in asked:
        findings, left_out = diagnose(subject.inspection(place))
        signs = tuple(Sign(each.check, each.cause, each.severity, each.summary) for each in findings)
        out[batch.cases[place].query.id] = (signs, left_out)
    return out


class _Subject:
    """The facts of many queries, in the form of inspections without effects of words."""

    def __init__(self, batch: Batch, asked: Sequence[int]) -> None:
        self.batch, k = batch, batch.settings.k
        collection = batch.index.collection
        self.keyword = {place: batch.answers.keyword.lists[place].ids[:k] for place in asked}
        self.neighbors = {place: self._neighbors(place) for place in asked}
        ids = dict.fromkeys(each for place in asked for each in (*self.keyword[place], *self.neighbors[place].ids))
        self.documents: dict[str, Document] = {each.id: each for each in collection.documents(list(ids))}
        self.readings = _readings(batch, self.documents, {e for p in asked for e in self.neighbors[p].ids})
        self.exact = self._exact(asked)
        self.facts, self.matching = index_facts(collection), collection.count_matching(batch.settings.where)
        background = batch.index.background
        self.best = background.best_percentiles if background else None
        self.mask = collection.matching(batch.settings.where)

    def _neighbors(self, place: int) -> Ranked:
        ranked = self.batch.ranked(self.batch.answers.embedding, place)
        return Ranked(ranked.ids[: self.batch.settings.k], ranked.scores[: self.batch.settings.k])

    def _exact(self, asked: Sequence[int]) -> dict[int, IntArray]:
        """Give the exact ranks of the neighbors where an ANN structure answered; else their places are exact."""
        answers, settings = self.batch.answers, self.batch.settings
        if answers.vectors is None or settings.exact or not self.batch.index.collection.has_ann:
            return {}
        ids = {place: list(self.neighbors[place].ids) for place in asked}
        depth = max(settings.k, 100)
        hits = self.batch.index.collection.search(answers.vectors[list(asked)], depth, where=settings.where, exact=True)
        out = {}
        for place, found in zip(asked, hits, strict=True):
            ranks = {each: rank for rank, each in enumerate(found.ids, start=1)}
            out[place] = np.array([ranks.get(each, depth + 1) for each in ids[place]], dtype=np.int64)
        return out

    def inspection(self, place: int) -> Inspection:
        """Put together what is known of a query."""
        settings, case = self.batch.settings, self.batch.cases[place]
        neighbors, keyword = self._hits(place), self._keyword_hits(place)
        scores = self.batch.index.keyword
        request = Request(
            case.query.text, settings.k, settings.where, settings.exact, ExplainLevel.NONE, settings.fusion
        )
        shown = dict.fromkeys([*(each.id for each in neighbors), *(each.id for each in keyword)])
        return Inspection(
            request=request,
            index=self.facts,
            ranks_are=RanksAre.EXACT,
            neighbors=neighbors,
            keyword=keyword,
            hybrid=(),
            ignored=(),
            has_keyword_terms=bool(keyword) or bool(scores.score(case.query.text, self.mask).query.terms),
            matching=self.matching,
            documents=tuple(self.documents[each] for each in shown),
            standings=tuple(Standing(each, None, None, float("nan")) for each in shown),
            contributions=None,
            timings=NONE,
            cost=Cost(),
            readings=tuple(self.readings[each.id] for each in neighbors if each.id in self.readings),
            best_background=self.best,
        )

    def _hits(self, place: int) -> tuple[Neighbor, ...]:
        ranked, exact = self.neighbors[place], self.exact.get(place)
        keyword = {each: rank for rank, each in enumerate(self.batch.answers.keyword.lists[place].ids, start=1)}
        documents = [self.documents[each] for each in ranked.ids]
        marks = badges(documents, [self.readings.get(each, Reading(each, 0, 0)) for each in ranked.ids])
        known = self.batch.index.background
        out = []
        for at, (document, score) in enumerate(zip(documents, ranked.scores, strict=True)):
            rank = int(exact[at]) if exact is not None else at + 1
            out.append(
                Neighbor(
                    rank=at + 1,
                    exact_rank=rank,
                    id=document.id,
                    title=document.title,
                    distance=float(cosine_distance(score)),
                    similarity=float(score),
                    percentile=related_percentile(known, float(score)) if known else None,
                    keyword_rank=keyword.get(document.id),
                    badges=(*rank_badges(at + 1, rank), *marks[at]),
                    best_percentile=best_percentile(known, float(score)) if known else None,
                    parent=document.parent,
                )
            )
        return tuple(out)

    def _keyword_hits(self, place: int) -> tuple[KeywordHit, ...]:
        """Give the keyword hits; only of a first one that is no neighbor all that the checks say of it."""
        ids, near = self.keyword[place], self.batch.ranked(self.batch.answers.embedding, place).ids
        places = {each: rank for rank, each in enumerate(near, start=1)}
        terms: tuple[TermScore, ...] = ()
        if ids and ids[0] not in self.neighbors[place].ids:
            scores = self.batch.index.keyword.score(self.batch.cases[place].query.text, self.mask)
            terms = scores.terms(self.batch.index.collection.rows_of(ids[:1]))[0]
            places[ids[0]] = self._exact_rank(place, ids[0]) or 0
        found = self.batch.answers.keyword.lists[place].scores
        return tuple(
            KeywordHit(
                rank=at + 1,
                id=each,
                title=self.documents[each].title,
                score=found[at],
                terms=() if at else terms,
                neighbor_rank=places.get(each) or None,
                parent=self.documents[each].parent,
            )
            for at, each in enumerate(ids)
        )

    def _exact_rank(self, place: int, document_id: str) -> int | None:
        """Give the place of one document among all that pass the filter; None where it cannot be known."""
        vectors, where = self.batch.answers.vectors, self.batch.settings.where
        if vectors is None:
            return None
        ranking = self.batch.index.collection.ranks(vectors[place : place + 1], [document_id], where=where)
        return int(ranking.ranks[0, 0]) or None


def _readings(batch: Batch, documents: dict[str, Document], shown: set[str]) -> dict[str, Reading]:
    """Count what the model read of each document that is a neighbor of some query, each once."""
    embedder, contract = batch.index.embedder, batch.index.collection.contract
    if embedder is None or tokens_refusal(embedder) or not shown:
        return {}
    ids = sorted(shown)
    texts = [embedded_text(contract.recipe, documents[each]) for each in ids]
    limit = contract.max_tokens or embedder.max_tokens
    counts = embedder.token_counts(texts, prompt=contract.document_prompt)
    return {each: Reading(each, int(count), limit) for each, count in zip(ids, counts, strict=True)}
