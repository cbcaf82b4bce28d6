"""The smallest set of words whose removal drops a document out of k, brings it in, or lets another one overtake it.

Up to ten units all sets are tried, smallest first, so the answer is minimal; among sets of one size the one that moves
the document farthest wins, then the one that comes first in the query. Beyond ten units: all single units, the twos and
threes among the strongest, then the strongest added one by one and those that turn out to be idle put back; such an
answer is called the smallest found, unless nothing smaller is left untried. At least one unit always stays: an empty
query asks nothing. Invariant: each answer is checked by searching for its text anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from inspector.errors import RequestError
from inspector.explain.evaluator import RankingEvaluator
from inspector.explain.game import Game
from inspector.explain.goals import Aim, Outcome, enter, leave, outcomes, swap
from inspector.explain.shapley import EXACT_UNITS
from inspector.records.counterfactuals import Counterfactual, CounterfactualAnswer, Goal
from inspector.text import listed, ordinal, quoted
from inspector.vectors import cosine_distance

STRONGEST = 8
"""Of a longer query the twos and threes of this many units are tried: 28 and 56 texts."""

Removed = tuple[int, ...]


def counterfactual(game: Game, evaluator: RankingEvaluator, document_id: str, k: int) -> CounterfactualAnswer:
    """Find what drops a document out of the first k where it is among them, and what brings it in where it is not.

    Args:
        game: The query and its units.
        evaluator: Must answer for the document.
        document_id: Its id.
        k: At least 1.

    Raises:
        RequestError: the evaluator does not answer for the document, it has no rank (filtered out, or no finite
            vector), k is below 1, or the evaluator's budget does not suffice.
        EmbedderError: the model failed.
        CancelledError: the work was stopped.
    """
    if k < 1:
        raise RequestError(f"k is {k}, but a list needs at least one place.", "Choose k from 1 up.")
    aim = leave(_column(evaluator, document_id), k)
    before = _before(game, evaluator, aim)
    if aim.reached(before):
        aim = enter(aim.column, k)
    return _search(game, evaluator, aim, before, document_id, "")


def overtaking(game: Game, evaluator: RankingEvaluator, document_id: str, rival: str) -> CounterfactualAnswer:
    """Find what lets one document overtake another that stands above it; which of the two does is found out.

    Args:
        game: The query and its units.
        evaluator: Must answer for both documents.
        document_id: One of the two.
        rival: The other one.

    Raises:
        RequestError: as for `counterfactual`, or it is one and the same document.
        EmbedderError: the model failed.
        CancelledError: the work was stopped.
    """
    if document_id == rival:
        raise RequestError("A document cannot overtake itself.", "Choose another one.")
    aim = swap(_column(evaluator, document_id), _column(evaluator, rival))
    before = _before(game, evaluator, aim)
    if aim.reached(before):
        document_id, rival = rival, document_id
        aim = swap(aim.rival, aim.column)
        before = _before(game, evaluator, aim)
    return _search(game, evaluator, aim, before, document_id, rival)


def _column(evaluator: RankingEvaluator, document_id: str) -> int:
    if document_id not in evaluator.ids:
        raise RequestError(f"{quoted(document_id)} is not one of the documents on show.", "Choose one of them.")
    return evaluator.ids.index(document_id)


def _before(game: Game, evaluator: RankingEvaluator, aim: Aim) -> Outcome:
    before = outcomes(game, evaluator, aim, [()])[0]
    for column, rank in ((aim.column, before.rank), (aim.rival, before.rival)):
        if not rank:
            raise RequestError(
                f"{quoted(evaluator.ids[column])} has no rank: it is filtered out or has no finite vector.",
                "Change the filter, or choose another document.",
            )
    return before


class _Trials:
    """Tries sets of units, each once, and remembers what came of them."""

    def __init__(self, game: Game, evaluator: RankingEvaluator, aim: Aim) -> None:
        self._game, self._evaluator, self.aim = game, evaluator, aim
        self.known: dict[Removed, Outcome] = {}

    def best(self, sets: Iterable[Removed]) -> Removed | None:
        """Try sets, and give the best of those that reach the aim; None where none does."""
        tried = list(sets)
        self.run(tried)
        return min((one for one in tried if self.aim.reached(self.known[one])), key=self.key, default=None)

    def run(self, sets: Sequence[Removed]) -> None:
        """Try sets that were not tried yet, all in one go."""
        new = [one for one in dict.fromkeys(sets) if one not in self.known]
        self.known.update(zip(new, outcomes(self._game, self._evaluator, self.aim, new), strict=True))

    def key(self, one: Removed) -> tuple[int, int, Removed]:
        """Order sets: fewer units, farther moved, earlier in the query."""
        return len(one), -self.aim.moved(self.known[one]), one

    def promising(self, one: Removed) -> tuple[int, float]:
        """Order sets of one size that may not reach the aim yet: farther moved, then nearer to it by similarity."""
        places, closer = self.aim.strength(self.known[one])
        return -places, -closer


def _search(
    game: Game, evaluator: RankingEvaluator, aim: Aim, before: Outcome, document_id: str, rival: str
) -> CounterfactualAnswer:
    trials, count = _Trials(game, evaluator, aim), len(game.units)
    found, tried_up_to = _all_sets(trials, count) if count <= EXACT_UNITS else _some_sets(trials, count)
    answer = None
    if found is not None:
        text, after = game.text(game.without(found)), trials.known[found]
        answer = Counterfactual(
            units=tuple(game.units[place] for place in found),
            text=text,
            rank_before=before.rank,
            rank_after=after.rank,
            distance_before=float(cosine_distance(before.similarity)),
            distance_after=float(cosine_distance(after.similarity)),
            minimal=len(found) <= tried_up_to + 1,
            verified=aim.holds(evaluator.rerun(text, aim.depth(after)), evaluator.ids),
        )
    complete = tried_up_to >= count - 1
    return CounterfactualAnswer(aim.goal, document_id, aim.k, rival, answer, len(trials.known), complete)


def _all_sets(trials: _Trials, count: int) -> tuple[Removed | None, int]:
    """Try all sets, smallest first; give the best one and up to which size all sets were tried in vain."""
    for size in range(1, count):
        found = trials.best(combinations(range(count), size))
        if found:
            return found, size - 1
    return None, max(0, count - 1)


def _some_sets(trials: _Trials, count: int) -> tuple[Removed | None, int]:
    """Try single units, small sets of the strongest, then more and more of them."""
    singles = [(place,) for place in range(count)]
    found = trials.best(singles)
    if found:
        return found, 0
    ordered = [one[0] for one in sorted(singles, key=trials.promising)]
    for size in (2, 3):
        found = trials.best(combinations(sorted(ordered[:STRONGEST]), size))
        if found:
            return found, 1
    return _greedy(trials, ordered), 1


def _greedy(trials: _Trials, ordered: list[int]) -> Removed | None:
    """Take units out, each time the one that moves the document farthest, then put back those that are not needed."""
    chosen: Removed = ()
    while len(chosen) < len(ordered) - 1:
        rest = [place for place in ordered if place not in chosen][:STRONGEST]
        wider = [tuple(sorted((*chosen, place))) for place in rest]
        trials.run(wider)
        chosen = min(wider, key=trials.promising)
        if trials.aim.reached(trials.known[chosen]):
            return _pruned(trials, chosen)
    return None


def _pruned(trials: _Trials, chosen: Removed) -> Removed:
    """Put units back for as long as the aim is reached without removing them."""
    while len(chosen) > 1:
        fewer = trials.best(tuple(place for place in chosen if place != back) for back in chosen)
        if fewer is None:
            break
        chosen = fewer
    return chosen


def counterfactual_sentence(answer: CounterfactualAnswer, names: tuple[str, str] | None = None) -> str:
    """Say what would have to be left out, how sure it is that nothing smaller would do, and whether a search agrees.

    Args:
        answer: The answer.
        names: What document and rival are called; None takes their ids.
    """
    own, rival = (quoted(each) for each in names or (answer.id, answer.rival))
    done = {
        Goal.LEAVE: f"it leaves the first {answer.k}",
        Goal.ENTER: f"it comes into the first {answer.k}",
        Goal.SWAP: f"{rival} overtakes {own}",
    }[answer.goal]
    stays = {
        Goal.LEAVE: f"it stays in the first {answer.k}",
        Goal.ENTER: f"it does not come into the first {answer.k}",
        Goal.SWAP: f"{own} stays above {rival}",
    }[answer.goal]
    found = answer.found
    if found is None:
        if not answer.tried:
            return "The query has too few words to leave one out."
        if answer.complete:
            return f"Whatever words are left out, {stays}: all {answer.tried:,} ways were tried."
        return f"In all {answer.tried:,} ways to leave words out that were tried, {stays}."
    words = listed([quoted(unit.text) for unit in found.units])
    place = f"{ordinal(found.rank_before)} → {ordinal(found.rank_after)}"
    numbers = f"{place}, distance {found.distance_before:.2f} → {found.distance_after:.2f}"
    sure = "No smaller set of words does it." if found.minimal else "This is the smallest set found."
    disagrees = "" if found.verified else " That goes by exact ranks: a search for the shorter query answers otherwise."
    return f"Without {words} {done} ({numbers}). {sure}{disagrees}"
