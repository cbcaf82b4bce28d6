"""Small inspections put together by hand, for checks to look at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inspector.records.documents import Document
from inspector.records.explanation import Contributions
from inspector.records.inspection import Cost, IndexFacts, Inspection, Timings
from inspector.records.results import Badge, BadgeKind, KeywordHit, Neighbor, RanksAre, Request, TermScore
from inspector.text import words


def neighbor(rank: int, document: str, similarity: float = 0.5, *badges: BadgeKind) -> Neighbor:
    marks = tuple(Badge(kind, kind.value, "help") for kind in badges)
    return Neighbor(rank, rank, document, f"Title {document}", 1 - similarity, similarity, 99.0, None, marks)


def hit(rank: int, document: str, neighbor_rank: int, *terms: tuple[str, float]) -> KeywordHit:
    shares = tuple(TermScore(term, score) for term, score in terms)
    return KeywordHit(rank, document, f"Title {document}", sum(score for _, score in terms), shares, neighbor_rank)


def inspection(query: str = "reset E-1042", k: int = 3, **fields: object) -> Inspection:
    base = Inspection(
        request=Request(query, k=k),
        index=IndexFacts("toy", "0" * 32, 100, 4, "toy"),
        ranks_are=RanksAre.EXACT,
        neighbors=(),
        keyword=(),
        hybrid=(),
        ignored=(),
        has_keyword_terms=True,
        matching=100,
        documents=tuple(Document(letter, f"Title {letter}", "text") for letter in "abcdef"),
        standings=(),
        contributions=None,
        timings=Timings(),
        cost=Cost(),
    )
    return replace(base, **fields)


def effects(query: str, ids: tuple[str, ...], removal: list[list[float]], floor: float) -> Contributions:
    found = words(query)
    shape = (len(found), len(ids))
    return Contributions(
        words=found,
        skipped=0,
        ids=ids,
        similarity=np.full(len(ids), 0.5),
        rank=np.ones(len(ids), dtype=np.int64),
        removal=np.array(removal).reshape(shape),
        rank_without=np.ones(shape, dtype=np.int64),
        noise_floor=np.full(len(ids), floor),
        neutral_edits=(query + ".",),
        empty_similarity=np.zeros(len(ids)),
    )
