"""What a counterfactual is after: when it is reached, how far it got, and how a search proves it.

Invariant: one rule for search and proof. A goal is judged by exact ranks while sets of words are tried, and by the list
of a search afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.explain.evaluator import RankingEvaluator
from inspector.explain.game import Game
from inspector.records.counterfactuals import Goal
from inspector.stores.collection import Hits


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a document stands under a text.

    Attributes:
        rank: Exact rank, 1-based; 0 = absent.
        similarity: Cosine similarity.
        rival: Exact rank of the rival; the document's own where there is none.
        rival_similarity: Cosine similarity of the rival, or of the document itself.
    """

    rank: int
    similarity: float
    rival: int
    rival_similarity: float


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal for a document in a column of an evaluator.

    Attributes:
        goal: What is to happen.
        column: The document's place among the evaluator's.
        k: Length of the list; 0 for a swap.
        rival: Place of the rival; the document's own where there is none.
    """

    goal: Goal
    column: int
    k: int
    rival: int

    def reached(self, found: Outcome) -> bool:
        """Whether it has happened; a document without a rank has neither come nor gone."""
        if not found.rank or not found.rival:
            return False
        if self.goal is Goal.SWAP:
            return found.rank > found.rival
        return found.rank > self.k if self.goal is Goal.LEAVE else found.rank <= self.k

    def moved(self, found: Outcome) -> int:
        """Say how far it got, in places; more is better."""
        if self.goal is Goal.SWAP:
            return found.rank - found.rival
        return found.rank if self.goal is Goal.LEAVE else -found.rank

    def strength(self, found: Outcome) -> tuple[int, float]:
        """Say how promising it is while the aim is not reached: places first, then similarities; more is better."""
        closer = {
            Goal.LEAVE: -found.similarity,
            Goal.ENTER: found.similarity,
            Goal.SWAP: found.rival_similarity - found.similarity,
        }
        return self.moved(found), closer[self.goal]

    def depth(self, found: Outcome) -> int:
        """Say how long a list must be to prove it."""
        return max(found.rank, found.rival) if self.goal is Goal.SWAP else self.k

    def holds(self, hits: Hits, ids: Sequence[str]) -> bool:
        """Whether a list of that length proves it."""
        own, other = ids[self.column], ids[self.rival]
        if self.goal is Goal.SWAP:
            return own in hits.ids and other in hits.ids and hits.ids.index(own) > hits.ids.index(other)
        return (own not in hits.ids) if self.goal is Goal.LEAVE else (own in hits.ids)


def leave(column: int, k: int) -> Aim:
    """The document is to leave the first k."""
    return Aim(Goal.LEAVE, column, k, column)


def enter(column: int, k: int) -> Aim:
    """The document is to come into the first k."""
    return Aim(Goal.ENTER, column, k, column)


def swap(column: int, rival: int) -> Aim:
    """The rival is to overtake the document."""
    return Aim(Goal.SWAP, column, 0, rival)


def outcomes(
    game: Game, evaluator: RankingEvaluator, aim: Aim, removed: Sequence[tuple[int, ...]]
) -> tuple[Outcome, ...]:
    """Say where the document stands without each of some sets of units, all in one pass."""
    texts, rows = game.texts([game.without(places) for places in removed])
    if not texts:
        return ()
    found = evaluator.ranks(texts)
    return tuple(
        Outcome(
            int(found.ranks[row, aim.column]),
            float(found.similarities[row, aim.column]),
            int(found.ranks[row, aim.rival]),
            float(found.similarities[row, aim.rival]),
        )
        for row in rows
    )
