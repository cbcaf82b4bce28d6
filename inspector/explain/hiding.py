"""Removal effects by another way to remove a word: it stays in its place, and the model is not let to look at it.

Cutting a word out moves the words behind it; hiding it (attention 0, left out of the pooling) does not. Where both ways
put the words in the same order, the order is the model's and not the method's. Cost: one encode per unit that
is not in the cache.
"""

from __future__ import annotations

import numpy as np

from inspector.embedders.token_embedder import TokenEmbedder
from inspector.explain.evaluator import IndexEvaluator
from inspector.explain.game import Game
from inspector.explain.vector_cache import sound
from inspector.vectors import Float32Array, FloatArray, cosine_similarity

STEP_TOKENS = 1024
"""Read in one go, 0.1 to 0.2 seconds of a small model; between steps the work may be stopped."""


def hidden_effects(game: Game, evaluator: IndexEvaluator) -> FloatArray | None:
    """Give similarity(q, d) - similarity(q with the unit hidden, d).

    Args:
        game: The query and its units.
        evaluator: Whose model, index and documents are asked.

    Returns:
        Shape (units, documents); NaN for a document that is unknown or not finite. None where the model's tokens cannot
        be hidden.

    Raises:
        EmbedderError: the model failed, or gave a vector that is not finite.
        OverBudgetError: the budget does not suffice.
        CancelledError: progress asked to stop.
    """
    if not isinstance(evaluator.embedder, TokenEmbedder):
        return None
    hidden = _hidden(game, evaluator, evaluator.embedder)
    rows = evaluator.collection.rows_of(evaluator.ids)
    known = np.flatnonzero(rows >= 0)
    effects = np.full((len(game.units), len(rows)), np.nan)
    stored = evaluator.collection.vectors(rows[known])
    effects[:, known] = evaluator.ask([game.query])[:, known] - cosine_similarity(hidden, stored)
    return effects


def _hidden(game: Game, evaluator: IndexEvaluator, embedder: TokenEmbedder) -> Float32Array:
    """Give the query's vector with each unit hidden, shape (units, dim), from the cache where it is known."""
    prompt, cache = evaluator.collection.contract.query_prompt, evaluator.cache
    keys = [(embedder.fingerprint, f"{prompt}\0hidden {unit.spans}", game.query) for unit in game.units]
    found = [cache.get(key) for key in keys]
    wanted = [row for row, vector in enumerate(found) if vector is None]
    if evaluator.budget is not None:
        evaluator.budget.take(len(wanted))
    tokens = min(int(embedder.token_counts([game.query], prompt=prompt)[0]), embedder.max_tokens)
    size = max(1, STEP_TOKENS // max(1, tokens))
    for start in range(0, len(wanted), size):
        evaluator.progress(start, len(wanted), "Hiding words of the query")
        rows = wanted[start : start + size]
        spans = [game.units[row].spans for row in rows]
        vectors = sound(embedder, [game.query] * len(rows), embedder.encode_without(game.query, spans, prompt=prompt))
        for row, vector in zip(rows, vectors, strict=True):
            found[row] = vector
            cache.put(keys[row], vector)
    return np.array(found, dtype=np.float32).reshape(len(game.units), embedder.dim)
