"""How far fair shares can be trusted: measured on the model, for each document, and said in one plain word.

Three questions are put to the shares: do the words they call strongest really lower the similarity fastest, compared
with a random order; how well do they tell apart sets of equally many words they have not seen; and does another way
to remove a word put the words in the same order. `inspector.explain.rating` draws the conclusion.
Cost: one text per unit and document, and `SUBSETS` texts for all documents where the shares are not exact; what a
random order loses follows from the subsets that the shares came from.

References:
    DeYoung et al. 2020, "ERASER" (comprehensiveness).
    Olkin and Finn 1995, "Correlations redux" (variance of R squared).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inspector.errors import RequestError
from inspector.explain.agreement import spearman
from inspector.explain.evaluator import Evaluator
from inspector.explain.game import Game, values
from inspector.explain.pairs import interaction_share
from inspector.explain.rating import rate
from inspector.explain.subsets import tried_masks
from inspector.records.fidelity import Fidelity, Measured
from inspector.records.interactions import Interactions
from inspector.records.shares import FairShares
from inspector.text import quoted
from inspector.vectors import FloatArray, IntArray

SUBSETS = 64
"""Held-out subsets: R squared is then known to about 0.1, more closely where it is high."""
_ONE_SIDED_95 = 1.6449


def fidelity(
    game: Game,
    evaluator: Evaluator,
    shares: FairShares,
    document_id: str,
    floor: float,
    *,
    second: FloatArray | None = None,
    pairs: Interactions | None = None,
    seed: int = 0,
) -> Fidelity:
    """Measure the fair shares of one document.

    Args:
        game: The query and its units.
        evaluator: Answers for the document; the one that answered for the shares knows most texts.
        shares: The fair shares.
        document_id: The document.
        floor: Its noise floor, >= 0.
        second: Shape (units,): removal effects for the document by another way to remove a word (attention mask).
        pairs: The interactions, where they are known for the document.
        seed: Of the subsets the shares came from, and of the held-out ones.

    Raises:
        RequestError: the document is not among the shares or the evaluator's, or the budget does not suffice.
        EmbedderError: the model failed.
        CancelledError: the work was stopped.
    """
    if document_id not in shares.ids or document_id not in evaluator.ids:
        raise RequestError(f"{quoted(document_id)} is not one of the documents on show.", "Choose one of them.")
    column = _Column(game, evaluator, evaluator.ids.index(document_id))
    measured = _measured(column, shares, shares.column(document_id), floor, second, seed)
    if pairs is not None and document_id in pairs.ids:
        known = float(interaction_share(pairs)[pairs.ids.index(document_id)])
        measured = replace(measured, interaction_share=known)
    return Fidelity(document_id, *rate(measured), measured)


def _measured(
    column: _Column, shares: FairShares, place: int, floor: float, second: FloatArray | None, seed: int
) -> Measured:
    own, whole, empty = shares.shares[:, place], float(shares.whole[place]), float(shares.empty[place])
    span, count = whole - empty, len(own)
    removal = whole - column.values([column.game.without([unit]) for unit in range(count)])
    held_out = _subsets(column.game, shares, seed)
    r_squared, levels, compared = _predictive(held_out, column.values(held_out), own, empty, floor)
    strongest = np.argsort(-own if span >= 0 else own, kind="stable")
    by_share = _lost(column, whole, strongest)
    at_random = _random(column, shares, whole, seed)
    expected = float((np.cumsum(own[strongest]) - np.arange(1, count + 1) * own.mean()).mean()) if count else 0.0
    return Measured(
        units=count,
        span=span,
        floor=floor,
        missing=abs(span - float(own.sum())),
        removal_sum=_by(float(removal.sum()), span),
        largest=float(np.abs(own).max(initial=0.0)),
        error=float(shares.standard_error[np.argmax(np.abs(own)), place]) if count else 0.0,
        comprehensiveness=_by(by_share, span),
        random=_by(at_random, span),
        expected=_by(expected, span),
        r_squared=r_squared,
        r_squared_low=r_squared if shares.exact else r_squared - _ONE_SIDED_95 * _error(r_squared, compared),
        level_r_squared=levels,
        subsets=len(held_out),
        agreement=None if second is None else spearman(removal, second),
        interaction_share=None,
    )


def _by(part: float, span: float) -> float:
    return part / span if span else float("nan")


class _Column:
    """The removal game of one document."""

    def __init__(self, game: Game, evaluator: Evaluator, column: int) -> None:
        self.game, self._evaluator, self._column = game, evaluator, column

    def values(self, masks: list[int]) -> FloatArray:
        """Give the similarities of subsets, shape (masks,)."""
        return values(self.game, self._evaluator, masks)[:, self._column]


def _lost(column: _Column, whole: float, removed: IntArray) -> float:
    """Give the mean of what is lost when the first 1, 2, … n of an order of units are left out; 0 without units."""
    if not len(removed):
        return 0.0
    masks = [column.game.without(removed[:count].tolist()) for count in range(1, len(removed) + 1)]
    return whole - float(column.values(masks).mean())


def _random(column: _Column, shares: FairShares, whole: float, seed: int) -> float:
    """Give what is lost in a random order, from the subsets that the shares came from, each size counted alike."""
    count = len(shares.units)
    if not count:
        return 0.0
    masks = list(range(2**count)) if shares.exact else tried_masks(count, shares.rounds, seed)
    sizes, found = np.array([mask.bit_count() for mask in masks]), column.values(masks)
    return whole - float(np.mean([found[sizes == size].mean() for size in range(count)]))


def _subsets(game: Game, shares: FairShares, seed: int) -> list[int]:
    """Give all subsets where the shares are exact, else random ones that the shares did not come from."""
    count = len(game.units)
    if shares.exact:
        return list(range(2**count))
    seen = set(tried_masks(count, shares.rounds, seed))
    random = np.random.default_rng([seed, count])
    kept: dict[int, None] = {}
    for _ in range(4 * SUBSETS):
        mask = sum(1 << int(place) for place in np.flatnonzero(random.random(count) < 0.5))
        if mask not in seen:
            kept[mask] = None
    return list(kept)[:SUBSETS]


def _predicted(masks: list[int], own: FloatArray, empty: float) -> FloatArray:
    """Predict similarities of subsets: that of the empty text plus the shares of the units that are there."""
    there = np.array([[mask >> place & 1 for place in range(len(own))] for mask in masks], dtype=np.float64)
    return empty + there.reshape(len(masks), len(own)) @ own


def _predictive(
    masks: list[int], found: FloatArray, own: FloatArray, empty: float, floor: float
) -> tuple[float, float, int]:
    """Give R squared among sets of one size, R squared over all sizes, and how many sets the first rests on.

    Among sets of one size both sides are taken less their mean of that size, and a size costs one set. Where the sets
    differ by no more than the floor (root of the mean square), the second stands in for the first.
    """
    predicted = _predicted(masks, own, empty)
    levels = _r_squared(found - found.mean(), predicted - found.mean()) if len(found) else float("nan")
    sizes = np.array([mask.bit_count() for mask in masks], dtype=np.int64)
    inner, guessed = found.copy(), predicted.copy()
    for size in np.unique(sizes):
        inner[sizes == size] -= found[sizes == size].mean()
        guessed[sizes == size] -= predicted[sizes == size].mean()
    compared = len(masks) - len(np.unique(sizes))
    if compared < 1 or not np.sqrt((inner**2).sum() / compared) > floor:
        return levels, levels, len(masks)
    return _r_squared(inner, guessed), levels, compared


def _r_squared(found: FloatArray, predicted: FloatArray) -> float:
    """Give the share of the sum of squares that is predicted; NaN where there is none."""
    total = float((found**2).sum())
    return 1.0 - float(((found - predicted) ** 2).sum()) / total if total else float("nan")


def _error(r_squared: float, count: int) -> float:
    """Give the standard error of R squared measured on so many subsets."""
    inside = min(1.0, max(0.0, r_squared))
    return float(np.sqrt(4 * inside / count)) * (1.0 - inside) if count else float("nan")
