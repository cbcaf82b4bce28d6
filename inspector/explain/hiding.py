"""Removal effects by another way to remove a word: it stays in its place, and the model is not let to look at it.

Cutting a word out moves the words behind it; hiding it (attention 0, left out of the pooling) does not. Where both ways
put the words in the same order, the order is the model's and not the method's. Cost: one encode per unit.
"""

from __future__ import annotations

import numpy as np

from inspector.embedders.token_embedder import TokenEmbedder
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.game import Game
from inspector.vectors import FloatArray, cosine_similarity


def hidden_effects(game: Game, evaluator: IndexEvaluator) -> FloatArray | None:
    """Give similarity(q, d) - similarity(q with the unit hidden, d).

    Args:
        game: The query and its units.
        evaluator: Whose model, index and documents are asked.

    Returns:
        Shape (units, documents); NaN for a document that is unknown or not finite. None where the model's tokens cannot
        be hidden.

    Raises:
        EmbedderError: the model failed.
        OverBudgetError: the budget does not suffice.
    """
    embedder = evaluator.embedder
    if not isinstance(embedder, TokenEmbedder):
        return None
    if evaluator.budget is not None:
        evaluator.budget.take(len(game.units))
    prompt = evaluator.collection.contract.query_prompt
    hidden = embedder.encode_without(game.query, [unit.spans for unit in game.units], prompt=prompt)
    rows = evaluator.collection.rows_of(evaluator.ids)
    known = np.flatnonzero(rows >= 0)
    effects = np.full((len(game.units), len(rows)), np.nan)
    stored = evaluator.collection.vectors(rows[known])
    effects[:, known] = evaluator.ask([game.query])[:, known] - cosine_similarity(hidden, stored)
    return effects
