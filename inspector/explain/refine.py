"""The refinement of an explanation, the most useful work first, so that it may be shown, stopped or cut short anywhere.

Each step gives the explanation with one more part, at the end one document's trust at a time; a step that the budget
does not pay for is left out and said so, while later, cheaper ones still run. Between steps of encoding the evaluator's
progress may stop the work; what was encoded until then stays in the cache, so starting again loses nothing.
Counterfactuals are asked for document by document (`inspector.explain.counterfactual`), and cost few encodes once
shares are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from inspector.explain.budget import OverBudgetError
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.fidelity import fidelity
from inspector.explain.game import Game, game_of
from inspector.explain.hiding import hidden_effects
from inspector.explain.lists import list_changes
from inspector.explain.neutral import noise_floor
from inspector.explain.pairs import interactions
from inspector.explain.shapley import EXACT_UNITS, exact_shares, fair_shares
from inspector.records.query_explanation import QueryExplanation

MORE_ROUNDS = 10
"""Rounds of subsets of a query too long for exact shares: their error is about half of that after five."""

MORE_UNITS = 32
"""Units up to which there are more rounds: some 600 texts."""

Step = Callable[[Game, IndexEvaluator, int, QueryExplanation], QueryExplanation]


def refine(query: str, evaluator: IndexEvaluator, k: int) -> Iterator[QueryExplanation]:
    """Explain the words of a query ever better.

    Args:
        query: As typed.
        evaluator: For the documents on show; its budget and progress bound the work.
        k: Length of the lists that are compared, >= 1.

    Yields:
        The explanation after each step, the last one finished.

    Raises:
        EmbedderError: the model failed.
        RequestError: k or the filter does not fit.
        CancelledError: progress asked to stop.
    """
    game = game_of(query)
    found = QueryExplanation(query, game.units, evaluator.ids)
    for what, step in STEPS:
        try:
            found = step(game, evaluator, k, found)
        except OverBudgetError as error:
            found = _left_out(found, what, error)
        yield found
    for rated in _trust(game, evaluator, found):
        found = rated
        yield found
    yield replace(found, finished=True)


def _lists(game: Game, evaluator: IndexEvaluator, k: int, found: QueryExplanation) -> QueryExplanation:
    return replace(found, lists=list_changes(game, evaluator, k))


def _noise(game: Game, evaluator: IndexEvaluator, k: int, found: QueryExplanation) -> QueryExplanation:
    return replace(found, noise=noise_floor(game.query, evaluator))


def _quick_shares(game: Game, evaluator: IndexEvaluator, k: int, found: QueryExplanation) -> QueryExplanation:
    return replace(found, shares=fair_shares(game, evaluator, exact_up_to=0))


def _pairs(game: Game, evaluator: IndexEvaluator, k: int, found: QueryExplanation) -> QueryExplanation:
    return replace(found, pairs=interactions(game, evaluator))


def _better_shares(game: Game, evaluator: IndexEvaluator, k: int, found: QueryExplanation) -> QueryExplanation:
    if found.shares and found.shares.exact:
        return found
    if len(game.units) <= EXACT_UNITS:
        return replace(found, shares=exact_shares(game, evaluator))
    if len(game.units) <= MORE_UNITS:
        return replace(found, shares=fair_shares(game, evaluator, rounds=MORE_ROUNDS, exact_up_to=0))
    return found


def _trust(game: Game, evaluator: IndexEvaluator, found: QueryExplanation) -> Iterator[QueryExplanation]:
    """Say document by document how far its shares can be trusted, in the order of the evaluator's documents."""
    shares, noise = found.shares, found.noise
    if shares is None or noise is None:
        return
    try:
        second = hidden_effects(game, evaluator)
        for place, each in enumerate(evaluator.ids):
            rated = fidelity(
                game,
                evaluator,
                shares,
                each,
                float(np.nan_to_num(noise.floor[place])),
                second=None if second is None else second[:, place],
                pairs=found.pairs,
            )
            found = replace(found, fidelity=(*found.fidelity, rated))
            yield found
    except OverBudgetError as error:
        yield _left_out(found, "How far the shares of further documents can be trusted was", error)


def _left_out(found: QueryExplanation, what: str, error: OverBudgetError) -> QueryExplanation:
    return replace(found, undone=(*found.undone, f"{what} left out: {error.message}"))


STEPS: tuple[tuple[str, Step], ...] = (
    ("Who enters and who leaves the results was", _lists),
    ("The refined noise floor was", _noise),
    ("Fair shares were", _quick_shares),
    ("Pairs of words were", _pairs),
    ("Better fair shares were", _better_shares),
)
"""What is done first, in this order, each as the beginning of the sentence that says it was not."""
