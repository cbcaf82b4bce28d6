"""Which words stand in for each other, and which need each other.

Two words stand in for each other where removing both costs more than the two removals, one word each, together; they
need each other where it costs less. These are second differences of the removal game, so that effects and interactions
predict the similarity without a few words: v(all but R) = v(all) - effects in R + interactions in R, exactly for one or
two words. Cost: n (n - 1) / 2 short texts beside the removal effects.

References:
    Grabisch and Roubens 1999, "An axiomatic approach to the concept of interaction among players in cooperative games".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from inspector.explain.evaluator import Evaluator
from inspector.explain.game import Game, values
from inspector.records.interactions import Interactions, PairEffect, PairKind
from inspector.text import quoted, with_sign
from inspector.vectors import FloatArray, read_only

PAIR_UNITS = 20
"""Of a longer query only the pairs among this many units with the largest effects are tried: 190 texts."""


def interactions(game: Game, evaluator: Evaluator, among: int = PAIR_UNITS) -> Interactions:
    """Measure what every two units do together.

    Args:
        game: The query and its units.
        evaluator: Answers for the documents.
        among: The most units that are paired: those whose effect on some document is largest.

    Raises:
        RequestError: the evaluator's budget does not suffice.
        EmbedderError: the model failed.
        CancelledError: the work was stopped.
    """
    count = len(game.units)
    singles = values(game, evaluator, [game.full, *(game.without([place]) for place in range(count))])
    whole, removal = singles[0], singles[0] - singles[1:]
    pairs = list(combinations(_strongest(removal, among), 2))
    both = values(game, evaluator, [game.without(pair) for pair in pairs])
    found = np.full((count, count, len(whole)), np.nan)
    found[np.arange(count), np.arange(count)] = 0.0
    for pair, without in zip(pairs, both, strict=True):
        i, j = pair
        found[i, j] = found[j, i] = removal[i] + removal[j] - (whole - without)
    return Interactions(game.units, evaluator.ids, read_only(whole), read_only(removal), read_only(found), len(pairs))


def _strongest(removal: FloatArray, among: int) -> list[int]:
    """Give the places of the units with the largest effects on any document, in query order."""
    if len(removal) <= among or not removal.shape[1]:
        return list(range(min(len(removal), among)))
    size = np.nan_to_num(np.abs(removal)).max(axis=1)
    return sorted(np.argsort(-size, kind="stable")[:among].tolist())


def predicted(found: Interactions, removed: Sequence[Iterable[int]]) -> FloatArray:
    """Predict similarities without some units from effects and interactions; two not tried together count as 0.

    Args:
        found: Effects and interactions.
        removed: Per prediction the places of the units that are gone.

    Returns:
        Shape (predictions, documents); exact where one or two units that were tried together are gone.
    """
    interaction = np.nan_to_num(found.interaction)
    out = np.empty((len(removed), len(found.whole)))
    for row, places in enumerate(removed):
        chosen = list(places)
        both = interaction[np.ix_(chosen, chosen)].sum(axis=(0, 1)) / 2
        out[row] = found.whole - found.removal[chosen].sum(axis=0) + both
    return out


def interaction_share(found: Interactions) -> FloatArray:
    """Give the size of all interactions by the size of all effects, sum |I| / sum |effect|; shape (documents,).

    0 where words act alone; 1 where pairs move as much as single words; NaN where no word has any effect.
    """
    places = np.triu_indices(len(found.units), 1)
    pairs = np.nansum(np.abs(found.interaction[places]), axis=0)
    alone = np.abs(found.removal).sum(axis=0)
    share: FloatArray = np.divide(pairs, alone, out=np.full(len(alone), np.nan), where=alone > 0)
    return share


def pair_effects(found: Interactions, column: int, floor: float) -> tuple[PairEffect, ...]:
    """Name the pairs that matter to one document, the largest interaction first.

    Args:
        found: Effects and interactions.
        column: The document's place.
        floor: Its noise floor. An interaction is the difference of two effects, each of which may be off by the floor,
            so it must exceed twice the floor to be told from noise.
    """
    kept = []
    for i, j in combinations(range(len(found.units)), 2):
        size = float(found.interaction[i, j, column])
        if abs(size) > 2 * floor:
            kind = PairKind.REDUNDANT if size < 0 else PairKind.NEEDING
            beside = float(found.removal[i, column])
            kept.append(PairEffect(found.units[i], found.units[j], kind, size, beside, beside - size))
    return tuple(sorted(kept, key=lambda pair: -abs(pair.interaction)))


def pair_sentence(pair: PairEffect) -> str:
    """Say what two words do to each other."""
    first, second = quoted(pair.first.text), quoted(pair.second.text)
    numbers = f"{first} gives {with_sign(pair.beside)} beside {second} and {with_sign(pair.without)} without it."
    redundant = pair.kind is PairKind.REDUNDANT
    # A word that pushes a document away stands in for no other, and no other needs it.
    if min(round(pair.beside, 2), round(pair.without, 2)) < 0:
        return f"{first} and {second} pull {'less' if redundant else 'more'} together than one by one: {numbers}"
    return f"{first} and {second} {'stand in for' if redundant else 'need'} each other: {numbers}"
