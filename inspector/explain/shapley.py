"""Fair shares (Shapley values) of a query's units, which sum to similarity(query, d) - similarity(empty text, d).

Exact up to ten units: all 2^n subsets, for all documents at once. Beyond, some subsets are asked about, each with its
complement (`inspector.explain.subsets`), and the shares are those of the smoothest game through what was measured
(`inspector.explain.interpolation`): with as many texts their error is less than half that of a mean over random orders.
Invariants: the shares sum to the whole, and are exact where units act alone or by twos, however few rounds there are;
the same seed gives the same numbers. Cost: at most 2n - 2 texts a round and 2 more.

References:
    Shapley 1953, "A value for n-person games".
"""

from __future__ import annotations

from math import comb

import numpy as np

from inspector.errors import RequestError
from inspector.explain.evaluator import Evaluator
from inspector.explain.game import Game, values
from inspector.explain.interpolation import interpolation
from inspector.explain.subsets import masks_of, spread_subsets
from inspector.records.shares import FairShares
from inspector.vectors import FloatArray, read_only

EXACT_UNITS = 10
"""Up to this many units all subsets are tried: 1,024 short texts at most, two to three seconds of a small model."""

ROUNDS = 5
"""Rounds of a first answer: the error left is some .05 of how far shares spread (SciFact and StackFAQ)."""


def fair_shares(
    game: Game, evaluator: Evaluator, *, rounds: int = ROUNDS, exact_up_to: int = EXACT_UNITS, seed: int = 0
) -> FairShares:
    """Share the similarity out among the units of a query.

    Args:
        game: The query and its units.
        evaluator: Answers for the documents.
        rounds: Rounds of subsets where there are more units than `exact_up_to`, >= 1.
        exact_up_to: Try all subsets up to this many units; 0 for a quick first answer. All subsets are tried too where
            they are no more texts than the rounds would take.
        seed: Of the subsets.

    Raises:
        RequestError: rounds is below 1, or the evaluator's budget does not suffice.
        EmbedderError: the model failed.
        CancelledError: the work was stopped.
    """
    if rounds < 1:
        raise RequestError(
            f"{rounds} rounds of subsets were asked for, but at least one is needed.", f"Ask for {ROUNDS}."
        )
    count = len(game.units)
    if count <= exact_up_to or 2**count <= 2 + 2 * rounds * (count - 1):
        return exact_shares(game, evaluator)
    subsets = spread_subsets(count, rounds, seed)
    masks = [*masks_of(subsets), *masks_of(~subsets)]
    there, gone = np.split(values(game, evaluator, masks), 2)
    differences = (there - gone) / 2
    made = interpolation(count, rounds, seed)
    scale = np.full(differences.shape[1], np.nan)
    if made.freedom:
        scale = np.sqrt(np.maximum((differences * (made.misfit @ differences)).sum(axis=0), 0.0) / made.freedom)
    error = np.sqrt(made.variance)[:, None] * scale
    return _shares(game, evaluator, made.weights @ differences, error, np.array([there[0], gone[0]]), masks, rounds)


def exact_shares(game: Game, evaluator: Evaluator) -> FairShares:
    """Share the similarity out exactly, by all 2^n subsets of the units.

    Raises:
        RequestError: the evaluator's budget does not suffice.
        EmbedderError: the model failed.
        CancelledError: the work was stopped.
    """
    masks = list(range(2 ** len(game.units)))
    found = values(game, evaluator, masks)
    empty = found[0] if game.units else evaluator.ask([""])[0]
    shares = exact_weights(len(game.units)) @ found
    return _shares(game, evaluator, shares, np.zeros_like(shares), np.array([found[-1], empty]), masks, 0)


def exact_weights(count: int) -> FloatArray:
    """Give the weight of every subset's value in every unit's share, shape (count, 2^count), mask m in column m.

    A subset S with the unit counts (|S|-1)! (n-|S|)! / n!, one without it minus |S|! (n-|S|-1)! / n!; both are
    1 / (n * a binomial coefficient). Each row sums to 0.
    """
    masks = np.arange(2**count)
    sizes = np.array([mask.bit_count() for mask in range(2**count)])
    weights = np.empty((count, 2**count))
    gain = np.array([0.0, *(1 / (count * comb(count - 1, size - 1)) for size in range(1, count + 1))])
    loss = np.array([*(1 / (count * comb(count - 1, size)) for size in range(count)), 0.0])
    for place in range(count):
        there = (masks >> place & 1).astype(bool)
        weights[place] = np.where(there, gain[sizes], -loss[sizes])
    return weights


def _shares(
    game: Game,
    evaluator: Evaluator,
    shares: FloatArray,
    error: FloatArray,
    ends: FloatArray,
    masks: list[int],
    rounds: int,
) -> FairShares:
    return FairShares(
        units=game.units,
        ids=evaluator.ids,
        shares=read_only(shares),
        standard_error=read_only(error),
        whole=read_only(ends[0]),
        empty=read_only(ends[1]),
        rounds=rounds,
        exact=rounds == 0,
        texts=len(game.texts(masks)[0]),
    )
