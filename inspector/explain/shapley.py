"""Fair shares (Shapley values) of a query's units, which sum to similarity(query, d) - similarity(empty text, d).

Exact up to ten units: all 2^n subsets, for all documents at once. Beyond, orders in which the query is put together
are drawn at random, and each is walked forward and backward (an antithetic pair): what a unit adds when its turn comes,
averaged. Invariants: the gains of a walk telescope, so the shares sum to the whole however few pairs there are; one
pair is exact where units act alone or by twos; the same seed gives the same orders, and more pairs begin with the
fewer ones', whose texts are then known. Cost: at most 2n - 2 texts a pair and 2 more.

References:
    Shapley 1953, "A value for n-person games". Mayer and Wüthrich 2025, arXiv 2508.12947, on paired sampling: one
    antithetic pair recovers interactions up to order two.
"""

from __future__ import annotations

from math import comb

import numpy as np

from inspector.errors import RequestError
from inspector.explain.evaluator import Evaluator
from inspector.explain.game import Game, values
from inspector.records.shares import FairShares
from inspector.vectors import FloatArray, IntArray, read_only

EXACT_UNITS = 10
"""Up to this many units all subsets are tried: 1,024 short texts at most, two to three seconds of a small model."""

PAIRS = 4


def fair_shares(
    game: Game, evaluator: Evaluator, *, pairs: int = PAIRS, exact_up_to: int = EXACT_UNITS, seed: int = 0
) -> FairShares:
    """Share the similarity out among the units of a query.

    Args:
        game: The query and its units.
        evaluator: Answers for the documents.
        pairs: Pairs of walks where there are more units than `exact_up_to`, >= 1.
        exact_up_to: Try all subsets up to this many units; 0 for a quick first answer. All subsets are tried too where
            they are no more texts than the walks would take.
        seed: Of the orders.

    Raises:
        RequestError: pairs is below 1, or the evaluator's budget does not suffice.
        EmbedderError: the model failed.
        CancelledError: the work was stopped.
    """
    if pairs < 1:
        raise RequestError(f"{pairs} pairs of orders were asked for, but at least one is needed.", "Ask for 4.")
    count = len(game.units)
    if count <= exact_up_to or 2**count <= 2 + 2 * pairs * (count - 1):
        return exact_shares(game, evaluator)
    orders = [order(count, seed, pair) for pair in range(pairs)]
    masks = sorted({mask for one in orders for walk in (one, one[::-1]) for mask in walk_masks(walk)})
    found = values(game, evaluator, masks)
    row = {mask: place for place, mask in enumerate(masks)}
    gains = np.empty((pairs, count, found.shape[1]))
    for pair, one in enumerate(orders):
        gains[pair] = (_gains(one, found, row) + _gains(one[::-1], found, row)) / 2
    error = gains.std(axis=0, ddof=1) / np.sqrt(pairs) if pairs > 1 else np.full(gains.shape[1:], np.nan)
    return _shares(game, evaluator, gains.mean(axis=0), error, found[[row[game.full], row[0]]], masks, pairs)


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


def order(count: int, seed: int, pair: int) -> IntArray:
    """Give the order in which a pair of walks puts the units together, shape (count,)."""
    return np.random.default_rng([seed, count, pair]).permutation(count)


def walk_masks(one: IntArray) -> list[int]:
    """Give the subsets that a walk comes through, from the empty one to the full one."""
    masks = [0]
    for place in one:
        masks.append(masks[-1] | 1 << int(place))
    return masks


def _gains(one: IntArray, found: FloatArray, row: dict[int, int]) -> FloatArray:
    """Give what each unit adds when its turn comes, shape (units, documents)."""
    path = found[[row[mask] for mask in walk_masks(one)]]
    gains = np.empty((len(one), found.shape[1]))
    gains[one] = np.diff(path, axis=0)
    return gains


def _shares(
    game: Game,
    evaluator: Evaluator,
    shares: FloatArray,
    error: FloatArray,
    ends: FloatArray,
    masks: list[int],
    pairs: int,
) -> FairShares:
    return FairShares(
        units=game.units,
        ids=evaluator.ids,
        shares=read_only(shares),
        standard_error=read_only(error),
        whole=read_only(ends[0]),
        empty=read_only(ends[1]),
        pairs=pairs,
        exact=pairs == 0,
        texts=len(game.texts(masks)[0]),
    )
