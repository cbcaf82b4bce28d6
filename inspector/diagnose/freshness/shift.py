"""What moved nearly all vectors of a collection one way: an instruction before each text, or another precision.

Texts that were changed move their vectors each in a direction of its own; whatever is done to all texts alike moves
them, to a good part, in a common one, and leaves each still closest to its own text.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from inspector.diagnose.freshness.readings import COMMON_PROMPTS
from inspector.diagnose.freshness.rounding import rounding
from inspector.diagnose.freshness.sample import Reembedded
from inspector.embedders.embedder import Embedder
from inspector.explain.vector_cache import Encoding, VectorCache, encode_cached
from inspector.search.pseudo_queries import documents_at
from inspector.stores.collection import Collection
from inspector.stores.recipe import embedded_text
from inspector.vectors import FloatArray, cosine_distance, directions

COMMON = 0.15
"""Share of the deviation that is common to all documents from which on it is systematic. Measured on three collections:
other texts .02 to .06, a left-out title .02, an instruction before each text .16 to .51, 8-bit weights .22 to .43."""

NEARLY_ALL = 0.95
TRIED = 24
"""Documents that are embedded with each prompt to see whether something stood before the texts."""


class Shift(StrEnum):
    """What was done to all texts alike."""

    NONE = "none"
    INSTRUCTION = "instruction"
    PRECISION = "precision"


def shift_of(collection: Collection, embedder: Embedder, sample: Reembedded, cache: VectorCache) -> Shift:
    """Say what moved nearly all vectors of a collection one way.

    Args:
        collection: Where the sample is from.
        embedder: The model of its contract.
        sample: Documents embedded anew.
        cache: Keeps vectors of texts with prompts.

    Raises:
        EmbedderError: the model failed.
    """
    fresh, stored = directions(sample.fresh), directions(sample.stored)
    sound = np.isfinite(sample.similarity)
    moved = cosine_distance(sample.similarity[sound]) > rounding(sample.fresh)
    if not len(moved) or moved.mean() < NEARLY_ALL:
        return Shift.NONE
    own = (stored[sound] @ fresh.T).argmax(axis=1) == np.flatnonzero(sound)
    if own.mean() < NEARLY_ALL or common_share(stored - fresh) < COMMON:
        return Shift.NONE
    return Shift.INSTRUCTION if _instructed(collection, embedder, sample, cache) else Shift.PRECISION


def _instructed(collection: Collection, embedder: Embedder, sample: Reembedded, cache: VectorCache) -> bool:
    """Whether putting an instruction before the sample's texts brings them closer to their stored vectors."""
    sound = np.flatnonzero(np.isfinite(sample.similarity))
    places = sound[:: max(1, len(sound) // TRIED)]
    recipe = collection.contract.recipe
    texts = [embedded_text(recipe, document) for document in documents_at(collection, sample.rows[places])]
    before, stored = sample.similarity[places], directions(sample.stored[places])
    for prompt in COMMON_PROMPTS:
        vectors = encode_cached(Encoding(embedder, prompt, cache), texts)
        if (np.sum(directions(vectors) * stored, axis=1) > before).mean() >= NEARLY_ALL:
            return True
    return False


def common_share(moves: FloatArray) -> float:
    """Give the share of some moves, shape (n, dim), that is common to all: |mean|² / mean of |move|², in [0, 1]."""
    finite = moves[np.isfinite(moves).all(axis=1)]
    size = float(np.mean(np.sum(finite**2, axis=1))) if len(finite) else 0.0
    return float(np.sum(finite.mean(axis=0) ** 2)) / size if size else 0.0
